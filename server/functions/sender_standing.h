#pragma once

#include <string>

#include "server/base/clock.h"
#include "server/functions/lru_cache.h"
#include "server/types/moderation_policy.h"

namespace parley::functions {

// How each sender has behaved: blocked messages in a row are strikes, and who has too many is muted
// for a while. Bounded: whoever was quiet for longest is forgotten first. Not kept over a restart.
// Thread: functions.
class SenderStanding final
{
public:
    static constexpr std::size_t kMaxSenders = 4096;
    static constexpr std::size_t kMaxBytes = 1024 * 1024; // of names

    //! \param sender room and publisher id
    bool isMuted(const std::string &sender, UtcTime now) const;
    //! After each message of somebody who is not muted.
    void note(const std::string &sender, bool wasBlocked, const ModerationPolicy &policy,
              UtcTime now);

private:
    struct Record {
        std::uint32_t strikes = 0; // since the last message that was not blocked
        UtcTime mutedUntil{};
    };

    mutable LruCache<std::string, Record> m_senders{kMaxSenders, kMaxBytes};
};

} // namespace parley::functions
