#include "server/client/access_client.h"

#include <memory>

namespace parley::client {
namespace {

using Request = HttpClient::Request;

// Pages on their way to one list.
struct TokenCollection {
    TokenQuery query{};
    TokenPage all{};
};

Result<std::uint64_t> revokedFrom(const QJsonObject &json)
{
    JsonReader reader(json, "answer");
    const auto revoked = reader.number("revoked");
    if (reader.failed())
        return reader.error();
    return revoked;
}

QString millisecondsText(const QDateTime &time)
{
    return time.isValid() ? QString::number(time.toMSecsSinceEpoch()) : QString();
}

void collect(AccessClient &client, const std::shared_ptr<TokenCollection> &collection,
             QObject *context, const AccessClient::Answer<TokenPage> &answer)
{
    client.tokenPage(
        collection->query, context,
        [&client, collection, context, answer](const Result<TokenPage> &page) {
            if (!page) {
                answer(page.error());
                return;
            }
            auto &all = collection->all;
            all.tokens.append(page->tokens);
            all.next = page->next;
            // A page that does not lead on would lead around for ever.
            const bool stuck = page->tokens.isEmpty() || page->next == collection->query.before;
            if (page->next.isEmpty() || stuck || all.tokens.size() >= AccessClient::kMaxListed) {
                answer(all);
                return;
            }
            collection->query.before = page->next;
            collect(client, collection, context, answer);
        });
}

} // namespace

void AccessClient::ownToken(QObject *context, Answer<TokenInfo> answer)
{
    exchange(m_http, listRequest("token"), context, answer, valueReader(&tokenInfoFrom));
}

void AccessClient::tokens(const TokenQuery &query, QObject *context, Answer<TokenPage> answer)
{
    const auto collection = std::make_shared<TokenCollection>();
    collection->query = query;
    collect(*this, collection, context, answer);
}

void AccessClient::tokenPage(const TokenQuery &query, QObject *context, Answer<TokenPage> answer)
{
    auto request = listRequest("tokens");
    addToQuery(request, "limit", QString::number(query.limit));
    addToQuery(request, "before", query.before);
    addToQuery(request, "state", query.state);
    addToQuery(request, "kind", query.kind);
    addToQuery(request, "issuer", query.issuer);
    addToQuery(request, "template", query.templateName);
    addToQuery(request, "room", query.room);
    addToQuery(request, "text", query.text);
    exchange(m_http, Result<Request>(request), context, answer, valueReader(&tokenPageFrom));
}

void AccessClient::issueToken(const TokenRequest &request, QObject *context,
                              Answer<IssuedToken> answer)
{
    exchange(m_http, postJson("tokens", toJson(request)), context, answer,
             valueReader(&issuedTokenFrom));
}

void AccessClient::revokeToken(const QString &id, QObject *context, Answer<Nothing> answer)
{
    exchange(m_http, idRequest("DELETE", "tokens", id), context, answer, nothingFrom);
}

void AccessClient::revokeGroup(const TokenGroup &group, QObject *context,
                               Answer<std::uint64_t> answer)
{
    QJsonObject json;
    if (!group.issuer.isEmpty())
        json.insert(QStringLiteral("issuer"), group.issuer);
    else if (!group.templateName.isEmpty())
        json.insert(QStringLiteral("template"), group.templateName);
    else
        json.insert(QStringLiteral("room"), group.room);
    exchange(m_http, postJson("tokens/revoke", json), context, answer, valueReader(&revokedFrom));
}

void AccessClient::rotateToken(const QString &id, qint64 overlapSeconds, QObject *context,
                               Answer<IssuedToken> answer)
{
    auto request = idRequest("POST", "tokens", id, "/rotate");
    if (request)
        request = withJson(*request, {{QStringLiteral("overlapSeconds"), overlapSeconds}});
    exchange(m_http, request, context, answer, valueReader(&issuedTokenFrom));
}

void AccessClient::templates(QObject *context, Answer<QList<TemplateInfo>> answer)
{
    exchange(m_http, listRequest("templates"), context, answer,
             listReader("templates", &templateInfoFrom));
}

void AccessClient::putTemplate(const TemplateInfo &info, QObject *context, Answer<Nothing> answer)
{
    auto request = idRequest("PUT", "templates", info.name);
    if (request)
        request = withJson(*request, toJson(info));
    exchange(m_http, request, context, answer, nothingFrom);
}

void AccessClient::deleteTemplate(const QString &name, QObject *context, Answer<Nothing> answer)
{
    exchange(m_http, idRequest("DELETE", "templates", name), context, answer, nothingFrom);
}

void AccessClient::issueFromTemplate(const TemplateInfo &info, const TemplateValues &values,
                                     qint64 validForSeconds, QObject *context,
                                     Answer<IssuedToken> answer)
{
    auto request = idRequest("POST", "templates", info.name, "/tokens");
    QJsonObject json{{QStringLiteral("variables"), variablesJson(info, values)}};
    if (validForSeconds > 0)
        json.insert(QStringLiteral("validForSeconds"), validForSeconds);
    if (request)
        request = withJson(*request, json);
    exchange(m_http, request, context, answer, valueReader(&issuedTokenFrom));
}

void AccessClient::checkPermission(const PermissionQuery &query, QObject *context,
                                   Answer<PermissionAnswer> answer)
{
    auto request = postJson("permissions/check", toJson(query));
    request.onlyAsks = true;
    exchange(m_http, request, context, answer, valueReader(&permissionAnswerFrom));
}

void AccessClient::topicPermissions(const TopicAddress &address, QObject *context,
                                    Answer<TopicPermissions> answer)
{
    static constexpr int kLimit = 1000; // of each list; what a person looks through
    auto request = topicRequest("GET", "permissions", address);
    if (request)
        addToQuery(*request, "limit", QString::number(kLimit));
    exchange(m_http, request, context, answer, valueReader(&topicPermissionsFrom));
}

void AccessClient::audit(const AuditQuery &query, QObject *context, Answer<AuditPage> answer)
{
    auto request = listRequest("audit");
    addToQuery(request, "limit", QString::number(query.limit));
    addToQuery(request, "before", query.before == 0 ? QString() : QString::number(query.before));
    addToQuery(request, "action", query.action);
    addToQuery(request, "actor", query.actor);
    addToQuery(request, "object", query.object);
    addToQuery(request, "outcome", query.outcome);
    addToQuery(request, "from", millisecondsText(query.from));
    addToQuery(request, "to", millisecondsText(query.to));
    exchange(m_http, Result<Request>(request), context, answer, valueReader(&auditPageFrom));
}

} // namespace parley::client
