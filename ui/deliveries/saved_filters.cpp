#include "ui/deliveries/saved_filters.h"

#include <algorithm>

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSettings>

namespace parley::ui {
namespace {

const QString kKey = QStringLiteral("deliveryFilters");

QString filterWords(const char *text)
{
    return QCoreApplication::translate("SavedFilters", text);
}

QJsonObject jsonOf(const SavedFilter &filter)
{
    return {{QStringLiteral("name"), filter.name},
            {QStringLiteral("states"), filter.choice.states},
            {QStringLiteral("status"), filter.choice.status},
            {QStringLiteral("webhook"), filter.choice.webhookId},
            {QStringLiteral("minutes"), filter.choice.minutes},
            {QStringLiteral("line"), filter.choice.line}};
}

SavedFilter filterOf(const QJsonValue &json)
{
    const auto text = [&json](const char *name) { return json[QLatin1String(name)].toString(); };
    return {text("name"),
            {text("states"), text("status"), text("webhook"),
             json[QLatin1String("minutes")].toInt(), text("line")}};
}

} // namespace

SavedFilters::SavedFilters(const QString &file) : m_file(file)
{
    read();
}

void SavedFilters::read()
{
    if (m_file.isEmpty())
        return;
    const QSettings settings(m_file, QSettings::IniFormat);
    const auto stored = QJsonDocument::fromJson(settings.value(kKey).toByteArray()).array();
    for (const auto &element : stored)
        if (auto filter = filterOf(element); !filter.name.isEmpty() && m_filters.size() < kMost)
            put(std::move(filter));
}

void SavedFilters::write() const
{
    if (m_file.isEmpty())
        return;
    QJsonArray stored;
    for (const auto &filter : m_filters)
        stored.append(jsonOf(filter));
    QSettings settings(m_file, QSettings::IniFormat);
    settings.setValue(kKey, QJsonDocument(stored).toJson(QJsonDocument::Compact));
}

void SavedFilters::put(SavedFilter filter)
{
    const auto isBefore = [](const SavedFilter &a, const QString &name) {
        return a.name.compare(name, Qt::CaseInsensitive) < 0;
    };
    m_filters.removeIf([&](const SavedFilter &each) { return each.name == filter.name; });
    const auto at = std::lower_bound(m_filters.begin(), m_filters.end(), filter.name, isBefore);
    m_filters.insert(at, std::move(filter));
}

QString SavedFilters::keep(const QString &name, const FilterChoice &choice)
{
    const auto wanted = name.trimmed().left(kLongestName);
    if (wanted.isEmpty())
        return filterWords("Give it a name.");
    const bool isNew = std::none_of(m_filters.begin(), m_filters.end(),
                                    [&](const auto &each) { return each.name == wanted; });
    if (isNew && m_filters.size() >= kMost)
        return filterWords("There are 30 kept already: forget one first.");
    put({wanted, choice});
    write();
    return {};
}

void SavedFilters::forget(const QString &name)
{
    m_filters.removeIf([&](const SavedFilter &filter) { return filter.name == name; });
    write();
}

} // namespace parley::ui
