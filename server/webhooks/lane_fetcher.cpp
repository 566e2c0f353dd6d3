#include "server/webhooks/lane_fetcher.h"

#include <utility>

namespace parley {

namespace {

constexpr std::chrono::seconds kPause{1}; // after the journal failed

} // namespace

void LaneFetcher::fetchWhatIsWanted(Endpoint &endpoint)
{
    const MonotonicTime now = m_parts.clock.monotonic();
    if (now < m_notBefore)
        return;
    while (auto turn = endpoint.takeMissing()) // also of an endpoint that is held: by hand
        supply(endpoint, *std::move(turn));
    if (endpoint.isHeld(now))
        return;
    if (endpoint.wantsLine())
        loadLine(endpoint);
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

void LaneFetcher::loadLine(Endpoint &endpoint)
{
    endpoint.loadingLine();
    const std::string id = endpoint.webhook().id;
    m_parts.journal.openOf(id, [this, id](Result<std::vector<Delivery>> open) {
        Endpoint *const found = m_parts.endpointOf(id);
        noteFailure(bool(open));
        if (!found)
            return;
        if (open) // what is under way comes into the line when its attempt has ended
            std::erase_if(*open, [this, found](const Delivery &delivery) {
                return m_parts.isTaken(delivery.id) || found->isInMemory(delivery.id);
            });
        found->lineLoaded(open ? std::optional(*std::move(open)) : std::nullopt,
                          m_parts.clock.utc(), m_parts.clock.monotonic());
        m_parts.fetched(*found);
    });
}

void LaneFetcher::supply(Endpoint &endpoint, OrderedLine::Turn turn)
{
    const std::string id = endpoint.webhook().id;
    auto ids = turn.ids;
    m_parts.journal.findAll(
        std::move(ids),
        [this, id, turn = std::move(turn)](Result<std::vector<Delivery>> found) mutable {
            Endpoint *const now = m_parts.endpointOf(id);
            noteFailure(bool(found));
            if (!now)
                return;
            now->supply(std::move(turn), found ? std::optional(*std::move(found)) : std::nullopt,
                        m_parts.clock.monotonic());
            m_parts.fetched(*now);
        });
}

void LaneFetcher::noteFailure(bool ok)
{
    if (!ok)
        m_notBefore = m_parts.clock.monotonic() + kPause;
}

void LaneFetcher::fetched(const std::string &webhookId, DeliveryLane lane, Result<ReadyBatch> batch)
{
    const MonotonicTime now = m_parts.clock.monotonic();
    noteFailure(bool(batch));
    Endpoint *const endpoint = m_parts.endpointOf(webhookId);
    if (!endpoint)
        return;
    endpoint->fetchEnded(lane, !batch || batch->more);
    if (batch && !endpoint->keepsOrder()) { // else its line has them, since the journal looked
        // Begun, canceled or asked for by a person since the journal looked. What is only being
        // written is not there when it looks again.
        bool isAllHeld = !batch->deliveries.empty();
        for (Delivery &delivery : batch->deliveries) {
            const bool isHeld = endpoint->holds(delivery.id);
            isAllHeld = isAllHeld && isHeld;
            if (isHeld || m_parts.isTaken(delivery.id))
                continue;
            delivery.state = DeliveryState::Queued;
            delivery.nextAttemptAt.reset();
            endpoint->addReady(lane, {std::move(delivery)});
        }
        if (isAllHeld)
            endpoint->nothingNew(lane);
        if (batch->nextDue)
            endpoint->waitUntil(now + (*batch->nextDue - m_parts.clock.utc()));
    }
    m_parts.fetched(*endpoint);
}

} // namespace parley
