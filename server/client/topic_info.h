#pragma once

#include <cstdint>

#include <QDateTime>
#include <QJsonObject>
#include <QString>

#include "server/base/result.h"
#include "server/client/topic_address.h"

namespace parley::client {

// A topic's settings and what it is doing. Counters run since the broker started.
struct TopicInfo {
    TopicAddress address{};
    QString durability{}; // "memory", "relaxed", "durable"
    std::uint64_t retainedBytes = 0; // at most this much is kept
    std::uint64_t retainedMessages = 0; // at most so many; 0: no bound
    std::uint64_t retainedSeconds = 0; // at most so old; 0: no bound
    QString slowReaders{}; // "resume", "skip", "disconnect"
    std::uint64_t page = 0;
    QDateTime createdAt{};
    std::uint64_t lastSequence = 0;
    std::uint64_t firstSequence = 0; // oldest still kept; 0 when nothing is
    std::uint64_t publishedMessages = 0;
    std::uint64_t publishedBytes = 0;
    std::uint64_t deliveredMessages = 0;
    std::uint64_t keptBytes = 0;
    std::uint32_t subscribers = 0;
    std::uint32_t webhooks = 0;
};

Result<TopicInfo> topicInfoFrom(const QJsonObject &json);

} // namespace parley::client
