#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "server/base/clock.h"
#include "server/types/attempt.h"
#include "server/types/delivery.h"

namespace parley {

// What an attempt brought back, over HTTP or from a function.
struct AttemptReport {
    Attempt attempt{};
    std::string retryAfter{}; // header values, empty when there were none
    std::string webhookDelivery{};
    std::string functionError{};
    bool closedUnused = false; // see HttpDeliveryResult
};

// What follows from it.
struct AttemptVerdict {
    enum class Next { Delivered, Retry, Resend, Dead, Canceled };

    Next next = Next::Retry;
    DeadReason reason = DeadReason::None; // when dead
    std::string disable{}; // the endpoint is to be disabled, for this reason; empty: it is not
    std::optional<std::chrono::milliseconds> retryAfter{}; // no retry before
    bool holdEndpoint = false; // retryAfter is meant for all deliveries to it
    bool slowDown = false; // the endpoint is overloaded: fewer at once
};

//! The table of decisions of the webhook sheet, section 4.
//! \param fromFunction its 4xx is final.
//! \param clientErrorsAreFinal so are an endpoint's, but for 408, 409, 425 and 429.
AttemptVerdict judgeAttempt(const AttemptReport &report, bool fromFunction,
                            bool clientErrorsAreFinal, UtcTime now);

} // namespace parley
