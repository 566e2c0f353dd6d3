#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "server/store/database.h"
#include "server/types/delivery.h"

namespace parley {

// The open deliveries of webhooks, in the order in which they are to be sent. Thread: store.
class DeliveryQueue final
{
public:
    explicit DeliveryQueue(const Database &database);

    struct Open {
        std::string webhookId{};
        std::uint64_t count = 0; // deliveries that are not final
    };
    std::vector<Open> counts();

    // First attempts and retries are asked for apart.
    struct Range {
        std::string webhookId{};
        bool retries = false; // an attempt was made already
        UtcTime now{};
        UtcTime tooFar{}; // who waits for longer than this is ready too: the clock was set back
        std::size_t limit = 0; // rows
        std::size_t maxBytes = 0; // of bodies; the row that goes over it is the last
    };
    struct Ready {
        std::vector<Delivery> deliveries{}; // with bodies
        bool more = false;
        std::optional<UtcTime> nextDue{}; // of those that wait; of retries only
    };
    //! Queued and held ones by id, which is by time; for retries, then those whose waiting is over.
    Result<Ready> ready(const Range &range);

    Result<std::vector<Delivery>> openOf(const std::string &webhookId); // without bodies
    std::uint64_t lastLine(); // of all open ones; 0: there are none

    //! \return what was canceled, without bodies.
    Result<std::vector<Delivery>> cancelOpen(const std::string &webhookId, std::size_t limit);
    Result<void> shiftWaiting(std::chrono::milliseconds by);

private:
    Result<void> collect(Statement &rows, const Range &range, std::size_t &bytes, Ready &ready);

    Statement m_counts;
    Statement m_queued;
    Statement m_due;
    Statement m_nextDue;
    Statement m_open;
    Statement m_lastLine;
    Statement m_cancel;
    Statement m_shift;
};

} // namespace parley
