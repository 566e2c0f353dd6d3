#pragma once

#include <memory>
#include <string>
#include <vector>

#include "server/functions/lru_cache.h"
#include "server/functions/text/word_list_moderator.h"

namespace parley::functions {

// The lists that every room shares, and for a room with a list of its own both together: one look
// at the text, and an allowed term of the room wins over a listed one of everybody's. What was made
// for a room's terms is kept while it is used. Thread: functions. Free of Qt.
class ModeratorPool final : public Moderator
{
public:
    //! Rooms with lists of their own whose moderators are kept: 2 MB each with the shared lists.
    static constexpr std::size_t kMaxKept = 16;

    static Result<std::unique_ptr<ModeratorPool>> make(std::vector<WordList> lists);

    Result<ModerationVerdict> judge(std::string_view text,
                                    const ModerationScope &scope) const override;

private:
    explicit ModeratorPool(std::vector<WordList> lists) : m_lists(std::move(lists)) {}

    Result<const WordListModerator *> moderatorFor(const std::string &terms) const;

    const std::vector<WordList> m_lists;
    std::unique_ptr<WordListModerator> m_shared;
    mutable LruCache<std::string, std::unique_ptr<WordListModerator>> m_own{
        kMaxKept, kMaxKept *ModerationPolicy::kMaxTermsBytes};
};

} // namespace parley::functions
