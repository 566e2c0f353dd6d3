#include "app/commands/audit_command.h"

#include <QJsonDocument>

#include "app/commands/broker_connection.h"
#include "app/commands/terminal_text.h"
#include "server/client/access_client.h"

using namespace Qt::StringLiterals;

namespace parley::app {
namespace {

constexpr int kPageEntries = 1000; // the most that a request brings

QString lineOf(const client::AuditInfo &entry)
{
    const QString outcome = entry.isRefused() ? u"refused:"_s + entry.code : entry.outcome;
    return u"%1\t%2\t%3\t%4\t%5\t%6\t%7"_s.arg(
        entry.time.toUTC().toString(Qt::ISODateWithMs), outcome, entry.action,
        entry.actor.isEmpty() ? u"-"_s : entry.actor,
        entry.address.isEmpty() ? u"-"_s : entry.address, QString::number(entry.count),
        harmless(entry.object));
}

QString jsonOf(const client::AuditInfo &entry)
{
    QJsonObject json{{u"id"_s, qint64(entry.id)},
                     {u"time"_s, entry.time.toUTC().toString(Qt::ISODateWithMs)},
                     {u"action"_s, entry.action},
                     {u"actor"_s, entry.actor},
                     {u"address"_s, entry.address},
                     {u"object"_s, entry.object},
                     {u"outcome"_s, entry.outcome},
                     {u"code"_s, entry.code},
                     {u"count"_s, qint64(entry.count)}};
    json[u"before"_s] = entry.before.isEmpty() ? QJsonValue() : QJsonValue(entry.before);
    json[u"after"_s] = entry.after.isEmpty() ? QJsonValue() : QJsonValue(entry.after);
    return QString::fromUtf8(QJsonDocument(json).toJson(QJsonDocument::Compact));
}

} // namespace

QString AuditCommand::name() const
{
    return u"audit"_s;
}

QString AuditCommand::summary() const
{
    return u"say who did what, and who was refused"_s;
}

QStringList AuditCommand::usage() const
{
    return {
        u"audit [--limit N] [--action ACTION] [--actor ID] [--outcome done|refused] [--json]"_s};
}

void AuditCommand::addOptions(QCommandLineParser &parser) const
{
    addConnectionOptions(parser);
    parser.addOptions({
        {u"limit"_s, u"Most entries, newest first; 0 for all."_s, u"N"_s, u"100"_s},
        {u"action"_s, u"Such as token.issued, or \"publish\" of what was refused."_s, u"ACTION"_s},
        {u"actor"_s, u"Id of the token that did it."_s, u"ID"_s},
        {u"outcome"_s, u"done or refused."_s, u"WORD"_s},
        {u"json"_s, u"One JSON object a line, with what was before and after."_s},
    });
}

void AuditCommand::run(const QCommandLineParser &parser, const QStringList &words)
{
    bool valid = false;
    m_left = parser.value(u"limit"_s).toLongLong(&valid);
    if (!words.isEmpty() || !valid || m_left < 0)
        return failUsage(u"audit takes options only, and a number as --limit"_s);
    if (m_left == 0)
        m_left = std::numeric_limits<qint64>::max();
    const auto address = brokerAddress(parser);
    if (!address)
        return fail(address.error());
    m_client.setAddress(*address);
    m_asJson = parser.isSet(u"json"_s);
    m_query.action = parser.value(u"action"_s);
    m_query.actor = parser.value(u"actor"_s);
    m_query.outcome = parser.value(u"outcome"_s);
    ask();
}

void AuditCommand::ask()
{
    m_query.limit = static_cast<int>(qMin<qint64>(kPageEntries, m_left));
    m_client.access().audit(m_query, this, [this](const Result<client::AuditPage> &page) {
        if (!page)
            return fail(page.error());
        for (const client::AuditInfo &entry : page->entries)
            printLine(m_asJson ? jsonOf(entry) : lineOf(entry));
        m_left -= page->entries.size();
        m_query.before = page->next;
        if (page->next == 0 || m_left <= 0)
            return finish(Done);
        ask();
    });
}

} // namespace parley::app
