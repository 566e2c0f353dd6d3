#include "server/store/attempt_rows.h"

namespace parley {
namespace {

#define PARLEY_ATTEMPT_COLUMNS                                                                     \
    "delivery_id, number, trigger, started_at, outcome, outcome_text, http_status, address, tls, " \
    "reused_connection, us_dns, us_connect, us_tls, us_write, us_first_byte, us_body, us_total, "  \
    "request_head, response_head, response_body, response_bytes, response_truncated, decision"

Attempt read(const Statement &row)
{
    Attempt attempt;
    attempt.deliveryId = row.text(0);
    attempt.number = static_cast<std::uint32_t>(row.integer(1));
    if (const auto trigger = triggerFrom(row.text(2)))
        attempt.trigger = *trigger;
    attempt.startedAt = fromEpochMilliseconds(row.integer(3));
    if (const auto outcome = outcomeFrom(row.text(4)))
        attempt.outcome = *outcome; // else it stays unknown, which is what it is
    attempt.outcomeText = row.text(5);
    attempt.httpStatus = static_cast<int>(row.integer(6));
    attempt.address = row.text(7);
    attempt.tls = row.text(8);
    attempt.reusedConnection = row.integer(9) != 0;
    attempt.timing = {row.integer(10), row.integer(11), row.integer(12), row.integer(13),
                      row.integer(14), row.integer(15), row.integer(16)};
    attempt.requestHead = row.blob(17);
    attempt.responseHead = row.blob(18);
    attempt.responseBody = row.blob(19);
    attempt.responseBytes = static_cast<std::uint64_t>(row.integer(20));
    attempt.responseTruncated = row.integer(21) != 0;
    attempt.decision = row.text(22);
    return attempt;
}

} // namespace

AttemptRows::AttemptRows(const Database &database) :
    m_database(database),
    m_add(
        database.prepare("INSERT OR REPLACE INTO attempts (" PARLEY_ATTEMPT_COLUMNS
                         ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
                         "?, ?)")),
    m_of(database.prepare("SELECT " PARLEY_ATTEMPT_COLUMNS
                          " FROM attempts WHERE delivery_id = ? ORDER BY number")),
    m_forgetResponse(database.prepare("UPDATE attempts SET response_head = x'', response_body = "
                                      "x'' WHERE delivery_id = ? AND number = ?")),
    m_closeInterrupted(database.prepare(
        "INSERT OR IGNORE INTO attempts (" PARLEY_ATTEMPT_COLUMNS
        ") SELECT id, attempts, 'auto', created_at, 'unknown', 'the broker stopped while this "
        "attempt was under way', 0, '', '', 0, 0, 0, 0, 0, 0, 0, 0, '', '', '', 0, 0, 'sent again' "
        "FROM deliveries WHERE state = 'sending' AND batch_id IN ('', id)"))
{
}

Result<void> AttemptRows::add(const Attempt &attempt)
{
    const AttemptTiming &timing = attempt.timing;
    return m_add.bind(0, attempt.deliveryId)
        .bind(1, std::int64_t{attempt.number})
        .bind(2, wireName(attempt.trigger))
        .bind(3, epochMilliseconds(attempt.startedAt))
        .bind(4, wireName(attempt.outcome))
        .bind(5, attempt.outcomeText)
        .bind(6, std::int64_t{attempt.httpStatus})
        .bind(7, attempt.address)
        .bind(8, attempt.tls)
        .bind(9, std::int64_t{attempt.reusedConnection})
        .bind(10, timing.dns)
        .bind(11, timing.connect)
        .bind(12, timing.tls)
        .bind(13, timing.write)
        .bind(14, timing.firstByte)
        .bind(15, timing.body)
        .bind(16, timing.total)
        .bindBlob(17, attempt.requestHead)
        .bindBlob(18, attempt.responseHead)
        .bindBlob(19, attempt.responseBody)
        .bind(20, static_cast<std::int64_t>(attempt.responseBytes))
        .bind(21, std::int64_t{attempt.responseTruncated})
        .bind(22, attempt.decision)
        .run();
}

std::vector<Attempt> AttemptRows::of(const std::string &deliveryId)
{
    std::vector<Attempt> attempts;
    m_of.bind(0, deliveryId);
    while (m_of.next())
        attempts.push_back(read(m_of));
    return attempts;
}

Result<bool> AttemptRows::forgetResponse(const std::string &deliveryId, std::uint32_t number)
{
    if (auto ok = m_forgetResponse.bind(0, deliveryId).bind(1, std::int64_t{number}).run(); !ok)
        return ok.error();
    return m_database.changes() > 0;
}

Result<void> AttemptRows::closeInterrupted()
{
    return m_closeInterrupted.run();
}

} // namespace parley
