#include "server/client/permission_info.h"

#include "server/client/json_reader.h"

namespace parley::client {
namespace {

Result<std::optional<GrantInfo>> grantOrNull(const QJsonObject &json, const char *name)
{
    const auto value = json.value(QLatin1String(name));
    if (!value.isObject())
        return std::optional<GrantInfo>();
    auto grant = grantInfoFrom(value.toObject());
    if (!grant)
        return grant.error();
    return std::optional<GrantInfo>(*std::move(grant));
}

Result<QList<PermittedToken>> permittedFrom(const QList<QJsonObject> &list)
{
    QList<PermittedToken> tokens;
    for (const auto &element : list) {
        JsonReader reader(element, "permitted token");
        PermittedToken token;
        token.id = reader.text("id");
        token.label = reader.textOr("label");
        token.publisherId = reader.textOr("publisherId");
        token.byAdmin = reader.textOr("by") == QLatin1String("admin");
        auto grant = grantOrNull(element, "grant");
        if (reader.failed())
            return reader.error();
        if (!grant)
            return grant.error();
        token.grant = *std::move(grant);
        tokens.append(std::move(token));
    }
    return tokens;
}

} // namespace

QJsonObject toJson(const PermissionQuery &query)
{
    QJsonObject json{{QStringLiteral("action"), query.action}};
    if (!query.secret.isEmpty())
        json.insert(QStringLiteral("secret"), QString::fromUtf8(query.secret));
    else if (!query.tokenId.isEmpty())
        json.insert(QStringLiteral("token"), query.tokenId);
    if (!query.action.contains(QLatin1Char('.'))) {
        json.insert(QStringLiteral("namespace"), query.address.nameSpace);
        json.insert(QStringLiteral("topic"), query.address.topic);
    }
    return json;
}

Result<PermissionAnswer> permissionAnswerFrom(const QJsonObject &json)
{
    if (!json.value(QLatin1String("allowed")).isBool())
        return Error{ErrorCode::Internal, "the broker did not say whether it is allowed"};
    const JsonReader reader(json, "permission");
    PermissionAnswer answer;
    answer.allowed = reader.flagOr("allowed", false);
    answer.byAdmin = reader.textOr("by") == QLatin1String("admin");
    answer.reason = reader.textOr("reason");
    answer.missing = reader.textOr("missing");
    answer.sentence = reader.textOr("sentence");
    auto grant = grantOrNull(json, answer.allowed ? "grant" : "nearest");
    if (!grant)
        return grant.error();
    answer.grant = *std::move(grant);
    return answer;
}

Result<TopicPermissions> topicPermissionsFrom(const QJsonObject &json)
{
    JsonReader reader(json, "answer");
    TopicPermissions permissions;
    const std::pair<const char *, QList<PermittedToken> *> lists[]
        = {{"publish", &permissions.publish},
           {"subscribe", &permissions.subscribe},
           {"history", &permissions.history},
           {"manage", &permissions.manage}};
    for (const auto &[name, list] : lists) {
        auto tokens = permittedFrom(reader.objects(name));
        if (!tokens)
            return tokens.error();
        *list = *std::move(tokens);
    }
    permissions.truncated = reader.flagOr("truncated", false);
    if (reader.failed())
        return reader.error();
    return permissions;
}

} // namespace parley::client
