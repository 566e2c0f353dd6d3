#include "server/base/error.h"

namespace parley {

std::string_view wireName(ErrorCode code)
{
    switch (code) { // no default: -Wswitch names the missing enumerator
    case ErrorCode::InvalidArgument: return "invalid_argument";
    case ErrorCode::Unauthenticated: return "unauthenticated";
    case ErrorCode::PermissionDenied: return "permission_denied";
    case ErrorCode::NotFound: return "not_found";
    case ErrorCode::PayloadTooLarge: return "payload_too_large";
    case ErrorCode::AlreadyExists: return "already_exists";
    case ErrorCode::LimitExceeded: return "limit_exceeded";
    case ErrorCode::MethodNotAllowed: return "method_not_allowed";
    case ErrorCode::UnsupportedMediaType: return "unsupported_media_type";
    case ErrorCode::OriginRefused: return "origin_refused";
    case ErrorCode::HostRefused: return "host_refused";
    case ErrorCode::HeadersTooLarge: return "headers_too_large";
    case ErrorCode::TargetTooLong: return "target_too_long";
    case ErrorCode::UpgradeRequired: return "upgrade_required";
    case ErrorCode::FailedPrecondition: return "failed_precondition";
    case ErrorCode::NotImplemented: return "not_implemented";
    case ErrorCode::RateLimited: return "rate_limited";
    case ErrorCode::Unavailable: return "unavailable";
    case ErrorCode::Timeout: return "timeout";
    case ErrorCode::Busy: return "busy";
    case ErrorCode::SlowReader: return "slow_reader";
    case ErrorCode::Internal: return "internal";
    case ErrorCode::StorageFailed: return "storage_failed";
    }
    __builtin_unreachable();
}

int httpStatus(ErrorCode code)
{
    switch (code) {
    case ErrorCode::InvalidArgument: return 400;
    case ErrorCode::Unauthenticated: return 401;
    case ErrorCode::PermissionDenied: return 403;
    case ErrorCode::NotFound: return 404;
    case ErrorCode::PayloadTooLarge: return 413;
    case ErrorCode::AlreadyExists: return 409;
    case ErrorCode::LimitExceeded: return 409;
    case ErrorCode::MethodNotAllowed: return 405;
    case ErrorCode::UnsupportedMediaType: return 415;
    case ErrorCode::OriginRefused: return 403;
    case ErrorCode::HostRefused: return 421;
    case ErrorCode::HeadersTooLarge: return 431;
    case ErrorCode::TargetTooLong: return 414;
    case ErrorCode::UpgradeRequired: return 426;
    case ErrorCode::FailedPrecondition: return 409;
    case ErrorCode::NotImplemented: return 501;
    case ErrorCode::RateLimited: return 429;
    case ErrorCode::Unavailable: return 503;
    case ErrorCode::Timeout: return 408;
    case ErrorCode::Busy: return 503;
    case ErrorCode::SlowReader: return 503;
    case ErrorCode::Internal: return 500;
    case ErrorCode::StorageFailed: return 500;
    }
    __builtin_unreachable();
}

} // namespace parley
