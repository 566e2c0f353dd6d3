#include "server/types/attempt.h"

namespace parley {

std::string_view wireName(Outcome outcome)
{
    switch (outcome) {
    case Outcome::Ok: return "ok";
    case Outcome::Http3xx: return "http_3xx";
    case Outcome::Http4xx: return "http_4xx";
    case Outcome::Http429: return "http_429";
    case Outcome::Http5xx: return "http_5xx";
    case Outcome::DnsError: return "dns_error";
    case Outcome::BlockedAddress: return "blocked_address";
    case Outcome::ConnectionRefused: return "connection_refused";
    case Outcome::ConnectionReset: return "connection_reset";
    case Outcome::NetworkUnreachable: return "network_unreachable";
    case Outcome::TlsError: return "tls_error";
    case Outcome::TimeoutDns: return "timeout_dns";
    case Outcome::TimeoutConnect: return "timeout_connect";
    case Outcome::TimeoutTls: return "timeout_tls";
    case Outcome::TimeoutFirstByte: return "timeout_first_byte";
    case Outcome::TimeoutTotal: return "timeout_total";
    case Outcome::ProtocolError: return "protocol_error";
    case Outcome::HeaderTooLarge: return "header_too_large";
    case Outcome::FunctionError: return "function_error";
    case Outcome::Canceled: return "canceled";
    case Outcome::Unknown: return "unknown";
    }
    __builtin_unreachable();
}

std::string_view wireName(Trigger trigger)
{
    switch (trigger) {
    case Trigger::Auto: return "auto";
    case Trigger::Manual: return "manual";
    case Trigger::Test: return "test";
    case Trigger::Replay: return "replay";
    case Trigger::Probe: return "probe";
    case Trigger::Resend: return "resend";
    }
    __builtin_unreachable();
}

Result<Outcome> outcomeFrom(std::string_view name)
{
    for (int i = 0; i <= static_cast<int>(Outcome::Unknown); ++i)
        if (name == wireName(static_cast<Outcome>(i)))
            return static_cast<Outcome>(i);
    return Error{ErrorCode::InvalidArgument, "unknown outcome"};
}

Result<Trigger> triggerFrom(std::string_view name)
{
    for (int i = 0; i <= static_cast<int>(Trigger::Resend); ++i)
        if (name == wireName(static_cast<Trigger>(i)))
            return static_cast<Trigger>(i);
    return Error{ErrorCode::InvalidArgument, "unknown trigger"};
}

} // namespace parley
