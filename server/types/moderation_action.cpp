#include "server/types/moderation_action.h"

#include <array>

namespace parley {
namespace {

constexpr std::array kActions{ModerationAction::Allow, ModerationAction::Flag,
                              ModerationAction::Mask, ModerationAction::Hold,
                              ModerationAction::Block};

} // namespace

std::string_view wireName(ModerationAction action)
{
    switch (action) {
    case ModerationAction::Allow: return "allow";
    case ModerationAction::Flag: return "flag";
    case ModerationAction::Mask: return "mask";
    case ModerationAction::Hold: return "hold";
    case ModerationAction::Block: return "block";
    }
    return "block";
}

Result<ModerationAction> moderationActionFrom(std::string_view name)
{
    for (const ModerationAction action : kActions)
        if (wireName(action) == name)
            return action;
    return Error{ErrorCode::InvalidArgument,
                 "an action is one of allow, flag, mask, hold and block"};
}

} // namespace parley
