#pragma once

#include <cstdint>
#include <string_view>

#include "server/base/result.h"

namespace parley {

// What becomes of a message, from mild to strict; the strictest finding decides. Flag delivers the
// text as it is and says so in the verdict.
enum class ModerationAction : std::uint8_t { Allow, Flag, Mask, Hold, Block };

std::string_view wireName(ModerationAction action); // "allow", "flag", "mask", "hold", "block"
Result<ModerationAction> moderationActionFrom(std::string_view name);

} // namespace parley
