#include "server/store/delivery_upkeep.h"

#include <algorithm>
#include <string>
#include <vector>

#include "server/types/delivery.h"

namespace parley {
namespace {

constexpr std::string_view kDays = "delivery_days";
constexpr std::string_view kFailedDays = "delivery_failed_days";
constexpr std::string_view kMegabytes = "delivery_megabytes";
constexpr std::string_view kDelivered = "delivered";
constexpr std::string_view kCanceled = "canceled";
constexpr std::string_view kDead = "dead";
constexpr std::uint64_t kMebibyte = 1024 * 1024;

const UtcTime kEver = fromEpochMilliseconds((std::int64_t{1} << 48) - 1); // the last of an id

// Ids sort by the message's time, which is not later than anything about it.
std::string idBelow(UtcTime time)
{
    return time >= kEver ? std::string(kAfterEveryDeliveryId) : firstDeliveryIdAt(time);
}

struct Bound {
    std::string_view key;
    int &value;
    int least;
    int most;
};

} // namespace

DeliveryUpkeep::DeliveryUpkeep(const Database &database) :
    m_setting(database.prepare("SELECT value FROM meta WHERE key = ?")),
    m_put(database.prepare("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)")),
    m_usage(database.prepare("SELECT deliveries, bytes, open, open_bytes FROM delivery_usage")),
    m_over(database.prepare(
        "SELECT id FROM deliveries WHERE state = ?1 AND id < ?2 AND created_at < ?3 AND NOT EXISTS "
        "(SELECT 1 FROM attempts WHERE delivery_id = CASE batch_id WHEN '' THEN id ELSE batch_id "
        "END AND started_at >= ?3) ORDER BY id LIMIT ?4")),
    // From the attempts on: most failed deliveries have none left. Those of open ones are passed
    // over: they are few, or new.
    m_withAttempts(database.prepare(
        "SELECT DISTINCT delivery_id FROM attempts CROSS JOIN deliveries ON id = delivery_id "
        "WHERE state = ?1 AND delivery_id < ?2 AND started_at < ?3 ORDER BY delivery_id LIMIT ?4")),
    m_removeAttempts(
        database.prepare("DELETE FROM attempts WHERE delivery_id = ? AND started_at < ?")),
    m_remove(database.prepare("DELETE FROM deliveries WHERE id = ?"))
{
}

Result<std::int64_t> DeliveryUpkeep::setting(std::string_view key, std::int64_t otherwise)
{
    m_setting.bind(0, key);
    std::int64_t found = otherwise;
    while (m_setting.next())
        found = m_setting.integer(0);
    if (const auto failure = m_setting.failure())
        return *failure;
    return found;
}

Result<DeliveryRetention> DeliveryUpkeep::retention()
{
    using Kept = DeliveryRetention;
    Kept kept;
    for (const auto &[key, value, least, most] :
         {Bound{kDays, kept.days, Kept::kMinDays, Kept::kMaxDays},
          Bound{kFailedDays, kept.failedDays, Kept::kMinDays, Kept::kMaxDays},
          Bound{kMegabytes, kept.megabytes, Kept::kMinMegabytes, Kept::kMaxMegabytes}}) {
        const auto found = setting(key, value);
        if (!found)
            return found.error();
        value = static_cast<int>(std::clamp<std::int64_t>(*found, least, most));
    }
    kept.failedDays = std::max(kept.failedDays, kept.days);
    return kept;
}

Result<void> DeliveryUpkeep::setRetention(const DeliveryRetention &retention)
{
    if (auto ok = m_put.bind(0, kDays).bind(1, std::int64_t{retention.days}).run(); !ok)
        return ok;
    if (auto ok = m_put.bind(0, kFailedDays).bind(1, std::int64_t{retention.failedDays}).run(); !ok)
        return ok;
    return m_put.bind(0, kMegabytes).bind(1, std::int64_t{retention.megabytes}).run();
}

Result<DeliveryUsage> DeliveryUpkeep::usage()
{
    DeliveryUsage usage;
    while (m_usage.next())
        usage = {static_cast<std::uint64_t>(m_usage.integer(0)),
                 static_cast<std::uint64_t>(m_usage.integer(1)),
                 static_cast<std::uint64_t>(m_usage.integer(2)),
                 static_cast<std::uint64_t>(m_usage.integer(3))};
    if (const auto failure = m_usage.failure())
        return *failure;
    return usage;
}

Result<bool> DeliveryUpkeep::prune(UtcTime now)
{
    const auto kept = retention();
    if (!kept)
        return kept.error();
    Slice slice;
    if (auto ok = pruneByAge(*kept, now, slice); !ok)
        return ok.error();
    const std::uint64_t bytes = static_cast<std::uint64_t>(kept->megabytes) * kMebibyte;
    if (auto ok = pruneBySize(bytes, slice); !ok)
        return ok.error();
    return slice.left == 0;
}

Result<void> DeliveryUpkeep::pruneByAge(const DeliveryRetention &kept, UtcTime now, Slice &slice)
{
    const UtcTime before = now - std::chrono::days(kept.days);
    for (const auto state : {kDelivered, kCanceled})
        if (auto ok = remove(state, before, slice.left, slice); !ok)
            return ok;
    const UtcTime failedBefore = now - std::chrono::days(kept.failedDays);
    if (auto ok = remove(kDead, failedBefore, slice.left, slice); !ok)
        return ok;
    return forgetAttempts(before, slice.left, slice);
}

// What was delivered goes first, and a message that can still be sent again last.
Result<void> DeliveryUpkeep::pruneBySize(std::uint64_t bytes, Slice &slice)
{
    while (slice.left > 0) {
        const auto used = usage();
        if (!used)
            return used.error();
        const auto surplus
            = static_cast<std::int64_t>(used->deliveries - used->open) - kMaxDeliveries;
        const bool isTooLarge = used->bytes - used->openBytes > bytes;
        if (!isTooLarge && surplus <= 0)
            return {};
        const int most = isTooLarge // then the size is looked at after each
            ? 1
            : static_cast<int>(std::min<std::int64_t>(surplus, slice.left));
        const int before = slice.left;
        for (const auto state : {kDelivered, kCanceled})
            if (slice.left == before)
                if (auto ok = remove(state, kEver, most, slice); !ok)
                    return ok;
        if (slice.left == before && isTooLarge)
            if (auto ok = forgetAttempts(kEver, most, slice); !ok)
                return ok;
        if (slice.left == before)
            if (auto ok = remove(kDead, kEver, most, slice); !ok)
                return ok;
        if (slice.left == before)
            return {}; // the rest is not over
    }
    return {};
}

Result<void> DeliveryUpkeep::remove(std::string_view state, UtcTime before, int most, Slice &slice)
{
    const std::string below = idBelow(before);
    m_over.bind(0, state).bind(1, below).bind(2, epochMilliseconds(before));
    m_over.bind(3, std::int64_t{most});
    const auto found = ids(m_over);
    if (!found)
        return found.error();
    for (const std::string &id : *found) {
        if (auto ok = m_removeAttempts.bind(0, id).bind(1, INT64_MAX).run(); !ok)
            return ok;
        if (auto ok = m_remove.bind(0, id).run(); !ok)
            return ok;
    }
    slice.left -= static_cast<int>(found->size());
    return {};
}

Result<void> DeliveryUpkeep::forgetAttempts(UtcTime before, int most, Slice &slice)
{
    const std::string below = idBelow(before);
    m_withAttempts.bind(0, kDead).bind(1, below).bind(2, epochMilliseconds(before));
    m_withAttempts.bind(3, std::int64_t{most});
    const auto found = ids(m_withAttempts);
    if (!found)
        return found.error();
    for (const std::string &id : *found)
        if (auto ok = m_removeAttempts.bind(0, id).bind(1, epochMilliseconds(before)).run(); !ok)
            return ok;
    slice.left -= static_cast<int>(found->size());
    return {};
}

Result<std::vector<std::string>> DeliveryUpkeep::ids(Statement &statement)
{
    std::vector<std::string> found;
    while (statement.next())
        found.push_back(statement.text(0));
    if (const auto failure = statement.failure())
        return *failure;
    return found;
}

} // namespace parley
