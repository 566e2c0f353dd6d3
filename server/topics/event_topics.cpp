#include "server/topics/event_topics.h"

#include <cassert>

namespace parley {
namespace {

std::string_view topicText(EventTopic topic)
{
    switch (topic) {
    case EventTopic::Messages: return "$events/messages";
    case EventTopic::Deliveries: return "$events/deliveries";
    case EventTopic::Sessions: return "$events/sessions";
    case EventTopic::Audit: return "$events/audit";
    case EventTopic::Verdicts: return "$events/verdicts";
    case EventTopic::Webhooks: return "$events/webhooks";
    }
    __builtin_unreachable();
}

} // namespace

TopicKey EventTopics::key(EventTopic topic)
{
    return {NamespaceName::standard(), *TopicName::parseSystem(topicText(topic))};
}

EventTopics::EventTopics(TopicRegistry &registry, const Clock &clock) : m_clock(clock)
{
    for (std::size_t i = 0; i < kEventTopics; ++i) {
        const auto event = static_cast<EventTopic>(i);
        Topic topic{.key = key(event)};
        topic.retention.bytes
            = event == EventTopic::Sessions ? kRetainedSessionBytes : kRetainedBytes;
        topic.createdAt = clock.utc();
        auto log = registry.create(std::move(topic));
        assert(log && "the registry had these topics already");
        m_logs[i] = *log;
    }
}

void EventTopics::publish(EventTopic topic, std::string json)
{
    if (json.size() > Payload::kMaxBytes)
        return;
    (void)log(topic)->append({PayloadKind::Text, std::move(json)}, "", m_clock.utc());
}

bool EventTopics::isWatched(EventTopic topic) const
{
    return log(topic)->hasSubscribers();
}

const std::shared_ptr<TopicLog> &EventTopics::log(EventTopic topic) const
{
    return m_logs[static_cast<std::size_t>(topic)];
}

} // namespace parley
