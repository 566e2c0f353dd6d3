#include "server/client/topic_info.h"

#include "server/client/json_reader.h"

namespace parley::client {

Result<TopicInfo> topicInfoFrom(const QJsonObject &json)
{
    JsonReader reader(json, "topic");
    TopicInfo info;
    info.address = reader.topicAddress();
    info.durability = reader.text("durability");
    info.retainedBytes = reader.number("retainedBytes");
    info.retainedMessages
        = reader.numberOr("retainedMessages", 0); // older brokers say nothing of it
    info.retainedSeconds = reader.numberOr("retainedSeconds", 0);
    info.slowReaders = reader.textOr("slowReaders", QStringLiteral("resume"));
    info.page = reader.number("page");
    info.createdAt = reader.timeOrNull("createdAt");
    info.lastSequence = reader.numberOr("lastSequence", 0); // the answer to PUT has no counters
    info.firstSequence = reader.numberOr("firstSequence", 0);
    info.publishedMessages = reader.numberOr("publishedMessages", 0);
    info.publishedBytes = reader.numberOr("publishedBytes", 0);
    info.deliveredMessages = reader.numberOr("deliveredMessages", 0);
    info.keptBytes = reader.numberOr("keptBytes", 0);
    info.subscribers = static_cast<std::uint32_t>(reader.numberOr("subscribers", 0));
    info.webhooks = static_cast<std::uint32_t>(reader.numberOr("webhooks", 0));
    if (reader.failed())
        return reader.error();
    return info;
}

} // namespace parley::client
