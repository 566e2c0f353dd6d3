#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "server/base/clock.h"
#include "server/store/database.h"
#include "server/types/delivery_retention.h"

namespace parley {

// What the log of deliveries takes and for how long it keeps what is over. Sums are kept by
// triggers, because adding up 100,000 rows would hold the store's thread. Thread: store.
class DeliveryUpkeep final
{
public:
    //! Deliveries kept that are over, whatever their size. Those that are not have bounds of their
    //! own: an endpoint that is away must not push out what others sent.
    static constexpr std::int64_t kMaxDeliveries = 100'000;
    //! Rows removed in one go: some milliseconds, for publishers wait for this thread.
    static constexpr int kSlice = 200;

    explicit DeliveryUpkeep(const Database &database);

    Result<DeliveryRetention> retention();
    Result<void> setRetention(const DeliveryRetention &retention);
    Result<DeliveryUsage> usage();

    //! Removes a slice of what is kept no longer, the oldest first: by age, then by size and
    //! number. \return whether more may have to go.
    Result<bool> prune(UtcTime now);

private:
    struct Slice { // of what one call may still remove
        int left = kSlice;
    };

    Result<std::int64_t> setting(std::string_view key, std::int64_t otherwise);
    //! \param before made before this, and no attempt since.
    Result<void> remove(std::string_view state, UtcTime before, int most, Slice &slice);
    Result<void> forgetAttempts(UtcTime before, int most, Slice &slice);
    Result<void> pruneByAge(const DeliveryRetention &kept, UtcTime now, Slice &slice);
    Result<void> pruneBySize(std::uint64_t bytes, Slice &slice);
    static Result<std::vector<std::string>> ids(Statement &statement);

    Statement m_setting;
    Statement m_put;
    Statement m_usage;
    Statement m_over;
    Statement m_withAttempts;
    Statement m_removeAttempts;
    Statement m_remove;
};

} // namespace parley
