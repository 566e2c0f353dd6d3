#include "server/auth/refusals.h"

#include "server/base/peer_address.h"

namespace parley {

Error Refusals::wrongToken(std::string_view action, std::string_view peer, const Error &usual)
{
    Error answer = m_wrongTokens.note(peer, usual, m_clock.monotonic());
    m_acts.note(action, {}, hostOf(peer), {}, answer.code, m_clock.utc());
    return answer;
}

void Refusals::denied(std::string_view action, std::string_view tokenId, std::string_view peer,
                      std::string_view object, ErrorCode code)
{
    m_acts.note(action, tokenId, hostOf(peer), object, code, m_clock.utc());
}

} // namespace parley
