#include "server/functions/text/moderator_pool.h"

namespace parley::functions {

Result<std::unique_ptr<ModeratorPool>> ModeratorPool::make(std::vector<WordList> lists)
{
    std::unique_ptr<ModeratorPool> pool(new ModeratorPool(std::move(lists)));
    auto shared = WordListModerator::make(pool->m_lists);
    if (!shared)
        return shared.error();
    pool->m_shared = std::move(*shared);
    return pool;
}

Result<ModerationVerdict> ModeratorPool::judge(std::string_view text,
                                               const ModerationScope &scope) const
{
    const auto moderator = moderatorFor(scope.policy.terms);
    if (!moderator)
        return moderator.error();
    return (*moderator)->judge(text, scope);
}

Result<const WordListModerator *> ModeratorPool::moderatorFor(const std::string &terms) const
{
    if (terms.empty())
        return m_shared.get();
    if (const auto *kept = m_own.find(terms))
        return kept->get();
    auto own = WordList::parseAll(terms);
    if (!own)
        return own.error();
    std::vector<WordList> lists = m_lists;
    lists.insert(lists.end(), own->begin(), own->end());
    auto made = WordListModerator::make(lists);
    if (!made)
        return made.error();
    const WordListModerator *moderator = made->get();
    m_own.put(terms, std::move(*made), terms.size());
    return moderator;
}

} // namespace parley::functions
