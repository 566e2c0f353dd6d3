#include "tests/bench/loads/compaction.h"

#include <algorithm>
#include <functional>
#include <future>

#include "tests/bench/loads/durable_publish.h"
#include "tests/bench/loads/links.h"
#include "tests/bench/support/percentiles.h"

namespace parley::bench {
namespace {

constexpr std::int64_t kSecondInNs = 1'000'000'000;
constexpr std::uint64_t kLeastRetained = 64 * 1024; // bytes; a topic cannot keep less

// One publisher at a fixed rate, whatever comes back: while the store stalls, the wait counts in
// every message that was due meanwhile.
class AckLoop
{
public:
    AckLoop(ParleyServer &server, const CompactionShape &shape, std::string topic) :
        m_server(server), m_shape(shape), m_topic(std::move(topic)),
        m_publisher(m_links.add(server.connectStoringPublisher(), server.makeAckReader())),
        m_next(std::size_t(shape.payload))
    {
        m_latency.reserve(shape.messages);
    }

    //! \param meanwhile begins when the first message that counts is due, on a thread of its own:
    //! what it waits for must not hold up the publishing.
    AckLatency run(const std::function<void()> &meanwhile = [] {})
    {
        std::future<void> other;
        m_begun = monotonicNs() + kSecondInNs / 100;
        while (m_publisher.received() < m_shape.messages) {
            sendWhatIsDue();
            if (!other.valid() && m_sent >= m_shape.warmUp)
                other = std::async(std::launch::async, meanwhile);
            const std::int64_t patience = m_sent < m_shape.messages
                ? std::max<std::int64_t>(instantOf(m_sent + 1) - monotonicNs(), 0)
                : kPatienceNs;
            const bool came
                = m_links.wait(patience, [this](const Link &link, std::uint64_t before) {
                      count(before, link.received());
                  });
            if (!came && m_sent == m_shape.messages)
                throw Failure("lost: an acknowledgement never came");
        }
        other.get();
        m_links.expectNothingMore();
        return {double(m_latency.at(50)) / 1e3, double(m_latency.at(99)) / 1e3};
    }

private:
    std::int64_t instantOf(std::uint64_t message) const // counted from 1
    {
        return m_begun + std::int64_t(message - 1) * (kSecondInNs / m_shape.rate);
    }

    void sendWhatIsDue()
    {
        while (m_sent < m_shape.messages && instantOf(m_sent + 1) <= monotonicNs()) {
            ++m_sent;
            m_batch.clear();
            m_server.appendStoredPublishes(m_batch, m_topic, m_next, 1);
            m_links.send(m_publisher, m_batch);
        }
    }

    void count(std::uint64_t before, std::uint64_t now)
    {
        for (std::uint64_t message = std::max(before, m_shape.warmUp) + 1; message <= now;
             ++message)
            m_latency.add(m_links.receivedAt() - instantOf(message));
    }

    ParleyServer &m_server;
    const CompactionShape &m_shape;
    std::string m_topic;
    Links m_links;
    Link &m_publisher;
    ExpectedPayload m_next;
    std::uint64_t m_sent = 0;
    std::int64_t m_begun = 0;
    Percentiles m_latency;
    std::string m_batch;
};

std::string fullTopic(ParleyServer &server, const CompactionShape &shape)
{
    DurablePublishShape filling;
    filling.messages = shape.old;
    const std::string topic = server.newTopic();
    publishStored(server, filling, topic);
    server.process().waitUntilIdle(kStillMs);
    return topic;
}

AckLatency measureAcks(
    ParleyServer &server, const CompactionShape &shape,
    const std::function<void()> &meanwhile = [] {})
{
    const std::string topic = server.newTopic();
    const AckLatency latency = AckLoop(server, shape, topic).run(meanwhile);
    server.dropTopic(topic);
    server.process().waitUntilIdle(kStillMs);
    return latency;
}

} // namespace

CompactionCost measureCompaction(ParleyServer &server, const CompactionShape &shape)
{
    CompactionCost cost;
    const std::string cut = fullTopic(server, shape);
    const std::string dropped = fullTopic(server, shape);
    const double before = server.messageFileMb();
    cost.alone = measureAcks(server, shape);

    const std::string small = server.newTopic();
    server.retain(small, kLeastRetained);
    cost.always = AckLoop(server, shape, small).run();
    server.process().waitUntilIdle(kStillMs);

    cost.cut = measureAcks(server, shape, [&] { server.retain(cut, kLeastRetained); });
    cost.dropped = measureAcks(server, shape, [&] { server.dropTopic(dropped); });

    const std::vector<std::string> again{fullTopic(server, shape), fullTopic(server, shape)};
    cost.fileGrowth = server.messageFileMb() / before;
    for (const std::string &topic : {cut, small, again[0], again[1]})
        server.dropTopic(topic);
    server.process().waitUntilIdle(kStillMs);
    return cost;
}

} // namespace parley::bench
