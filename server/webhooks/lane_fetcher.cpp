#include "server/webhooks/lane_fetcher.h"

#include <utility>

namespace parley {

using namespace std::chrono_literals;

void LaneFetcher::fetchWhatIsWanted(Endpoint &endpoint)
{
    const MonotonicTime now = m_parts.clock.monotonic();
    if (now < m_notBefore || endpoint.isHeld(now))
        return;
    for (const auto lane : {DeliveryLane::First, DeliveryLane::Retry})
        if (endpoint.wantsFetch(lane))
            fetch(endpoint, lane);
}

void LaneFetcher::fetch(Endpoint &endpoint, DeliveryLane lane)
{
    endpoint.fetchStarted(lane);
    const std::string id = endpoint.webhook().id;
    m_parts.journal.nextReady(
        {id, lane, m_parts.clock.utc(), Endpoint::kMaxReady, Endpoint::kMaxReadyBytes},
        [this, id, lane](Result<ReadyBatch> batch) { fetched(id, lane, std::move(batch)); });
}

void LaneFetcher::fetched(const std::string &webhookId, DeliveryLane lane, Result<ReadyBatch> batch)
{
    static constexpr auto kPause = 1s; // after the journal failed
    const MonotonicTime now = m_parts.clock.monotonic();
    if (!batch)
        m_notBefore = now + kPause;
    Endpoint *const endpoint = m_parts.endpointOf(webhookId);
    if (!endpoint)
        return;
    endpoint->fetchEnded(lane, !batch || batch->more);
    if (batch) {
        for (Delivery &delivery : batch->deliveries) {
            // Begun, canceled or asked for by a person since the journal looked.
            if (endpoint->holds(delivery.id) || m_parts.isTaken(delivery.id))
                continue;
            delivery.state = DeliveryState::Queued;
            delivery.nextAttemptAt.reset();
            endpoint->addReady(lane, {std::move(delivery)});
        }
        if (batch->nextDue)
            endpoint->waitUntil(now + (*batch->nextDue - m_parts.clock.utc()));
    }
    m_parts.fetched(*endpoint);
}

} // namespace parley
