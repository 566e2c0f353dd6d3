#pragma once

#include <cstdint>

namespace parley {

// For how long the log of deliveries keeps what is over: what was delivered or canceled, and all
// attempts, for `days`; a message that could not be delivered for `failedDays`, because it can
// still be sent again; and no more than `megabytes` of all.
struct DeliveryRetention {
    static constexpr int kMinDays = 1;
    static constexpr int kMaxDays = 3650;
    static constexpr int kMinMegabytes = 16; // a few of the largest messages and answers
    static constexpr int kMaxMegabytes = 1'000'000;

    int days = 30;
    int failedDays = 90; // not less than days
    int megabytes = 1024; // of 1024 * 1024 bytes
};

// What the log takes. Bytes of messages, heads and answers; the database adds about a tenth.
struct DeliveryUsage {
    std::uint64_t deliveries = 0; // those that are not over as well
    std::uint64_t bytes = 0;
    std::uint64_t open = 0; // of the deliveries: not over, and so not to be removed
    std::uint64_t openBytes = 0; // of their messages
};

} // namespace parley
