#include "app/commands/token_command.h"

#include "app/commands/broker_connection.h"
#include "app/commands/token_options.h"
#include "server/client/access_client.h"

using namespace Qt::StringLiterals;

namespace parley::app {

QString TokenCommand::name() const
{
    return u"token"_s;
}

QString TokenCommand::summary() const
{
    return u"list, issue, rotate and revoke tokens"_s;
}

QStringList TokenCommand::usage() const
{
    return {
        u"token list [--state STATE] [--issuer ID] [--template NAME] [--room NAMESPACE/ROOM]"_s,
        u"token issue [--label TEXT] [--publisher-id ID] [--publish|--subscribe|--both|--history|"
        "--manage TOPIC]... [--administer AREA:read|write]... [--admin] [--disposable] "
        "[--valid-for 30m|12h|7d] [--one-use] [--max-connections N] [--allow-origin URL]..."_s,
        u"token issue --from-template NAME --set VARIABLE=VALUE... "
        "--set LIST[]=VALUE,VALUE... [--valid-for TIME]"_s,
        u"token rotate ID [--overlap TIME]"_s,
        u"token revoke ID | --issuer ID | --template NAME | --room NAMESPACE/ROOM"_s};
}

void TokenCommand::addOptions(QCommandLineParser &parser) const
{
    addConnectionOptions(parser);
    addTokenOptions(parser);
    parser.addOptions({
        {u"state"_s, u"active, expired, revoked or used."_s, u"STATE"_s},
        {u"issuer"_s, u"Those that this token issued."_s, u"ID"_s},
        {u"template"_s, u"Those from this template."_s, u"NAME"_s},
        {u"room"_s, u"Those for this room."_s, u"NAMESPACE/ROOM"_s},
        {u"overlap"_s, u"How long the old secret still works; without it, not at all."_s,
         u"TIME"_s},
    });
}

void TokenCommand::run(const QCommandLineParser &parser, const QStringList &words)
{
    const QString verb = words.value(0);
    const bool known = ((verb == u"list" || verb == u"issue") && words.size() == 1)
        || (verb == u"rotate" && words.size() == 2) || (verb == u"revoke" && words.size() <= 2);
    if (!known)
        return failUsage(u"token takes one of these:"_s);
    const auto address = brokerAddress(parser);
    if (!address)
        return fail(address.error());
    m_client.setAddress(*address);
    if (verb == u"list")
        list(parser);
    else if (verb == u"rotate")
        rotate(parser, words.last());
    else if (verb == u"revoke")
        revoke(parser, words.mid(1));
    else if (parser.isSet(u"from-template"_s))
        issueFromTemplate(parser);
    else
        issue(parser);
}

void TokenCommand::list(const QCommandLineParser &parser)
{
    client::TokenQuery query;
    query.state = parser.value(u"state"_s);
    query.issuer = parser.value(u"issuer"_s);
    query.templateName = parser.value(u"template"_s);
    query.room = parser.value(u"room"_s);
    m_client.access().tokens(query, this,
                             answer<client::TokenPage>([](const client::TokenPage &page) {
                                 for (const client::TokenInfo &token : page.tokens)
                                     printLine(tokenLine(token));
                             }));
}

// The secret alone on its line, so that a script can take it; a refresh secret on the next.
std::function<void(const Result<client::IssuedToken> &)> TokenCommand::printSecrets()
{
    return answer<client::IssuedToken>([](const client::IssuedToken &issued) {
        printLine(QString::fromLatin1(issued.secret));
        if (!issued.refreshSecret.isEmpty())
            printLine(QString::fromLatin1(issued.refreshSecret));
    });
}

void TokenCommand::issue(const QCommandLineParser &parser)
{
    const auto request = tokenRequestFrom(parser);
    if (!request)
        return failUsage(QString::fromStdString(request.error().message));
    m_client.access().issueToken(*request, this, printSecrets());
}

void TokenCommand::issueFromTemplate(const QCommandLineParser &parser)
{
    const auto values = templateValuesFrom(parser);
    const auto request = tokenRequestFrom(parser);
    if (!values || !request)
        return failUsage(
            QString::fromStdString((values ? request.error() : values.error()).message));
    client::TemplateInfo info;
    info.name = parser.value(u"from-template"_s);
    info.variables = values->variables;
    m_client.access().issueFromTemplate(info, values->values, request->validForSeconds.value_or(0),
                                        this, printSecrets());
}

void TokenCommand::rotate(const QCommandLineParser &parser, const QString &id)
{
    const QString text = parser.value(u"overlap"_s);
    const auto overlap = text.isEmpty() ? std::optional<qint64>(0) : secondsFrom(text);
    if (!overlap)
        return failUsage(u"--overlap takes a time such as 30m, 12h or 7d"_s);
    m_client.access().rotateToken(id, *overlap, this, printSecrets());
}

void TokenCommand::revoke(const QCommandLineParser &parser, const QStringList &ids)
{
    const client::TokenGroup group{parser.value(u"issuer"_s), parser.value(u"template"_s),
                                   parser.value(u"room"_s)};
    const int named = int(!group.issuer.isEmpty()) + int(!group.templateName.isEmpty())
        + int(!group.room.isEmpty()) + int(ids.size());
    if (named != 1)
        return failUsage(u"revoke takes one token, or one group of them:"_s);
    if (!ids.isEmpty())
        return m_client.access().revokeToken(
            ids.first(), this, answer<client::Nothing>([](const client::Nothing &) {}));
    m_client.access().revokeGroup(group, this, answer<std::uint64_t>([](std::uint64_t count) {
                                      printLine(u"%1 revoked"_s.arg(count));
                                  }));
}

} // namespace parley::app
