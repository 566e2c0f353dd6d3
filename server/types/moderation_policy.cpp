#include "server/types/moderation_policy.h"

#include "server/types/language.h"

namespace parley {
namespace {

bool speaksOf(const CategoryRule &rule, const std::string &language, const std::string &category)
{
    return (rule.language.empty() || rule.language == language)
        && (rule.category.empty() || rule.category == category);
}

int weightOf(const CategoryRule &rule)
{
    return (rule.category.empty() ? 0 : 2) + (rule.language.empty() ? 0 : 1);
}

Result<void> checkRule(const CategoryRule &rule)
{
    if (!isLanguageOrAny(rule.language))
        return Error{ErrorCode::InvalidArgument, "a moderation rule names an unknown language"};
    if (rule.category.size() > ModerationPolicy::kMaxCategoryBytes)
        return Error{ErrorCode::InvalidArgument, "a category has at most 32 characters"};
    return {};
}

} // namespace

Result<ModerationPolicy> ModerationPolicy::checked(ModerationPolicy policy)
{
    if (policy.rules.size() > kMaxRules)
        return Error{ErrorCode::LimitExceeded, "a room has at most 64 moderation rules"};
    for (const CategoryRule &rule : policy.rules)
        if (auto ok = checkRule(rule); !ok)
            return ok.error();
    if (policy.terms.size() > kMaxTermsBytes)
        return Error{ErrorCode::LimitExceeded, "a room's own list has at most 65,536 bytes"};
    if (policy.strikesToMute > kMaxStrikes)
        return Error{ErrorCode::InvalidArgument, "strikesToMute is 0 to 100"};
    if (policy.muteMinutes < 1 || policy.muteMinutes > kMaxMuteMinutes)
        return Error{ErrorCode::InvalidArgument, "muteMinutes is 1 to 43,200"};
    return policy;
}

ModerationAction ModerationPolicy::actionFor(const std::string &language,
                                             const std::string &category,
                                             ModerationAction asked) const
{
    int weight = -1;
    ModerationAction action = asked;
    for (const CategoryRule &rule : rules) {
        if (!speaksOf(rule, language, category) || weightOf(rule) <= weight)
            continue;
        weight = weightOf(rule);
        action = rule.action;
    }
    return action;
}

} // namespace parley
