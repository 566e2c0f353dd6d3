#include "server/api/resource_json.h"

#include "server/base/ed25519.h"
#include "server/base/encoding.h"
#include "server/protocol/room_json.h"
#include "server/protocol/utf8_validator.h"
#include "server/protocol/webhook_json.h"

namespace parley {
namespace {

void topicMembers(JsonWriter &writer, const Topic &topic)
{
    writer.member("namespace", topic.key.nameSpace.text())
        .member("topic", topic.key.topic.text())
        .member("durability", wireName(topic.durability))
        .member("retainedBytes", topic.retention.bytes)
        .member("retainedMessages", topic.retention.messages)
        .member("retainedSeconds", static_cast<std::uint64_t>(topic.retention.age.count()))
        .member("slowReaders", wireName(topic.slowReaders))
        .member("page", topic.page)
        .member("createdAt", topic.createdAt);
}

// Bytes from outside: text where they are UTF-8, else base64 under another name.
void bytesMember(JsonWriter &writer, const std::string &name, std::string_view bytes)
{
    if (isValidUtf8(bytes))
        writer.member(name, bytes);
    else
        writer.member(name + "Base64", base64(bytes));
}

void timingMember(JsonWriter &writer, const AttemptTiming &timing)
{
    writer.key("timing")
        .beginObject()
        .member("dns", timing.dns)
        .member("connect", timing.connect)
        .member("tls", timing.tls)
        .member("write", timing.write)
        .member("firstByte", timing.firstByte)
        .member("body", timing.body)
        .member("total", timing.total)
        .endObject();
}

// "whpk_...", with which receivers check v1a signatures; "" when there are none.
std::string publicKeyOf(const Webhook &webhook)
{
    const std::string_view key = webhook.credentials.ed25519Key;
    if (!key.starts_with(kEd25519SecretPrefix))
        return {};
    const auto seed = fromBase64(key.substr(kEd25519SecretPrefix.size()));
    const auto open = ed25519PublicKey(seed.value_or(std::string()));
    return open ? std::string(kEd25519PublicPrefix) + base64(*open) : std::string();
}

} // namespace

void writeTopic(JsonWriter &writer, const Topic &topic)
{
    writer.beginObject();
    topicMembers(writer, topic);
    writer.endObject();
}

void writeTopicWithStatistics(JsonWriter &writer, const Topic &topic,
                              const TopicStatistics &statistics, std::size_t webhooks)
{
    writer.beginObject();
    topicMembers(writer, topic);
    writer.member("lastSequence", statistics.lastSequence)
        .member("firstSequence", statistics.firstSequence)
        .member("publishedMessages", statistics.publishedMessages)
        .member("publishedBytes", statistics.publishedBytes)
        .member("deliveredMessages", statistics.deliveredMessages)
        .member("keptBytes", statistics.keptBytes)
        .member("subscribers", statistics.subscribers)
        .member("webhooks", webhooks)
        .endObject();
}

void writeWebhook(JsonWriter &writer, const Webhook &webhook)
{
    writer.beginObject()
        .member("id", webhook.id)
        .member("name", webhook.name)
        .member("namespace", webhook.key.nameSpace.text())
        .member("topic", webhook.topicText())
        .member("url", webhook.url);
    writeWebhookSettings(writer, webhook);
    writer.member("publicKey", publicKeyOf(webhook))
        .member("state", wireName(webhook.state))
        .member("stateReason", webhook.stateReason)
        .member("createdAt", webhook.createdAt)
        .endObject();
}

static void deliveryMembers(JsonWriter &writer, const Delivery &delivery, bool withContent,
                            bool withBody)
{
    writer.member("id", delivery.id)
        .member("webhookId", delivery.webhookId)
        .member("namespace", delivery.key.nameSpace.text())
        .member("topic", delivery.key.topic.text())
        .member("page", delivery.position.page)
        .member("sequence", delivery.position.sequence)
        .member("publisherId", delivery.publisherId)
        .member("createdAt", delivery.createdAt)
        .member("state", wireName(delivery.state))
        .member("reason", wireName(delivery.reason))
        .member("attempts", delivery.attempts)
        .member("nextAttemptAt", delivery.nextAttemptAt)
        .member("batchId", delivery.batchId);
    if (withContent) // it may be a value of the message
        writer.member("orderingKey", delivery.orderingKey);
    if (withBody)
        bytesMember(writer, "body", delivery.body);
}

void writeDelivery(JsonWriter &writer, const Delivery &delivery, bool withBody)
{
    writer.beginObject();
    deliveryMembers(writer, delivery, withBody, withBody);
    writer.endObject();
}

void writeFoundDelivery(JsonWriter &writer, const FoundDelivery &found, bool withContent,
                        bool withBody)
{
    const bool wasTried = found.delivery.attempts > 0;
    writer.beginObject();
    deliveryMembers(writer, found.delivery, withContent, withBody);
    writer.member("lastOutcome", wasTried ? wireName(found.lastOutcome) : std::string_view())
        .member("lastStatus", found.lastStatus)
        .endObject();
}

bool quotesAnswer(const Attempt &attempt)
{
    return attempt.httpStatus != 0 || attempt.outcome == Outcome::FunctionError;
}

void writeAttempt(JsonWriter &writer, const Attempt &attempt, bool withBytes)
{
    const bool isOpen = withBytes || !quotesAnswer(attempt);
    writer.beginObject()
        .member("deliveryId", attempt.deliveryId)
        .member("number", attempt.number)
        .member("trigger", wireName(attempt.trigger))
        .member("startedAt", attempt.startedAt)
        .member("outcome", wireName(attempt.outcome))
        .member("outcomeText", isOpen ? std::string_view(attempt.outcomeText) : std::string_view())
        .member("httpStatus", attempt.httpStatus)
        .member("address", attempt.address)
        .member("tls", attempt.tls)
        .member("reusedConnection", attempt.reusedConnection);
    timingMember(writer, attempt.timing);
    if (withBytes) {
        bytesMember(writer, "requestHead", attempt.requestHead);
        bytesMember(writer, "responseHead", attempt.responseHead);
        bytesMember(writer, "responseBody", attempt.responseBody);
    }
    writer.member("responseBytes", attempt.responseBytes)
        .member("responseTruncated", attempt.responseTruncated)
        .member("decision", attempt.decision)
        .endObject();
}

void writeRoom(JsonWriter &writer, const Room &room)
{
    writer.beginObject().member("name", room.name).member("namespace", room.nameSpace.text());
    writeRoomSettings(writer, room);
    writer.member("publishTopic", room.publishTopic().topic.text())
        .key("subscribeTopics")
        .beginObject();
    for (const auto &code : room.languages)
        writer.member(code, room.subscribeTopic(code).topic.text());
    writer.endObject()
        .member("presenceTopic", room.presenceTopic().topic.text())
        .member("webhookId", room.webhookId)
        .member("createdAt", room.createdAt)
        .endObject();
}

} // namespace parley
