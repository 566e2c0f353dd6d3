#include "server/client/webhook_info.h"

#include <QJsonArray>

#include "server/client/json_reader.h"

namespace parley::client {
namespace {

int smallNumber(const JsonReader &reader, const char *name, int fallback)
{
    static constexpr std::uint64_t kMost = 1'000'000; // above all bounds of the wire
    const auto number = reader.numberOr(name, std::uint64_t(fallback));
    return int(std::min(number, kMost));
}

void readDelivery(WebhookInfo &info, const JsonReader &reader)
{
    info.schedule = reader.textOr("schedule", info.schedule);
    const auto delays = reader.json().value(QLatin1String("delaySeconds")).toArray();
    for (const auto &delay : delays)
        info.delaySeconds.append(delay.toInt());
    info.deadlineSeconds = smallNumber(reader, "deadlineSeconds", info.deadlineSeconds);
    info.ordering = reader.textOr("ordering", info.ordering);
    info.orderingKey = reader.textOr("orderingKey", info.orderingKey);
    info.whenDead = reader.textOr("whenDead", info.whenDead);
    info.batchMessages = smallNumber(reader, "batchMessages", info.batchMessages);
    info.batchMilliseconds = smallNumber(reader, "batchMilliseconds", info.batchMilliseconds);
    info.concurrency = smallNumber(reader, "concurrency", info.concurrency);
    info.perSecond = smallNumber(reader, "perSecond", info.perSecond);
    info.clientErrors = reader.textOr("clientErrors", info.clientErrors);
    if (const auto filter = reader.json().value(QLatin1String("filter")); filter.isObject())
        info.filter = filter.toObject();
}

void readSecurity(WebhookInfo &info, const JsonReader &reader)
{
    const auto member = [&reader](const char *name) {
        return reader.json().value(QLatin1String(name)).toObject();
    };
    info.level = reader.textOr("level", info.level);
    info.headers = webhookHeadersFrom(reader);
    info.authentication = webhookAuthenticationFrom(member("authentication"));
    info.tls = webhookTlsFrom(member("tls"));
    info.ed25519 = reader.flagOr("ed25519", false);
    info.publicKey = reader.textOr("publicKey");
    info.secrets = webhookSecretsFrom(reader);
}

void addDelivery(QJsonObject &json, const WebhookInfo &webhook)
{
    json.insert(QStringLiteral("schedule"), webhook.schedule);
    if (webhook.schedule == QLatin1String("custom")) {
        QJsonArray delays;
        for (const int delay : webhook.delaySeconds)
            delays.append(delay);
        json.insert(QStringLiteral("delaySeconds"), delays);
    }
    json.insert(QStringLiteral("deadlineSeconds"), webhook.deadlineSeconds);
    json.insert(QStringLiteral("ordering"), webhook.ordering);
    if (webhook.ordering == QLatin1String("key"))
        json.insert(QStringLiteral("orderingKey"), webhook.orderingKey);
    json.insert(QStringLiteral("whenDead"), webhook.whenDead);
    json.insert(QStringLiteral("batchMessages"), webhook.batchMessages);
    json.insert(QStringLiteral("batchMilliseconds"), webhook.batchMilliseconds);
    json.insert(QStringLiteral("concurrency"), webhook.concurrency);
    json.insert(QStringLiteral("perSecond"), webhook.perSecond);
    json.insert(QStringLiteral("clientErrors"), webhook.clientErrors);
    json.insert(QStringLiteral("filter"),
                webhook.filter ? QJsonValue(*webhook.filter) : QJsonValue(QJsonValue::Null));
}

} // namespace

Result<WebhookInfo> webhookInfoFrom(const QJsonObject &json)
{
    JsonReader reader(json, "webhook");
    WebhookInfo info;
    info.id = reader.text("id");
    info.name = reader.textOr("name");
    info.address = reader.topicAddress();
    info.match = reader.textOr("match", info.match);
    info.url = reader.text("url");
    info.format = reader.textOr("format", info.format);
    info.userAgent = reader.textOr("userAgent", info.userAgent);
    readDelivery(info, reader);
    readSecurity(info, reader);
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
    const auto momentoSecret = reader.textOr("momentoSecret");
    const auto secret = momentoSecret.isEmpty() ? reader.text("secret") : reader.textOr("secret");
    if (reader.failed())
        return reader.error();
    auto webhook = webhookInfoFrom(inner);
    if (!webhook)
        return webhook.error();
    return CreatedWebhook{*std::move(webhook), secret.toUtf8(), momentoSecret.toUtf8()};
}

QJsonObject settingsJson(const WebhookInfo &webhook)
{
    QJsonObject json{{QStringLiteral("name"), webhook.name},
                     {QStringLiteral("url"), webhook.url},
                     {QStringLiteral("format"), webhook.format},
                     {QStringLiteral("level"), webhook.level},
                     {QStringLiteral("userAgent"), webhook.userAgent},
                     {QStringLiteral("headers"), toJson(webhook.headers)},
                     {QStringLiteral("authentication"), toJson(webhook.authentication)},
                     {QStringLiteral("tls"), toJson(webhook.tls)},
                     {QStringLiteral("ed25519"), webhook.ed25519}};
    addDelivery(json, webhook);
    return json;
}

QJsonObject toJson(const WebhookInfo &webhook)
{
    auto json = changesJson(WebhookInfo(), webhook);
    json.insert(QStringLiteral("namespace"), webhook.address.nameSpace);
    json.insert(QStringLiteral("topic"), webhook.address.topic);
    if (webhook.isPrefix())
        json.insert(QStringLiteral("match"), webhook.match);
    json.insert(QStringLiteral("url"), webhook.url);
    // A function has another schedule than an address when nothing is said.
    json.insert(QStringLiteral("schedule"), webhook.schedule);
    return json;
}

QJsonObject changesJson(const WebhookInfo &before, const WebhookInfo &after)
{
    const auto old = settingsJson(before);
    const auto wanted = settingsJson(after);
    QJsonObject changes;
    for (auto each = wanted.begin(); each != wanted.end(); ++each)
        if (old.value(each.key()) != each.value())
            changes.insert(each.key(), each.value());
    return changes;
}

} // namespace parley::client
