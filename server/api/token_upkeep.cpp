#include "server/api/token_upkeep.h"

#include "server/api/issue_token.h"

namespace parley {

TokenUpkeep::TokenUpkeep(ApiContext &context) :
    m_context(context), m_lastLook(context.clock.monotonic()), m_lastWrite(m_lastLook)
{
    m_context.loop.addTickObserver(*this);
}

TokenUpkeep::~TokenUpkeep()
{
    m_context.loop.removeTickObserver(*this);
}

void TokenUpkeep::tick()
{
    constexpr std::chrono::seconds kBetweenLooks{1};
    const MonotonicTime now = m_context.clock.monotonic();
    if (now - m_lastLook >= kBetweenLooks) {
        m_lastLook = now;
        removeForgotten(m_context, m_context.tokens.forgetEnded(kLookedAtOnce));
    }
    if (now - m_lastWrite >= kBetweenWrites) {
        m_lastWrite = now;
        writeUses();
    }
}

// What cannot be stored is lost: the next use brings it back.
void TokenUpkeep::writeUses()
{
    constexpr std::size_t kAtOnce = 2000; // so that no commit waits long
    const auto uses = m_context.tokens.takeUses();
    for (std::size_t at = 0; at < uses.size(); at += kAtOnce) {
        const auto first = uses.begin() + static_cast<std::ptrdiff_t>(at);
        const auto count = static_cast<std::ptrdiff_t>(std::min(kAtOnce, uses.size() - at));
        m_context.store.write(
            [part = std::vector(first, first + count)](Tables &tables) -> Result<void> {
                for (const auto &[id, time] : part)
                    if (auto ok = tables.tokens().setLastUsed(id, time); !ok)
                        return ok;
                return {};
            },
            {});
    }
}

} // namespace parley
