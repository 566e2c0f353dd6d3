#include "tests/bench/loads/open_loop.h"

#include <algorithm>

namespace parley::bench {
namespace {

constexpr std::int64_t kSecondNs = 1'000'000'000;
constexpr std::int64_t kLateNs = 100'000; // half of the latency that is measured

} // namespace

OpenLoop::OpenLoop(Server &server, const OpenLoopShape &shape, const std::string &topic) :
    m_server(server), m_shape(shape), m_topic(topic), m_next(std::size_t(shape.payload))
{
    const auto payloadBytes = std::size_t(shape.payload);
    m_latency.reserve(shape.messages * std::size_t(shape.subscribers));
    m_publisher = &m_links.add(server.connectPublisher(), server.makeReader(topic, payloadBytes));
    for (int i = 0; i < shape.subscribers; ++i)
        m_links.add(server.connectSubscriber(topic), server.makeReader(topic, payloadBytes));
}

std::int64_t OpenLoop::instantOf(std::uint64_t message) const
{
    return m_begun + std::int64_t(message - 1) * (kSecondNs / m_shape.rate);
}

Latency OpenLoop::run()
{
    const std::uint64_t all = m_shape.messages * std::uint64_t(m_shape.subscribers);
    m_begun = monotonicNs() + kSecondNs / 100;
    while (m_arrived < all) {
        sendWhatIsDue();
        const std::int64_t patience = m_sent < m_shape.messages
            ? std::max<std::int64_t>(instantOf(m_sent + 1) - monotonicNs(), 0)
            : kPatienceNs;
        const bool came = m_links.wait(patience, [this](const Link &link, std::uint64_t before) {
            countArrived(link, before);
        });
        if (!came && m_sent == m_shape.messages && m_arrived < all)
            throw Failure("lost: " + std::to_string(all - m_arrived) + " deliveries never came");
    }
    return {double(m_latency.at(50)) / 1e3, double(m_latency.at(99)) / 1e3, m_late};
}

void OpenLoop::sendWhatIsDue()
{
    while (m_sent < m_shape.messages && instantOf(m_sent + 1) <= monotonicNs()) {
        ++m_sent;
        m_batch.clear();
        m_server.appendPublishes(m_batch, m_topic, m_next, 1);
        m_links.send(*m_publisher, m_batch);
        if (m_sent > m_shape.warmUp && monotonicNs() - instantOf(m_sent) > kLateNs)
            ++m_late;
    }
}

void OpenLoop::countArrived(const Link &link, std::uint64_t before)
{
    const std::uint64_t now = link.received();
    if (now > m_sent || (&link == m_publisher && now > 0))
        throw Failure("more arrived than was sent");
    m_arrived += now - before;
    for (std::uint64_t message = std::max(before, m_shape.warmUp) + 1; message <= now; ++message)
        m_latency.add(m_links.receivedAt() - instantOf(message));
}

void OpenLoop::finish()
{
    m_links.expectNothingMore();
}

} // namespace parley::bench
