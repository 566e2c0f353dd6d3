#include "ui/common/kept_list.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSettings>

namespace parley::ui {

KeptList::KeptList(const QString &file, const QString &key) : m_file(file), m_key(key) {}

QList<QJsonObject> KeptList::read() const
{
    if (m_file.isEmpty())
        return {};
    const QSettings settings(m_file, QSettings::IniFormat);
    const auto stored = QJsonDocument::fromJson(settings.value(m_key).toByteArray()).array();
    QList<QJsonObject> named;
    for (const auto &element : stored)
        if (auto entry = element.toObject(); !entry[QLatin1String("name")].toString().isEmpty())
            named.append(std::move(entry));
    return named;
}

void KeptList::write(const QJsonArray &entries) const
{
    if (m_file.isEmpty())
        return;
    QSettings settings(m_file, QSettings::IniFormat);
    settings.setValue(m_key, QJsonDocument(entries).toJson(QJsonDocument::Compact));
}

} // namespace parley::ui
