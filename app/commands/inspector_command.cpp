#include "app/commands/inspector_command.h"

#include "app/commands/broker_connection.h"
#include "app/commands/terminal_text.h"

using namespace Qt::StringLiterals;

namespace parley::app {
namespace {

constexpr int kShownRequests = 100;

void printInspector(const client::InspectorInfo &info)
{
    printLine(u"%1\t%2\t%3 after %4 ms"_s
                  .arg(info.isOn ? u"on"_s : u"off"_s,
                       info.address.isEmpty() ? u"no address yet"_s : info.address)
                  .arg(info.status)
                  .arg(info.delayMilliseconds));
    for (const auto &[name, value] : info.headers)
        printLine(harmless(name + u": "_s + value));
}

void printRequest(const client::InspectedRequestInfo &request)
{
    printLine(
        harmless(u"%1\t%2\t%3 %4\t%5 bytes\t%6%7"_s.arg(request.id)
                     .arg(request.time.toString(Qt::ISODateWithMs), request.method, request.target)
                     .arg(request.bodyBytes)
                     .arg(request.status)
                     .arg(request.answeredAt.isValid() ? u""_s : u" (not answered)"_s)));
}

// "Retry-After: 7". False when there is no colon.
bool addHeader(client::HeaderList &headers, const QString &text)
{
    const qsizetype colon = text.indexOf(u':');
    if (colon <= 0)
        return false;
    headers.append({text.left(colon).trimmed(), text.mid(colon + 1).trimmed()});
    return true;
}

// What the options say in the place of what was set; "" or what is wrong with them.
QString applyOptions(const QCommandLineParser &parser, client::InspectorInfo &info)
{
    bool isNumber = true;
    if (parser.isSet(u"status"_s))
        info.status = parser.value(u"status"_s).toInt(&isNumber);
    if (isNumber && parser.isSet(u"delay"_s))
        info.delayMilliseconds = parser.value(u"delay"_s).toInt(&isNumber);
    if (!isNumber)
        return u"--status and --delay take a number"_s;
    if (parser.isSet(u"body"_s))
        info.body = parser.value(u"body"_s);
    if (parser.isSet(u"header"_s))
        info.headers.clear();
    for (const QString &header : parser.values(u"header"_s))
        if (!addHeader(info.headers, header))
            return u"--header takes \"Name: value\""_s;
    return {};
}

} // namespace

QString InspectorCommand::name() const
{
    return u"inspector"_s;
}

QString InspectorCommand::summary() const
{
    return u"an endpoint that answers webhooks as it is told, and shows what came"_s;
}

QStringList InspectorCommand::usage() const
{
    return {u"inspector show|off|requests|clear"_s,
            u"inspector on [--status N] [--delay MILLISECONDS] [--body TEXT] "
            "[--header \"Name: value\"]..."_s};
}

void InspectorCommand::addOptions(QCommandLineParser &parser) const
{
    addConnectionOptions(parser);
    parser.addOptions({
        {u"status"_s, u"Status of its answers, 200 to 599."_s, u"N"_s},
        {u"delay"_s, u"Milliseconds until it answers."_s, u"N"_s},
        {u"body"_s, u"Body of its answers."_s, u"TEXT"_s},
        {u"header"_s, u"Header of its answers; may be given more than once."_s, u"LINE"_s},
    });
}

void InspectorCommand::run(const QCommandLineParser &parser, const QStringList &words)
{
    static const QStringList kVerbs{u"show"_s, u"on"_s, u"off"_s, u"requests"_s, u"clear"_s};
    const QString verb = words.value(0);
    if (words.size() != 1 || !kVerbs.contains(verb))
        return failUsage(u"inspector takes one of these:"_s);
    const auto address = brokerAddress(parser);
    if (!address)
        return fail(address.error());
    m_client.setAddress(*address);
    if (verb == u"show")
        m_client.code().inspector(this, answer<client::InspectorInfo>(printInspector));
    else if (verb == u"requests")
        m_client.code().inspectedRequests(
            kShownRequests, this,
            answer<QList<client::InspectedRequestInfo>>([](const auto &requests) {
                for (const client::InspectedRequestInfo &request : requests)
                    printRequest(request);
            }));
    else if (verb == u"clear")
        m_client.code().clearInspected(this,
                                       answer<client::Nothing>([](const client::Nothing &) {}));
    else
        change(parser, verb == u"on");
}

void InspectorCommand::change(const QCommandLineParser &parser, bool isOn)
{
    client::InspectorInfo wanted;
    if (const QString problem = applyOptions(parser, wanted); !problem.isEmpty())
        return failUsage(problem);
    m_client.code().inspector(this, [this, &parser, isOn](const auto &now) {
        if (!now)
            return fail(now.error());
        client::InspectorInfo info = *now;
        (void)applyOptions(parser, info); // it was right for the other one
        info.isOn = isOn;
        m_client.code().setInspector(info, this, answer<client::InspectorInfo>(printInspector));
    });
}

} // namespace parley::app
