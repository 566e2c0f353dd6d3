#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "server/base/clock.h"
#include "server/base/error.h"

namespace parley {

// One act of administration, or acts that were refused, as the audit keeps them. Never a secret,
// never a payload.
struct AuditRecord {
    std::uint64_t id = 0; // given by the table, rising
    UtcTime time{};
    std::string action{}; // "token.issued"; refused ones are named by what was tried
    std::string actor{}; // id of the token that did it, "broker", or "" for a stranger
    std::string address{}; // it came from; "" for the broker itself
    std::string object{}; // what it was done to
    std::optional<ErrorCode> refusedBy{}; // nullopt: it was done
    std::uint32_t count = 1; // refused ones of a kind are counted together
    std::string before{}; // JSON objects, or ""
    std::string after{};
};

} // namespace parley
