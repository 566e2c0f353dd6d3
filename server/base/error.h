#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace parley {

// Codes of the wire: the same on socket, HTTP, command line and screen. Append only; never
// renumber. 1xx the caller's fault, 2xx try again later, 3xx our fault.
enum class ErrorCode : std::uint16_t {
    InvalidArgument = 100,
    Unauthenticated = 101,
    PermissionDenied = 102,
    NotFound = 103,
    PayloadTooLarge = 104,
    AlreadyExists = 105,
    LimitExceeded = 106,
    MethodNotAllowed = 107,
    UnsupportedMediaType = 108,
    OriginRefused = 109,
    HostRefused = 110,
    HeadersTooLarge = 111,
    TargetTooLong = 112,
    UpgradeRequired = 113,
    FailedPrecondition = 114,
    NotImplemented = 115,
    RateLimited = 200,
    Unavailable = 201,
    Timeout = 202,
    Busy = 203,
    SlowReader = 204,
    Internal = 300,
    StorageFailed = 301,
};

struct Error {
    ErrorCode code;
    std::string message; // UTF-8, for a person; never carries a token, a secret or a payload

    bool retryable() const { return code >= ErrorCode::RateLimited && code < ErrorCode::Internal; }
    friend bool operator==(const Error &, const Error &) = default;
};

std::string_view wireName(ErrorCode code);
int httpStatus(ErrorCode code); // the status that an HTTP answer with this code carries

} // namespace parley
