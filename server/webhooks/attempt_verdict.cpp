#include "server/webhooks/attempt_verdict.h"

#include "server/webhooks/retry_after.h"

namespace parley {
namespace {

using Next = AttemptVerdict::Next;

AttemptVerdict dead(DeadReason reason, std::string disable = {})
{
    AttemptVerdict verdict;
    verdict.next = Next::Dead;
    verdict.reason = reason;
    verdict.disable = std::move(disable);
    return verdict;
}

AttemptVerdict judgeStatus(const AttemptReport &report, UtcTime now)
{
    const int status = report.attempt.httpStatus;
    if (status == 410)
        return dead(DeadReason::Gone, "gone: the endpoint answered 410");
    if (report.webhookDelivery == "disable")
        return dead(DeadReason::Aborted, "receiver: the endpoint asked for no more deliveries");
    if (report.webhookDelivery == "abort-message")
        return dead(DeadReason::Aborted);
    AttemptVerdict verdict;
    verdict.retryAfter = parseRetryAfter(report.retryAfter, now);
    verdict.holdEndpoint = verdict.retryAfter && (status == 429 || status == 503);
    verdict.slowDown = !verdict.retryAfter && (status == 429 || status == 502 || status == 504);
    return verdict;
}

// What may go away by itself is tried again in any case.
AttemptVerdict judgeClientError(const AttemptReport &report, bool isFinal, UtcTime now)
{
    AttemptVerdict verdict = judgeStatus(report, now);
    const int status = report.attempt.httpStatus;
    const bool passes = status == 408 || status == 409 || status == 425;
    return isFinal && !passes && verdict.next == Next::Retry ? dead(DeadReason::Rejected) : verdict;
}

} // namespace

AttemptVerdict judgeAttempt(const AttemptReport &report, bool fromFunction,
                            bool clientErrorsAreFinal, UtcTime now)
{
    AttemptVerdict verdict;
    switch (report.attempt.outcome) {
    case Outcome::Ok:
        verdict.next = Next::Delivered;
        if (report.webhookDelivery == "disable")
            verdict.disable = "receiver: the endpoint asked for no more deliveries";
        return verdict;
    case Outcome::Canceled: verdict.next = Next::Canceled; return verdict;
    case Outcome::BlockedAddress: return dead(DeadReason::Blocked);
    case Outcome::Http4xx:
        if (fromFunction)
            return dead(DeadReason::Rejected);
        return judgeClientError(report, clientErrorsAreFinal, now);
    case Outcome::Http3xx:
    case Outcome::Http429:
    case Outcome::Http5xx: return judgeStatus(report, now);
    case Outcome::ConnectionReset:
        if (report.closedUnused)
            verdict.next = Next::Resend;
        return verdict;
    case Outcome::DnsError:
    case Outcome::ConnectionRefused:
    case Outcome::NetworkUnreachable:
    case Outcome::TlsError:
    case Outcome::TimeoutDns:
    case Outcome::TimeoutConnect:
    case Outcome::TimeoutTls:
    case Outcome::TimeoutFirstByte:
    case Outcome::TimeoutTotal:
    case Outcome::ProtocolError:
    case Outcome::HeaderTooLarge:
    case Outcome::FunctionError:
    case Outcome::Unknown: return verdict;
    }
    __builtin_unreachable();
}

} // namespace parley
