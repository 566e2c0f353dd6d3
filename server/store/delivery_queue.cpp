#include "server/store/delivery_queue.h"

#include "server/store/delivery_table.h"

namespace parley {

// Each state is asked for by itself, because only then the index gives the order and LIMIT ends the
// search: a queue of 100,000 must not be sorted for the next 64.
DeliveryQueue::DeliveryQueue(const Database &database) :
    m_counts(database.prepare("SELECT webhook_id, count(*) FROM deliveries WHERE state IN "
                              "('queued', 'sending', 'waiting', 'held') GROUP BY webhook_id")),
    m_queued(database.prepare(
        "SELECT * FROM (SELECT " PARLEY_DELIVERY_COLUMNS " FROM deliveries WHERE webhook_id = ?1 "
        "AND state = 'queued' AND (attempts > 0) = ?2 ORDER BY id LIMIT ?3) UNION ALL "
        "SELECT * FROM (SELECT " PARLEY_DELIVERY_COLUMNS " FROM deliveries WHERE webhook_id = ?1 "
        "AND state = 'held' AND (attempts > 0) = ?2 ORDER BY id LIMIT ?3) ORDER BY 1 LIMIT ?3")),
    m_due(database.prepare("SELECT " PARLEY_DELIVERY_COLUMNS " FROM deliveries WHERE "
                           "webhook_id = ?1 AND state = 'waiting' AND "
                           "(next_attempt_at <= ?2 OR next_attempt_at > ?3) "
                           "ORDER BY next_attempt_at LIMIT ?4")),
    m_nextDue(database.prepare("SELECT min(next_attempt_at) FROM deliveries WHERE webhook_id = ?1 "
                               "AND state = 'waiting' AND next_attempt_at > ?2")),
    m_open(database.prepare("SELECT " PARLEY_DELIVERY_COLUMNS
                            ", length(body) FROM deliveries WHERE "
                            "webhook_id = ? AND state IN ('queued', 'sending', 'waiting', 'held') "
                            "LIMIT ?")),
    m_lastLine(database.prepare("SELECT ifnull(max(line), 0) FROM deliveries WHERE "
                                "state IN ('queued', 'sending', 'waiting', 'held')")),
    m_cancel(database.prepare(
        "UPDATE deliveries SET state = 'canceled', next_attempt_at = NULL WHERE id = ?")),
    m_shift(database.prepare("UPDATE deliveries SET next_attempt_at = next_attempt_at + ? "
                             "WHERE state = 'waiting'"))
{
}

std::vector<DeliveryQueue::Open> DeliveryQueue::counts()
{
    std::vector<Open> open;
    while (m_counts.next())
        open.push_back({m_counts.text(0), static_cast<std::uint64_t>(m_counts.integer(1))});
    return open;
}

Result<DeliveryQueue::Ready> DeliveryQueue::ready(const Range &range)
{
    Ready ready;
    std::size_t bytes = 0;
    const auto limit = static_cast<std::int64_t>(range.limit) + 1; // one more tells of more
    const std::int64_t now = epochMilliseconds(range.now);
    m_queued.bind(0, range.webhookId).bind(1, std::int64_t{range.retries}).bind(2, limit);
    if (auto ok = collect(m_queued, range, bytes, ready); !ok)
        return ok.error();
    if (!range.retries)
        return ready;
    m_due.bind(0, range.webhookId).bind(1, now).bind(2, epochMilliseconds(range.tooFar));
    if (auto ok = collect(m_due.bind(3, limit), range, bytes, ready); !ok)
        return ok.error();
    m_nextDue.bind(0, range.webhookId).bind(1, now);
    while (m_nextDue.next())
        if (const auto due = m_nextDue.optionalInteger(0))
            ready.nextDue = fromEpochMilliseconds(*due);
    return ready;
}

// Runs the statement to its end, so that it is reset; takes what fits.
Result<void> DeliveryQueue::collect(Statement &rows, const Range &range, std::size_t &bytes,
                                    Ready &ready)
{
    while (rows.next()) {
        if (ready.deliveries.size() >= range.limit || bytes >= range.maxBytes) {
            ready.more = true;
            continue;
        }
        if (auto delivery = deliveryFrom(rows, true)) {
            bytes += delivery->body.size();
            ready.deliveries.push_back(std::move(*delivery));
        }
    }
    if (auto failure = rows.failure())
        return *failure;
    return {};
}

Result<std::vector<Delivery>> DeliveryQueue::openOf(const std::string &webhookId)
{
    std::vector<Delivery> open;
    m_open.bind(0, webhookId).bind(1, std::int64_t{-1}); // no limit
    while (m_open.next())
        if (auto delivery = deliveryFrom(m_open, false)) {
            delivery->bodyBytes = static_cast<std::size_t>(m_open.integer(kDeliveryColumns));
            open.push_back(*std::move(delivery));
        }
    if (const auto failure = m_open.failure())
        return *failure;
    return open;
}

std::uint64_t DeliveryQueue::lastLine()
{
    std::uint64_t last = 0;
    while (m_lastLine.next())
        last = static_cast<std::uint64_t>(m_lastLine.integer(0));
    return last;
}

Result<std::vector<Delivery>> DeliveryQueue::cancelOpen(const std::string &webhookId,
                                                        std::size_t limit)
{
    std::vector<Delivery> canceled;
    m_open.bind(0, webhookId).bind(1, static_cast<std::int64_t>(limit));
    while (m_open.next())
        if (auto delivery = deliveryFrom(m_open, false))
            canceled.push_back(std::move(*delivery));
    for (Delivery &delivery : canceled) {
        if (auto ok = m_cancel.bind(0, delivery.id).run(); !ok)
            return ok.error();
        delivery.state = DeliveryState::Canceled;
        delivery.nextAttemptAt.reset();
    }
    return canceled;
}

Result<void> DeliveryQueue::shiftWaiting(std::chrono::milliseconds by)
{
    return m_shift.bind(0, std::int64_t{by.count()}).run();
}

} // namespace parley
