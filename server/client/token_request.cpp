#include "server/client/token_request.h"

#include <QJsonArray>

#include "server/client/admin_areas.h"

namespace parley::client {
namespace {

void addText(QJsonObject &json, const char *name, const QString &text)
{
    if (!text.isEmpty())
        json.insert(QLatin1String(name), text);
}

void addNumber(QJsonObject &json, const char *name, std::uint32_t number)
{
    if (number > 0)
        json.insert(QLatin1String(name), qint64(number));
}

void addFlag(QJsonObject &json, const char *name, bool flag)
{
    if (flag)
        json.insert(QLatin1String(name), true);
}

void addTexts(QJsonObject &json, const char *name, const QStringList &texts)
{
    if (!texts.isEmpty())
        json.insert(QLatin1String(name), QJsonArray::fromStringList(texts));
}

void addScope(QJsonObject &json, const TokenRequest &request)
{
    if (request.admin || !request.areas.isEmpty())
        json.insert(QStringLiteral("admin"), adminToJson(request.admin, request.areas));
    if (request.admin)
        return;
    QJsonArray grants;
    for (const auto &grant : request.grants)
        grants.append(toJson(grant));
    json.insert(QStringLiteral("grants"), grants);
    addTexts(json, "templates", request.templates);
}

} // namespace

QJsonObject toJson(const TokenRequest &request)
{
    QJsonObject json{{QStringLiteral("label"), request.label}};
    addText(json, "publisherId", request.publisherId);
    if (request.kind != QLatin1String("key")) // what it is when nothing is said
        json.insert(QStringLiteral("kind"), request.kind);
    addScope(json, request);
    if (request.validForSeconds)
        json.insert(QStringLiteral("validForSeconds"), *request.validForSeconds);
    addFlag(json, "oneUse", request.oneUse);
    addFlag(json, "refreshable", request.refreshable);
    addNumber(json, "maxConnections", request.maxConnections);
    addNumber(json, "publishPerSecond", request.publishPerSecond);
    addNumber(json, "requestsPerSecond", request.requestsPerSecond);
    addTexts(json, "allowedOrigins", request.allowedOrigins);
    addText(json, "room", request.room);
    return json;
}

} // namespace parley::client
