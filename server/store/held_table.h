#pragma once

#include <optional>
#include <vector>

#include "server/store/database.h"
#include "server/types/held_message.h"

namespace parley {

// Which of a room's held messages are asked for.
struct HeldQuery {
    static constexpr std::uint32_t kMaxLimit = 500;

    NamespaceName nameSpace = NamespaceName::standard();
    std::string room{};
    Review review = Review::Waiting;
    std::int64_t before = 0; // id; 0: from the newest
    std::uint32_t limit = 100;
};

// Messages that wait for a moderator, and those of the last month that one decided on.
// Thread: store.
class HeldTable final
{
public:
    explicit HeldTable(const Database &database);

    //! Once for a message and revision, however often it comes. LimitExceeded when as many wait as
    //! may. What was decided long ago goes on the way.
    Result<void> add(const HeldMessage &message);
    std::optional<HeldMessage> find(std::int64_t id);
    Result<std::vector<HeldMessage>> page(const HeldQuery &query); // newest first
    //! \return false when it was decided before, or there is none.
    Result<bool> decide(std::int64_t id, Review review, UtcTime at, const std::string &by);
    Result<void> removeOf(const NamespaceName &nameSpace, const std::string &room);

    std::size_t damagedRows() const { return m_damagedRows; }

private:
    std::optional<HeldMessage> row(const Statement &statement);

    const Database &m_database;
    Statement m_add;
    Statement m_forget;
    Statement m_waiting;
    Statement m_find;
    Statement m_page;
    Statement m_decide;
    Statement m_remove;
    std::size_t m_damagedRows = 0;
};

} // namespace parley
