#include "server/client/webhook_security.h"

#include <QJsonArray>

#include "server/client/json_reader.h"

namespace parley::client {
namespace {

QList<JsonReader> elementsOf(const JsonReader &reader, const char *name)
{
    QList<JsonReader> elements;
    const auto array = reader.json().value(QLatin1String(name)).toArray();
    for (const auto &element : array)
        elements.append(JsonReader(element.toObject(), name));
    return elements;
}

} // namespace

QList<WebhookHeader> webhookHeadersFrom(const JsonReader &reader)
{
    QList<WebhookHeader> headers;
    for (const auto &element : elementsOf(reader, "headers")) {
        WebhookHeader header;
        header.name = element.textOr("name");
        header.secret = element.flagOr("secret", false);
        if (const auto value = element.json().value(QLatin1String("value")); value.isString())
            header.value = value.toString();
        headers.append(header);
    }
    return headers;
}

WebhookAuthentication webhookAuthenticationFrom(const QJsonObject &json)
{
    const JsonReader reader(json, "authentication");
    WebhookAuthentication info;
    info.kind = reader.textOr("kind", info.kind);
    info.user = reader.textOr("user");
    info.region = reader.textOr("region");
    info.service = reader.textOr("service");
    info.hasSecret = reader.flagOr("hasSecret", false);
    return info;
}

WebhookTls webhookTlsFrom(const QJsonObject &json)
{
    const JsonReader reader(json, "tls");
    WebhookTls info;
    info.authorities = reader.textOr("authorities");
    info.certificate = reader.textOr("certificate");
    info.hasKey = reader.flagOr("hasKey", false);
    return info;
}

QList<WebhookSecretInfo> webhookSecretsFrom(const JsonReader &reader)
{
    QList<WebhookSecretInfo> secrets;
    for (const auto &element : elementsOf(reader, "secrets"))
        secrets.append({element.timeOrNull("createdAt"), element.timeOrNull("validUntil")});
    return secrets;
}

QJsonArray toJson(const QList<WebhookHeader> &headers)
{
    QJsonArray array;
    for (const auto &header : headers)
        array.append(
            QJsonObject{{QStringLiteral("name"), header.name},
                        {QStringLiteral("value"),
                         header.value ? QJsonValue(*header.value) : QJsonValue(QJsonValue::Null)},
                        {QStringLiteral("secret"), header.secret}});
    return array;
}

QJsonObject toJson(const WebhookAuthentication &authentication)
{
    QJsonObject json{{QStringLiteral("kind"), authentication.kind}};
    const bool isAws = authentication.kind == QLatin1String("aws");
    if (isAws || authentication.kind == QLatin1String("basic"))
        json.insert(QStringLiteral("user"), authentication.user);
    if (isAws) {
        json.insert(QStringLiteral("region"), authentication.region);
        json.insert(QStringLiteral("service"), authentication.service);
    }
    if (authentication.secret)
        json.insert(QStringLiteral("secret"), QString::fromUtf8(*authentication.secret));
    return json;
}

QJsonObject toJson(const WebhookTls &tls)
{
    QJsonObject json{{QStringLiteral("authorities"), tls.authorities},
                     {QStringLiteral("certificate"), tls.certificate}};
    if (tls.key)
        json.insert(QStringLiteral("key"), QString::fromUtf8(*tls.key));
    return json;
}

} // namespace parley::client
