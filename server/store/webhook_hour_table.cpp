#include "server/store/webhook_hour_table.h"

namespace parley {
namespace {

constexpr std::size_t kNumberBytes = 4; // little-endian, whatever the machine
constexpr std::size_t kBlobBytes = kNumberBytes * WebhookHour::kDurationClasses;

std::string blobOf(const WebhookHour &hour)
{
    std::string blob;
    blob.reserve(kBlobBytes);
    for (const std::uint32_t count : hour.durations)
        for (std::size_t i = 0; i < kNumberBytes; ++i)
            blob += static_cast<char>(count >> (8 * i));
    return blob;
}

void readBlob(const std::string &blob, WebhookHour &hour)
{
    if (blob.size() != kBlobBytes)
        return; // the numbers stay without their times
    for (std::size_t i = 0; i < kBlobBytes; ++i)
        hour.durations[i / kNumberBytes] |= std::uint32_t{static_cast<std::uint8_t>(blob[i])}
            << (8 * (i % kNumberBytes));
}

} // namespace

WebhookHourTable::WebhookHourTable(const Database &database) :
    m_put(database.prepare(
        "INSERT OR REPLACE INTO webhook_hours (webhook_id, slot, hour, succeeded, failed, "
        "durations, last_success_at) SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7 "
        "WHERE EXISTS (SELECT 1 FROM webhooks WHERE id = ?1)")),
    m_all(database.prepare("SELECT webhook_id, hour, succeeded, failed, durations, "
                           "last_success_at FROM webhook_hours")),
    m_remove(database.prepare("DELETE FROM webhook_hours WHERE webhook_id = ?"))
{
}

Result<void> WebhookHourTable::put(const WebhookHour &hour)
{
    const std::string durations = blobOf(hour);
    const auto success
        = hour.lastSuccessAt ? std::optional(epochMilliseconds(*hour.lastSuccessAt)) : std::nullopt;
    return m_put.bind(0, hour.webhookId)
        .bind(1, hour.hour % WebhookHour::kHours)
        .bind(2, hour.hour)
        .bind(3, std::int64_t{hour.succeeded})
        .bind(4, std::int64_t{hour.failed})
        .bindBlob(5, durations)
        .bind(6, success)
        .run();
}

Result<std::vector<WebhookHour>> WebhookHourTable::all()
{
    std::vector<WebhookHour> hours;
    while (m_all.next()) {
        WebhookHour &hour = hours.emplace_back();
        hour.webhookId = m_all.text(0);
        hour.hour = m_all.integer(1);
        hour.succeeded = static_cast<std::uint32_t>(m_all.integer(2));
        hour.failed = static_cast<std::uint32_t>(m_all.integer(3));
        readBlob(m_all.blob(4), hour);
        if (const auto success = m_all.optionalInteger(5))
            hour.lastSuccessAt = fromEpochMilliseconds(*success);
    }
    if (const auto failure = m_all.failure())
        return *failure;
    return hours;
}

Result<void> WebhookHourTable::removeOf(const std::string &webhookId)
{
    return m_remove.bind(0, webhookId).run();
}

} // namespace parley
