#include "app/commands/token_command.h"

#include <optional>

#include "app/commands/broker_connection.h"

using namespace Qt::StringLiterals;

namespace parley::app {
namespace {

// "90s", "30m", "12h", "7d"
std::optional<qint64> seconds(const QString &text)
{
    static const QHash<QChar, qint64> kUnits{{u's', 1}, {u'm', 60}, {u'h', 3600}, {u'd', 86400}};
    bool valid = false;
    const qint64 count = text.chopped(qMin<qsizetype>(1, text.size())).toLongLong(&valid);
    const qint64 unit = text.isEmpty() ? 0 : kUnits.value(text.back(), 0);
    if (!valid || unit == 0 || count < 1)
        return std::nullopt;
    return count * unit;
}

// "friends-publish", or "friends-*" for a prefix, or "*" for all.
client::GrantInfo grant(const QString &role, const QString &nameSpace, const QString &topics)
{
    client::GrantInfo info;
    info.role = role;
    info.nameSpace = nameSpace;
    if (topics == u"*") {
        info.selector = client::GrantInfo::Selector::All;
    } else if (topics.endsWith(u'*')) {
        info.selector = client::GrantInfo::Selector::Prefix;
        info.topic = topics.chopped(1);
    } else {
        info.topic = topics;
    }
    return info;
}

QString line(const client::TokenInfo &token)
{
    QStringList grants;
    for (const client::GrantInfo &info : token.grants) {
        const QString topics = info.selector == client::GrantInfo::Selector::All ? u"*"_s
            : info.selector == client::GrantInfo::Selector::Prefix               ? info.topic + u'*'
                                                                                 : info.topic;
        grants += info.role + u':' + topics;
    }
    return u"%1\t%2\t%3\t%4"_s.arg(token.id, token.state,
                                   token.admin ? u"admin"_s : grants.join(u' '), token.label);
}

} // namespace

QString TokenCommand::name() const
{
    return u"token"_s;
}

QString TokenCommand::summary() const
{
    return u"list, issue and revoke tokens"_s;
}

QStringList TokenCommand::usage() const
{
    return {u"token list"_s,
            u"token issue [--label TEXT] [--publisher-id ID] [--publish TOPIC]... "
            "[--subscribe TOPIC]... [--admin] [--valid-for 30m|12h|7d] [--publish-per-second N]"_s,
            u"token revoke ID"_s};
}

void TokenCommand::addOptions(QCommandLineParser &parser) const
{
    addConnectionOptions(parser);
    parser.addOptions({
        {u"namespace"_s, u"Namespace of the topics."_s, u"NAME"_s, u"default"_s},
        {u"label"_s, u"What the token is for."_s, u"TEXT"_s},
        {u"publisher-id"_s, u"Stamped on what the token publishes."_s, u"ID"_s},
        {u"publish"_s, u"May publish here; PREFIX* for a prefix, * for all."_s, u"TOPIC"_s},
        {u"subscribe"_s, u"May read this; PREFIX* for a prefix, * for all."_s, u"TOPIC"_s},
        {u"admin"_s, u"May do everything."_s},
        {u"valid-for"_s, u"Expires after this time; without it, when revoked."_s, u"TIME"_s},
        {u"publish-per-second"_s, u"Most messages that it may publish; without it, any number."_s,
         u"N"_s},
    });
}

void TokenCommand::run(const QCommandLineParser &parser, const QStringList &words)
{
    const QString verb = words.value(0);
    const bool known = ((verb == u"list" || verb == u"issue") && words.size() == 1)
        || (verb == u"revoke" && words.size() == 2);
    if (!known)
        return failUsage(u"token takes one of these:"_s);
    const auto address = brokerAddress(parser);
    if (!address)
        return fail(address.error());
    m_client.setAddress(*address);
    if (verb == u"list")
        list();
    else if (verb == u"issue")
        issue(parser);
    else
        m_client.revokeToken(words.last(), this,
                             answer<client::Nothing>([](const client::Nothing &) {}));
}

void TokenCommand::list()
{
    m_client.tokens(this, answer<QList<client::TokenInfo>>([](const auto &tokens) {
                        for (const client::TokenInfo &token : tokens)
                            printLine(line(token));
                    }));
}

void TokenCommand::issue(const QCommandLineParser &parser)
{
    client::TokenRequest request;
    request.label = parser.value(u"label"_s);
    request.publisherId = parser.value(u"publisher-id"_s);
    request.admin = parser.isSet(u"admin"_s);
    const QString nameSpace = parser.value(u"namespace"_s);
    for (const QString &topic : parser.values(u"publish"_s))
        request.grants += grant(u"publish"_s, nameSpace, topic);
    for (const QString &topic : parser.values(u"subscribe"_s))
        request.grants += grant(u"subscribe"_s, nameSpace, topic);
    if (parser.isSet(u"valid-for"_s)) {
        request.validForSeconds = seconds(parser.value(u"valid-for"_s));
        if (!request.validForSeconds)
            return failUsage(u"--valid-for takes a time such as 30m, 12h or 7d"_s);
    }
    if (parser.isSet(u"publish-per-second"_s)) {
        bool valid = false;
        request.publishPerSecond = parser.value(u"publish-per-second"_s).toUInt(&valid);
        if (!valid || request.publishPerSecond == 0)
            return failUsage(u"--publish-per-second takes a number from 1 on"_s);
    }
    m_client.issueToken(request, this,
                        answer<client::IssuedToken>([](const client::IssuedToken &issued) {
                            printLine(QString::fromLatin1(issued.secret));
                        }));
}

} // namespace parley::app
