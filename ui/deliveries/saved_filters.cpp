#include "ui/deliveries/saved_filters.h"

#include <algorithm>

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonObject>

namespace parley::ui {
namespace {

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

SavedFilter filterOf(const QJsonObject &json)
{
    const auto text = [&json](const char *name) { return json[QLatin1String(name)].toString(); };
    return {text("name"),
            {text("states"), text("status"), text("webhook"),
             json[QLatin1String("minutes")].toInt(), text("line")}};
}

} // namespace

SavedFilters::SavedFilters(const QString &file) : m_kept(file, QStringLiteral("deliveryFilters"))
{
    for (const auto &entry : m_kept.read())
        if (m_filters.size() < kMost)
            put(filterOf(entry));
}

void SavedFilters::write() const
{
    QJsonArray entries;
    for (const auto &filter : m_filters)
        entries.append(jsonOf(filter));
    m_kept.write(entries);
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
