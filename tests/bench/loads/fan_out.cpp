#include "tests/bench/loads/fan_out.h"

#include <algorithm>

namespace parley::bench {
FanOut::FanOut(Server &server, const FanOutShape &shape) :
    m_server(server), m_shape(shape),
    m_topics(std::size_t(shape.publishers), Topic(std::size_t(shape.payload)))
{
    for (std::size_t i = 0; i < m_topics.size(); ++i)
        addTopic(i);
}

void FanOut::addTopic(std::size_t index)
{
    Topic &topic = m_topics[index];
    topic.name = m_server.newTopic();
    const auto payloadBytes = std::size_t(m_shape.payload);
    const auto add = [&](Loopback connection) {
        Link &link
            = m_links.add(std::move(connection), m_server.makeReader(topic.name, payloadBytes));
        link.group = index;
        return &link;
    };
    topic.publisher = add(m_server.connectPublisher());
    for (int i = 0; i < m_shape.subscribers; ++i)
        topic.subscribers.push_back(add(m_server.connectSubscriber(topic.name)));
}

void FanOut::run()
{
    m_incomplete = m_topics.size();
    for (Topic &topic : m_topics)
        refill(topic);
    while (m_incomplete > 0) {
        const bool came = m_links.wait(kPatienceNs, [this](const Link &link, std::uint64_t before) {
            countArrived(link, before);
        });
        if (!came)
            throw Failure("nothing arrives any more; " + std::to_string(m_incomplete)
                          + " topics are not complete");
        for (Topic &topic : m_topics)
            if (topic.behindMark == 0 && !isComplete(topic))
                refill(topic);
    }
}

bool FanOut::isComplete(const Topic &topic) const
{
    return topic.behindMark == 0 && topic.mark == m_shape.messages;
}

void FanOut::countArrived(const Link &link, std::uint64_t before)
{
    Topic &topic = m_topics[link.group];
    const std::uint64_t now = link.received();
    if (now > topic.sent || (&link == topic.publisher && now > 0))
        throw Failure("more arrived than was sent");
    if (before >= topic.mark || now < topic.mark)
        return;
    --topic.behindMark;
    if (isComplete(topic))
        --m_incomplete;
}

// Everybody has come to the mark: fills the window up and sets the next mark, which is the last
// message when there are no more to send. At the very end nobody is behind, and that is the end.
void FanOut::refill(Topic &topic)
{
    std::uint64_t slowest = topic.sent;
    for (const Link *link : topic.subscribers)
        slowest = std::min(slowest, link->received());
    const auto window = std::uint64_t(m_shape.window);
    const std::uint64_t count
        = std::min(window - (topic.sent - slowest), m_shape.messages - topic.sent);
    m_batch.clear();
    m_server.appendPublishes(m_batch, topic.name, topic.next, count);
    topic.sent += count;
    const bool toTheEnd
        = topic.sent == m_shape.messages || m_shape.refill == Refill::WhenAllArrived;
    topic.mark = toTheEnd ? topic.sent : topic.sent - window / 2;
    topic.behindMark = 0;
    for (const Link *link : topic.subscribers)
        topic.behindMark += link->received() < topic.mark;
    m_links.send(*topic.publisher, m_batch);
}

void FanOut::finish()
{
    m_links.expectNothingMore();
    for (const Topic &topic : m_topics)
        m_server.dropTopic(topic.name);
}

} // namespace parley::bench
