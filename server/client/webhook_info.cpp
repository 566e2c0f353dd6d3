#include "server/client/webhook_info.h"

#include "server/client/json_reader.h"

namespace parley::client {

Result<WebhookInfo> webhookInfoFrom(const QJsonObject &json)
{
    JsonReader reader(json, "webhook");
    WebhookInfo info;
    info.id = reader.text("id");
    info.name = reader.textOr("name");
    info.address = reader.topicAddress();
    info.url = reader.text("url");
    info.format = reader.textOr("format", info.format);
    info.schedule = reader.textOr("schedule", info.schedule);
    info.level = reader.textOr("level", info.level);
    info.state = reader.text("state");
    info.stateReason = reader.textOr("stateReason");
    info.createdAt = reader.timeOrNull("createdAt");
    if (reader.failed())
        return reader.error();
    return info;
}

Result<CreatedWebhook> createdWebhookFrom(const QJsonObject &json)
{
    JsonReader reader(json, "new webhook");
    const auto inner = reader.object("webhook");
    const auto secret = reader.text("secret");
    const auto momentoSecret = reader.textOr("momentoSecret");
    if (reader.failed())
        return reader.error();
    auto webhook = webhookInfoFrom(inner);
    if (!webhook)
        return webhook.error();
    return CreatedWebhook{*std::move(webhook), secret.toUtf8(), momentoSecret.toUtf8()};
}

QJsonObject toJson(const WebhookInfo &webhook, bool isNew)
{
    QJsonObject json{{QStringLiteral("name"), webhook.name},
                     {QStringLiteral("url"), webhook.url},
                     {QStringLiteral("format"), webhook.format},
                     {QStringLiteral("schedule"), webhook.schedule},
                     {QStringLiteral("level"), webhook.level}};
    if (isNew) {
        json.insert(QStringLiteral("namespace"), webhook.address.nameSpace);
        json.insert(QStringLiteral("topic"), webhook.address.topic);
    }
    return json;
}

} // namespace parley::client
