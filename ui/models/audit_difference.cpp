#include "ui/models/audit_difference.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>

#include "server/client/grant_info.h"
#include "ui/models/text_format.h"
#include "ui/models/token_text.h"

namespace parley::ui {
namespace {

QString valueText(const QString &member, const QJsonValue &value);

QString listText(const QJsonArray &list)
{
    QStringList texts;
    for (const auto &element : list)
        texts.append(valueText({}, element));
    return texts.join(QStringLiteral(", "));
}

// A grant in words, anything else as it is written.
QString objectText(const QJsonObject &object)
{
    if (const auto grant = client::grantInfoFrom(object))
        return grantText(*grant);
    return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

// "" for what is empty, off, zero or null: a person reads it as not there.
QString valueText(const QString &member, const QJsonValue &value)
{
    const bool isTime
        = member.endsWith(QLatin1String("At")) || member.endsWith(QLatin1String("Until"));
    if (value.isBool())
        return value.toBool() ? QStringLiteral("yes") : QString();
    if (value.isDouble() && isTime)
        return dayAndClockText(QDateTime::fromMSecsSinceEpoch(value.toInteger()));
    if (value.isDouble() && value.toDouble() == 0)
        return {};
    if (value.isArray())
        return listText(value.toArray());
    if (value.isObject())
        return objectText(value.toObject());
    return value.toVariant().toString();
}

QString shown(const QString &value) // one side of a change
{
    return value.isEmpty() ? QStringLiteral("–") : value;
}

bool isInAnotherColumn(const QString &member)
{
    return member == QLatin1String("id") || member == QLatin1String("label")
        || member == QLatin1String("name") || member.endsWith(QLatin1String("At"));
}

} // namespace

QList<AuditChange> auditChanges(const client::AuditInfo &act)
{
    auto members = act.before.keys();
    members.append(act.after.keys());
    members.removeDuplicates();
    members.sort();
    QList<AuditChange> changes;
    for (const auto &member : std::as_const(members)) {
        const auto before = valueText(member, act.before.value(member));
        const auto after = valueText(member, act.after.value(member));
        if (before != after)
            changes.append({member, before, after});
    }
    return changes;
}

QString auditSummary(const client::AuditInfo &act)
{
    QStringList facts;
    if (!act.code.isEmpty())
        facts.append(QString(act.code).replace(QLatin1Char('_'), QLatin1Char(' ')));
    for (const auto &change : auditChanges(act)) {
        const bool isChange = !act.before.isEmpty() && !act.after.isEmpty();
        if (isInAnotherColumn(change.member) && !isChange)
            continue;
        const auto value = isChange
            ? QStringLiteral("%1 → %2").arg(shown(change.before), shown(change.after))
            : change.before + change.after;
        facts.append(QStringLiteral("%1: %2").arg(change.member, value));
    }
    return facts.join(QStringLiteral("  ·  "));
}

} // namespace parley::ui
