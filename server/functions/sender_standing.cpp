#include "server/functions/sender_standing.h"

#include <chrono>

namespace parley::functions {

bool SenderStanding::isMuted(const std::string &sender, UtcTime now) const
{
    const Record *record = m_senders.find(sender);
    return record && now < record->mutedUntil;
}

void SenderStanding::note(const std::string &sender, bool wasBlocked,
                          const ModerationPolicy &policy, UtcTime now)
{
    const Record *known = m_senders.find(sender);
    if (policy.strikesToMute == 0 || (!wasBlocked && !known))
        return;
    Record record = known ? *known : Record{};
    record.strikes = wasBlocked ? record.strikes + 1 : 0;
    if (record.strikes >= policy.strikesToMute) {
        record.strikes = 0;
        record.mutedUntil = now + std::chrono::minutes(policy.muteMinutes);
    }
    m_senders.put(sender, record, sender.size());
}

} // namespace parley::functions
