#include "app/commands/permission_command.h"

#include "app/commands/broker_connection.h"
#include "app/commands/terminal_text.h"
#include "app/commands/token_options.h"
#include "app/common/secret_file.h"
#include "server/client/access_client.h"

using namespace Qt::StringLiterals;

namespace parley::app {
namespace {

void printHolders(const char *right, const QList<client::PermittedToken> &holders)
{
    for (const client::PermittedToken &token : holders)
        printLine(u"%1\t%2\t%3\t%4"_s.arg(QString::fromLatin1(right), token.id,
                                          token.grant ? grantText(*token.grant) : u"admin"_s,
                                          harmless(token.label)));
}

} // namespace

QString PermissionCommand::name() const
{
    return u"permission"_s;
}

QString PermissionCommand::summary() const
{
    return u"say why a token may do something, and who may"_s;
}

QStringList PermissionCommand::usage() const
{
    return {
        u"permission check publish|subscribe|history|manage TOPIC [--token ID | --secret-file FILE]"_s,
        u"permission check AREA.read|AREA.write [--token ID | --secret-file FILE]"_s,
        u"permission who TOPIC"_s};
}

void PermissionCommand::addOptions(QCommandLineParser &parser) const
{
    addConnectionOptions(parser);
    parser.addOptions({
        {u"namespace"_s, u"Namespace of the topic."_s, u"NAME"_s, u"default"_s},
        {u"token"_s, u"Whose rights; without it those of the token that asks."_s, u"ID"_s},
        {u"secret-file"_s, u"Whose rights, by a file with the secret, mode 600."_s, u"FILE"_s},
    });
}

void PermissionCommand::run(const QCommandLineParser &parser, const QStringList &words)
{
    const QString verb = words.value(0);
    const bool known = (verb == u"check" && (words.size() == 2 || words.size() == 3))
        || (verb == u"who" && words.size() == 2);
    if (!known)
        return failUsage(u"permission takes one of these:"_s);
    const auto address = brokerAddress(parser);
    if (!address)
        return fail(address.error());
    m_client.setAddress(*address);
    if (verb == u"check")
        check(parser, words);
    else
        who(parser, words.last());
}

void PermissionCommand::check(const QCommandLineParser &parser, const QStringList &words)
{
    client::PermissionQuery query;
    query.tokenId = parser.value(u"token"_s);
    query.action = words.value(1);
    query.address = {parser.value(u"namespace"_s), words.value(2)};
    if (parser.isSet(u"secret-file"_s)) {
        const auto secret = readSecretFile(parser.value(u"secret-file"_s));
        if (!secret)
            return fail(secret.error());
        query.secret = *secret;
    }
    m_client.access().checkPermission(query, this,
                                      [this](const Result<client::PermissionAnswer> &result) {
                                          if (!result)
                                              return fail(result.error());
                                          printLine(result->sentence);
                                          finish(result->allowed ? Done : Denied);
                                      });
}

void PermissionCommand::who(const QCommandLineParser &parser, const QString &topic)
{
    m_client.access().topicPermissions(
        {parser.value(u"namespace"_s), topic}, this,
        answer<client::TopicPermissions>([](const client::TopicPermissions &permissions) {
            printHolders("publish", permissions.publish);
            printHolders("subscribe", permissions.subscribe);
            printHolders("history", permissions.history);
            printHolders("manage", permissions.manage);
            if (permissions.truncated)
                printLine(u"..."_s);
        }));
}

} // namespace parley::app
