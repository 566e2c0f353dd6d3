#include "server/store/delivery_table.h"

namespace parley {
namespace {

std::optional<std::int64_t> milliseconds(const std::optional<UtcTime> &time)
{
    return time ? std::optional(epochMilliseconds(*time)) : std::nullopt;
}

} // namespace

std::optional<Delivery> deliveryFrom(const Statement &row, bool withBody)
{
    auto nameSpace = NamespaceName::parse(row.text(2));
    auto topic = TopicName::parse(row.text(3));
    auto state = deliveryStateFrom(row.text(8));
    auto reason = deadReasonFrom(row.text(9));
    if (!nameSpace || !topic || !state || !reason)
        return std::nullopt;
    Delivery delivery{.id = row.text(0), .webhookId = row.text(1), .key = {*nameSpace, *topic}};
    delivery.position
        = {static_cast<std::uint64_t>(row.integer(4)), static_cast<std::uint64_t>(row.integer(5))};
    delivery.publisherId = row.text(6);
    delivery.createdAt = fromEpochMilliseconds(row.integer(7));
    delivery.state = *state;
    delivery.reason = *reason;
    delivery.attempts = static_cast<std::uint32_t>(row.integer(10));
    if (const auto next = row.optionalInteger(11))
        delivery.nextAttemptAt = fromEpochMilliseconds(*next);
    if (withBody)
        delivery.body = row.blob(12);
    delivery.line = static_cast<std::uint64_t>(row.integer(13));
    delivery.orderingKey = row.text(14);
    delivery.batchId = row.text(15);
    delivery.hops = static_cast<std::uint8_t>(row.integer(16));
    return delivery;
}

DeliveryTable::DeliveryTable(const Database &database) :
    m_database(database), m_attempts(database),
    m_add(database.prepare("INSERT OR IGNORE INTO deliveries (" PARLEY_DELIVERY_COLUMNS
                           ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")),
    m_update(database.prepare("UPDATE deliveries SET state = ?, reason = ?, attempts = ?, "
                              "next_attempt_at = ?, batch_id = ? WHERE id = ?")),
    m_find(database.prepare("SELECT " PARLEY_DELIVERY_COLUMNS " FROM deliveries WHERE id = ?")),
    m_requeue(database.prepare("UPDATE deliveries SET state = 'queued' WHERE state = 'sending'"))
{
}

Result<bool> DeliveryTable::add(const Delivery &delivery)
{
    m_add.bind(0, delivery.id)
        .bind(1, delivery.webhookId)
        .bind(2, delivery.key.nameSpace.text())
        .bind(3, delivery.key.topic.text())
        .bind(4, static_cast<std::int64_t>(delivery.position.page))
        .bind(5, static_cast<std::int64_t>(delivery.position.sequence))
        .bind(6, delivery.publisherId)
        .bind(7, epochMilliseconds(delivery.createdAt))
        .bind(8, wireName(delivery.state))
        .bind(9, wireName(delivery.reason))
        .bind(10, std::int64_t{delivery.attempts})
        .bind(11, milliseconds(delivery.nextAttemptAt))
        .bindBlob(12, delivery.body)
        .bind(13, static_cast<std::int64_t>(delivery.line))
        .bind(14, delivery.orderingKey)
        .bind(15, delivery.batchId)
        .bind(16, std::int64_t{delivery.hops});
    if (auto ok = m_add.run(); !ok)
        return ok.error();
    return m_database.changes() > 0;
}

Result<void> DeliveryTable::update(const Delivery &delivery)
{
    return m_update.bind(0, wireName(delivery.state))
        .bind(1, wireName(delivery.reason))
        .bind(2, std::int64_t{delivery.attempts})
        .bind(3, milliseconds(delivery.nextAttemptAt))
        .bind(4, delivery.batchId)
        .bind(5, delivery.id)
        .run();
}

Result<void> DeliveryTable::addAttempt(const Attempt &attempt)
{
    return m_attempts.add(attempt);
}

std::vector<Attempt> DeliveryTable::attempts(const std::string &deliveryId)
{
    return m_attempts.of(deliveryId);
}

Result<bool> DeliveryTable::forgetResponse(const std::string &deliveryId, std::uint32_t number)
{
    return m_attempts.forgetResponse(deliveryId, number);
}

std::optional<Delivery> DeliveryTable::find(const std::string &id)
{
    std::optional<Delivery> found;
    m_find.bind(0, id);
    while (m_find.next()) {
        found = deliveryFrom(m_find, true);
        m_damagedRows += found ? 0 : 1;
    }
    return found;
}

Result<int> DeliveryTable::requeueInterrupted()
{
    if (auto ok = m_attempts.closeInterrupted(); !ok)
        return ok.error();
    if (auto ok = m_requeue.run(); !ok)
        return ok.error();
    return m_database.changes();
}

} // namespace parley
