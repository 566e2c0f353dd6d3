#include "server/functions/text/moderator.h"

namespace parley::functions {

std::string_view wireName(ModerationAction action)
{
    switch (action) {
    case ModerationAction::Allow: return "allow";
    case ModerationAction::Mask: return "mask";
    case ModerationAction::Hold: return "hold";
    case ModerationAction::Block: return "block";
    }
    return "block";
}

} // namespace parley::functions
