#include "server/session/token_gate.h"

namespace parley {

void TokenGate::enter(const TokenEntry &entry, Executor &where, Done done)
{
    if (!entry.token().oneUse) {
        done({});
        return;
    }
    const UtcTime at = m_clock.utc();
    if (!entry.life().use(at)) {
        done(Error{ErrorCode::Unauthenticated, "the token is unknown, expired or revoked"});
        return;
    }
    m_store.write(
        [id = entry.token().id, at](Tables &tables) { return tables.tokens().setUsed(id, at); },
        [&where, done = std::move(done)](const Result<void> &stored) {
            where.post([stored, done] { done(stored); });
        });
}

} // namespace parley
