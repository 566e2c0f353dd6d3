#include "server/store/held_table.h"

#include <limits>

namespace parley {
namespace {

#define PARLEY_HELD_COLUMNS                                                                        \
    "id, namespace, room, message_id, revision, sender_id, sender_name, text, rule, category, "    \
    "severity, call, hops, held_at, review, reviewed_at, reviewed_by"

} // namespace

HeldTable::HeldTable(const Database &database) :
    m_database(database),
    m_add(database.prepare(
        "INSERT OR IGNORE INTO held_messages (namespace, room, message_id, revision, sender_id, "
        "sender_name, text, rule, category, severity, call, hops, held_at, review, reviewed_by) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting', '')")),
    m_forget(database.prepare(
        "DELETE FROM held_messages WHERE review <> 'waiting' AND reviewed_at < ?")),
    m_waiting(
        database.prepare("SELECT count(*) FROM held_messages WHERE namespace = ? AND room = ? "
                         "AND review = 'waiting'")),
    m_find(database.prepare("SELECT " PARLEY_HELD_COLUMNS " FROM held_messages WHERE id = ?")),
    m_page(database.prepare("SELECT " PARLEY_HELD_COLUMNS
                            " FROM held_messages WHERE namespace = ? AND room = ? AND review = ? "
                            "AND id < ? ORDER BY id DESC LIMIT ?")),
    m_decide(database.prepare("UPDATE held_messages SET review = ?, reviewed_at = ?, "
                              "reviewed_by = ? WHERE id = ? AND review = 'waiting'")),
    m_remove(database.prepare("DELETE FROM held_messages WHERE namespace = ? AND room = ?"))
{
}

Result<void> HeldTable::add(const HeldMessage &message)
{
    if (auto ok = m_forget.bind(0, epochMilliseconds(message.heldAt - HeldMessage::kKept)).run();
        !ok)
        return ok;
    m_waiting.bind(0, message.nameSpace.text()).bind(1, message.room);
    std::int64_t waiting = 0;
    while (m_waiting.next())
        waiting = m_waiting.integer(0);
    if (static_cast<std::size_t>(waiting) >= HeldMessage::kMaxWaiting)
        return Error{ErrorCode::LimitExceeded, "1,000 messages of this room wait for a moderator"};
    return m_add.bind(0, message.nameSpace.text())
        .bind(1, message.room)
        .bind(2, message.messageId)
        .bind(3, std::int64_t{message.revision})
        .bind(4, message.senderId)
        .bind(5, message.senderName)
        .bind(6, message.text)
        .bind(7, message.rule)
        .bind(8, message.category)
        .bind(9, std::int64_t{message.severity})
        .bind(10, message.call)
        .bind(11, std::int64_t{message.hops})
        .bind(12, epochMilliseconds(message.heldAt))
        .run();
}

std::optional<HeldMessage> HeldTable::row(const Statement &statement)
{
    const auto nameSpace = NamespaceName::parse(statement.text(1));
    const auto review = reviewFrom(statement.text(14));
    if (!nameSpace || !review) {
        ++m_damagedRows;
        return std::nullopt;
    }
    HeldMessage message;
    message.id = statement.integer(0);
    message.nameSpace = *nameSpace;
    message.room = statement.text(2);
    message.messageId = statement.text(3);
    message.revision = static_cast<std::uint32_t>(statement.integer(4));
    message.senderId = statement.text(5);
    message.senderName = statement.text(6);
    message.text = statement.text(7);
    message.rule = statement.text(8);
    message.category = statement.text(9);
    message.severity = static_cast<std::int32_t>(statement.integer(10));
    message.call = statement.text(11);
    message.hops = static_cast<std::uint8_t>(statement.integer(12));
    message.heldAt = fromEpochMilliseconds(statement.integer(13));
    message.review = *review;
    if (const auto at = statement.optionalInteger(15))
        message.reviewedAt = fromEpochMilliseconds(*at);
    message.reviewedBy = statement.text(16);
    return message;
}

std::optional<HeldMessage> HeldTable::find(std::int64_t id)
{
    std::optional<HeldMessage> found;
    m_find.bind(0, id);
    while (m_find.next())
        found = row(m_find);
    return found;
}

Result<std::vector<HeldMessage>> HeldTable::page(const HeldQuery &query)
{
    const std::int64_t before
        = query.before > 0 ? query.before : std::numeric_limits<std::int64_t>::max();
    m_page.bind(0, query.nameSpace.text())
        .bind(1, query.room)
        .bind(2, wireName(query.review))
        .bind(3, before)
        .bind(4, std::int64_t{query.limit});
    std::vector<HeldMessage> messages;
    while (m_page.next())
        if (auto message = row(m_page))
            messages.push_back(std::move(*message));
    if (const auto failure = m_page.failure())
        return *failure;
    return messages;
}

Result<bool> HeldTable::decide(std::int64_t id, Review review, UtcTime at, const std::string &by)
{
    m_decide.bind(0, wireName(review)).bind(1, epochMilliseconds(at)).bind(2, by).bind(3, id);
    if (auto ok = m_decide.run(); !ok)
        return ok.error();
    return m_database.changes() > 0;
}

Result<void> HeldTable::removeOf(const NamespaceName &nameSpace, const std::string &room)
{
    return m_remove.bind(0, nameSpace.text()).bind(1, room).run();
}

} // namespace parley
