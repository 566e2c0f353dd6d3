#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "server/base/clock.h"
#include "server/base/result.h"

namespace parley {

// A function that somebody wrote: a script that defines handle(event).
struct StoredFunction {
    static constexpr std::size_t kMaxFunctions = 200; // of a broker; they are listed whole
    static constexpr std::size_t kMaxNameBytes = 64;
    static constexpr std::size_t kMaxSourceBytes = 256 * 1024; // by hand; the limit is for paste
    //! Below the time that a webhook waits for an answer, so that the log says which limit it was.
    static constexpr std::uint32_t kMinMilliseconds = 10;
    static constexpr std::uint32_t kMaxMilliseconds = 10'000;
    static constexpr std::uint32_t kMinMegabytes = 16; // the engine collects garbage too late below
    static constexpr std::uint32_t kMaxMegabytes = 512;

    std::string name{}; // the NAME of function:NAME
    std::string source{}; // JavaScript, UTF-8
    std::string tokenId{}; // with whose rights it publishes; "": it cannot
    std::uint32_t milliseconds = 1000; // for one call
    std::uint32_t megabytes = 64; // MiB, for what the script holds
    UtcTime changedAt{};

    static bool isName(std::string_view text); // [a-z][a-z0-9-]{0,63}
    static Result<StoredFunction> checked(StoredFunction function); // InvalidArgument

    friend bool operator==(const StoredFunction &, const StoredFunction &) = default;
};

} // namespace parley
