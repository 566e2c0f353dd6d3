#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "server/base/clock.h"
#include "server/base/result.h"

namespace parley {

// What came of one try. Source of the classes: the webhook sheet, section 4.
enum class Outcome : std::uint8_t {
    Ok,
    Http3xx,
    Http4xx,
    Http429,
    Http5xx,
    DnsError,
    BlockedAddress,
    ConnectionRefused,
    ConnectionReset,
    NetworkUnreachable,
    TlsError,
    TimeoutDns,
    TimeoutConnect,
    TimeoutTls,
    TimeoutFirstByte,
    TimeoutTotal,
    ProtocolError,
    HeaderTooLarge,
    FunctionError, // a function that ran here said that it failed
    Canceled,
    Unknown, // the broker stopped while the attempt was open
};
enum class Trigger : std::uint8_t { Auto, Manual, Test, Replay, Probe, Resend };

std::string_view wireName(Outcome outcome);
std::string_view wireName(Trigger trigger);
Result<Outcome> outcomeFrom(std::string_view name);
Result<Trigger> triggerFrom(std::string_view name);

// Microseconds; 0 where a phase did not happen (a reused connection has no dns, connect, tls).
struct AttemptTiming {
    std::int64_t dns = 0;
    std::int64_t connect = 0;
    std::int64_t tls = 0;
    std::int64_t write = 0;
    std::int64_t firstByte = 0;
    std::int64_t body = 0;
    std::int64_t total = 0;
};

// One try of a Delivery. Bytes are kept as they went over the wire; secrets are not among them,
// because a signature is not a secret and credentials of the endpoint are masked before storing.
struct Attempt {
    static constexpr std::size_t kMaxKeptBodyBytes = 64 * 1024;

    std::string deliveryId{};
    std::uint32_t number = 1;
    Trigger trigger = Trigger::Auto;
    UtcTime startedAt{};
    Outcome outcome = Outcome::Unknown;
    std::string outcomeText{}; // the cause, for people
    int httpStatus = 0; // 0: no response
    std::string address{}; // ip:port that was connected to
    std::string tls{}; // "TLSv1.3 TLS_AES_128_GCM_SHA256, CN=example.org until 2027-01-01"
    bool reusedConnection = false;
    AttemptTiming timing{};
    std::string requestHead{};
    std::string responseHead{};
    std::string responseBody{}; // at most kMaxKeptBodyBytes
    std::uint64_t responseBytes = 0; // seen in all
    bool responseTruncated = false;
    std::string decision{}; // "next in 5 m 12 s: step 3, jitter +4 %"
};

} // namespace parley
