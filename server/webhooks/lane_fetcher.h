#pragma once

#include <functional>
#include <string>

#include "server/base/clock.h"
#include "server/webhooks/delivery_journal.h"
#include "server/webhooks/endpoint.h"

namespace parley {

// Brings the next part of an endpoint's queue from the journal into memory when a lane has run dry,
// or an ordered line that is needed.
// Thread: webhooks.
class LaneFetcher final
{
public:
    struct Parts { // borrowed; outlive this
        const Clock &clock;
        DeliveryJournal &journal;
        std::function<Endpoint *(const std::string &)> endpointOf; // null: it was deleted
        std::function<bool(const std::string &deliveryId)> isTaken; // under way or being written
        std::function<void(Endpoint &)> fetched;
    };

    explicit LaneFetcher(Parts parts) : m_parts(std::move(parts)) {}
    LaneFetcher(const LaneFetcher &) = delete;
    LaneFetcher &operator=(const LaneFetcher &) = delete;

    void fetchWhatIsWanted(Endpoint &endpoint);
    //! While the journal fails nothing is fetched before this time.
    MonotonicTime notBefore() const { return m_notBefore; }

private:
    void fetch(Endpoint &endpoint, DeliveryLane lane);
    void loadLine(Endpoint &endpoint);
    void supply(Endpoint &endpoint, OrderedLine::Turn turn);
    void noteFailure(bool ok);
    void fetched(const std::string &webhookId, DeliveryLane lane, Result<ReadyBatch> batch);

    Parts m_parts;
    MonotonicTime m_notBefore{};
};

} // namespace parley
