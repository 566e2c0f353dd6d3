#include "server/client/audit_lines.h"

#include <algorithm>

#include <QJsonDocument>

namespace parley::client {
namespace {

QByteArray csvCell(QString text)
{
    if (!text.isEmpty() && QStringLiteral("=+-@\t\r\n").contains(text.at(0)))
        text.prepend(QLatin1Char('\''));
    const bool isQuoted = std::any_of(text.cbegin(), text.cend(), [](QChar c) {
        return c == QLatin1Char('"') || c == QLatin1Char(',') || c == QLatin1Char('\r')
            || c == QLatin1Char('\n');
    });
    if (isQuoted)
        text = QLatin1Char('"') + text.replace(QLatin1Char('"'), QLatin1String("\"\""))
            + QLatin1Char('"');
    return text.toUtf8();
}

QString timeText(const AuditInfo &act)
{
    return act.time.toUTC().toString(Qt::ISODateWithMs);
}

QString jsonText(const QJsonObject &object)
{
    return object.isEmpty()
        ? QString()
        : QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

QJsonValue valueOrNull(const QJsonObject &object)
{
    return object.isEmpty() ? QJsonValue() : QJsonValue(object);
}

} // namespace

QByteArray csvRow(const QStringList &cells)
{
    QByteArray row;
    for (const QString &cell : cells) {
        if (!row.isEmpty() || &cell != &cells.front())
            row += ',';
        row += csvCell(cell);
    }
    return row + "\r\n";
}

QByteArray auditCsvHead()
{
    return "\xEF\xBB\xBF" // else spreadsheets guess another encoding
           "id,time,action,outcome,code,count,actor,address,object,before,after\r\n";
}

QByteArray auditCsvRow(const AuditInfo &act)
{
    return csvRow({QString::number(act.id), timeText(act), act.action, act.outcome, act.code,
                   QString::number(act.count), act.actor, act.address, act.object,
                   jsonText(act.before), jsonText(act.after)});
}

QByteArray auditJsonLine(const AuditInfo &act)
{
    const QJsonObject json{{QStringLiteral("id"), qint64(act.id)},
                           {QStringLiteral("time"), timeText(act)},
                           {QStringLiteral("action"), act.action},
                           {QStringLiteral("actor"), act.actor},
                           {QStringLiteral("address"), act.address},
                           {QStringLiteral("object"), act.object},
                           {QStringLiteral("outcome"), act.outcome},
                           {QStringLiteral("code"), act.code},
                           {QStringLiteral("count"), qint64(act.count)},
                           {QStringLiteral("before"), valueOrNull(act.before)},
                           {QStringLiteral("after"), valueOrNull(act.after)}};
    return QJsonDocument(json).toJson(QJsonDocument::Compact) + '\n';
}

} // namespace parley::client
