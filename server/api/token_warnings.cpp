#include "server/api/token_warnings.h"

#include <algorithm>

namespace parley {
namespace {

bool anyMatches(const TopicSelector &selector, const std::vector<std::string> &sorted)
{
    if (selector.kind == TopicSelector::Kind::All)
        return !sorted.empty();
    const auto at = std::lower_bound(sorted.begin(), sorted.end(), selector.text);
    if (at == sorted.end())
        return false;
    return selector.kind == TopicSelector::Kind::Name ? *at == selector.text
                                                      : at->starts_with(selector.text);
}

} // namespace

TokenWarnings::TokenWarnings(const std::vector<Room> &rooms)
{
    for (const Room &room : rooms) {
        const std::string &nameSpace = room.nameSpace.text();
        m_publishTopics[nameSpace].push_back(room.publishTopic().topic.text());
        for (const std::string &code : room.languages)
            m_languageTopics[nameSpace].push_back(room.subscribeTopic(code).topic.text());
        m_functionTokens.insert(room.functionTokenId);
    }
    for (Topics *topics : {&m_publishTopics, &m_languageTopics})
        for (auto &[nameSpace, names] : *topics)
            std::sort(names.begin(), names.end());
}

bool TokenWarnings::reaches(const Token &token, Right right, const Topics &topics)
{
    for (const Grant &grant : token.scope.grants) {
        if (!gives(grant.role, right))
            continue;
        for (const auto &[nameSpace, names] : topics)
            if ((!grant.nameSpace || grant.nameSpace->text() == nameSpace)
                && anyMatches(grant.topics, names))
                return true;
    }
    return false;
}

std::vector<std::string_view> TokenWarnings::of(const Token &token, UtcTime now) const
{
    std::vector<std::string_view> warnings;
    if (!token.isValidAt(now))
        return warnings;
    const bool isFunction = m_functionTokens.count(token.id) > 0;
    if (!token.scope.admin && !isFunction && reaches(token, Right::Publish, m_languageTopics))
        warnings.push_back("publishes_past_moderation");
    if (!token.scope.admin && reaches(token, Right::History, m_publishTopics))
        warnings.push_back("reads_unmoderated");
    if (token.kind == TokenKind::Key && !token.validUntil && !isFunction)
        warnings.push_back("never_expires");
    if (now - token.lastUsedAt.value_or(token.createdAt) >= kUnused && !isFunction)
        warnings.push_back("unused_90_days");
    return warnings;
}

} // namespace parley
