#pragma once

#include <functional>
#include <memory>

#include "server/auth/token_registry.h"
#include "server/base/executor.h"
#include "server/store/store.h"

namespace parley {

// Lets in whoever showed a right secret; a one-use token's holder once, and only when its use is on
// the disk: a broker that is killed then does not let it in again. Thread: any.
class TokenGate final
{
public:
    using Done = std::function<void(const Result<void> &)>;

    TokenGate(Store &store, const Clock &clock) : m_store(store), m_clock(clock) {} // borrowed

    //! \p done is called at once, unless the token is for one use: then on \p where, later.
    //! Unauthenticated: it was used before. Unavailable, StorageFailed: the use could not be
    //! stored, and counts all the same.
    void enter(const TokenEntry &entry, Executor &where, Done done);

private:
    Store &m_store;
    const Clock &m_clock;
};

} // namespace parley
