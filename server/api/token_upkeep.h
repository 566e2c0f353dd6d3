#pragma once

#include "server/api/api_context.h"

namespace parley {

// What becomes of tokens by itself: when they were last used is written behind once a minute, and
// those that ended long ago are forgotten, a part of the registry each second.
// Thread: I/O loop, but for writeUses().
class TokenUpkeep final : private TickObserver
{
public:
    static constexpr std::chrono::minutes kBetweenWrites{1};
    static constexpr std::size_t kLookedAtOnce = 20'000; // some ms

    explicit TokenUpkeep(ApiContext &context); // borrowed
    ~TokenUpkeep();
    TokenUpkeep(const TokenUpkeep &) = delete;
    TokenUpkeep &operator=(const TokenUpkeep &) = delete;

    void writeUses(); // hands them to the store. Thread: any

private:
    void tick() override;

    ApiContext &m_context;
    MonotonicTime m_lastLook;
    MonotonicTime m_lastWrite;
};

} // namespace parley
