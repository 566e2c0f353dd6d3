#pragma once

#include "server/auth/refused_acts.h"
#include "server/auth/wrong_tokens.h"

namespace parley {

// Hears of everybody who was refused, on whatever wire: counts it for the audit, and slows down who
// tries tokens. Thread: any.
class Refusals final
{
public:
    explicit Refusals(const Clock &clock) : m_clock(clock) {} // borrowed

    //! A token was shown that is none. \param peer address of the caller, as connections write it.
    //! \return what to answer: \p usual, or RateLimited when too many came from there.
    Error wrongToken(std::string_view action, std::string_view peer, const Error &usual);
    //! A token does not allow \p action on \p object, a name or ""; or not from the web page that
    //! asks, which is \p code OriginRefused.
    void denied(std::string_view action, std::string_view tokenId, std::string_view peer,
                std::string_view object, ErrorCode code = ErrorCode::PermissionDenied);

    std::vector<AuditRecord> take() { return m_acts.take(m_clock.utc()); } // see RefusedActs

private:
    const Clock &m_clock;
    RefusedActs m_acts;
    WrongTokens m_wrongTokens;
};

} // namespace parley
