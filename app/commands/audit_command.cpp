#include "app/commands/audit_command.h"

#include "app/commands/broker_connection.h"
#include "app/commands/terminal_text.h"
#include "server/client/access_client.h"
#include "server/client/audit_lines.h"

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

// "2026-11-27", or with a clock time; without a zone it is this computer's.
bool readTime(const QCommandLineParser &parser, const QString &option, QDateTime &time)
{
    if (!parser.isSet(option))
        return true;
    time = QDateTime::fromString(parser.value(option), Qt::ISODateWithMs);
    return time.isValid();
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
    return {u"audit [--limit N] [--action ACTION] [--actor ID] [--object OBJECT] "
            "[--outcome done|refused] [--from TIME] [--to TIME] [--json | --csv]"_s};
}

void AuditCommand::addOptions(QCommandLineParser &parser) const
{
    addConnectionOptions(parser);
    parser.addOptions({
        {u"limit"_s, u"Most entries, newest first; 0 for all."_s, u"N"_s, u"100"_s},
        {u"action"_s, u"Such as token.issued, or \"publish\" of what was refused."_s, u"ACTION"_s},
        {u"actor"_s, u"Id of the token that did it."_s, u"ID"_s},
        {u"object"_s, u"What it was done to, as the audit writes it."_s, u"OBJECT"_s},
        {u"outcome"_s, u"done or refused."_s, u"WORD"_s},
        {u"from"_s, u"Since then: 2026-11-27, 2026-11-27T14:00 or 2026-11-27T13:00Z."_s, u"TIME"_s},
        {u"to"_s, u"Until then, without that moment."_s, u"TIME"_s},
        {u"json"_s, u"One JSON object a line, with what was before and after."_s},
        {u"csv"_s, u"The same as a table for spreadsheets."_s},
    });
}

void AuditCommand::run(const QCommandLineParser &parser, const QStringList &words)
{
    bool valid = false;
    m_left = parser.value(u"limit"_s).toLongLong(&valid);
    if (!words.isEmpty() || !valid || m_left < 0)
        return failUsage(u"audit takes options only, and a number as --limit"_s);
    if (parser.isSet(u"json"_s) && parser.isSet(u"csv"_s))
        return failUsage(u"--json and --csv are two formats: choose one"_s);
    if (!readTime(parser, u"from"_s, m_query.from) || !readTime(parser, u"to"_s, m_query.to))
        return failUsage(u"a time is written 2026-11-27 or 2026-11-27T14:00"_s);
    if (m_left == 0)
        m_left = std::numeric_limits<qint64>::max();
    const auto address = brokerAddress(parser);
    if (!address)
        return fail(address.error());
    m_client.setAddress(*address);
    m_form = parser.isSet(u"json"_s) ? Form::Json
        : parser.isSet(u"csv"_s)     ? Form::Csv
                                     : Form::Lines;
    if (m_form == Form::Csv)
        printBytes(client::auditCsvHead());
    m_query.action = parser.value(u"action"_s);
    m_query.actor = parser.value(u"actor"_s);
    m_query.object = parser.value(u"object"_s);
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
            print(entry);
        m_left -= page->entries.size();
        m_query.before = page->next;
        if (page->next == 0 || m_left <= 0)
            return finish(Done);
        ask();
    });
}

void AuditCommand::print(const client::AuditInfo &entry)
{
    switch (m_form) {
    case Form::Lines: return printLine(lineOf(entry));
    case Form::Json: return printBytes(client::auditJsonLine(entry));
    case Form::Csv: return printBytes(client::auditCsvRow(entry));
    }
}

} // namespace parley::app
