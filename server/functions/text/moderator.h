#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "server/base/result.h"

namespace parley::functions {

// What becomes of a message, from mild to strict; the strictest finding decides.
enum class ModerationAction : std::uint8_t { Allow, Mask, Hold, Block };

std::string_view wireName(ModerationAction action);

struct ByteSpan {
    std::size_t begin = 0; // bytes of UTF-8
    std::size_t end = 0; // one past the last

    friend bool operator==(const ByteSpan &, const ByteSpan &) = default;
};

// One thing that a rule saw in the text.
struct ModerationFinding {
    std::string rule{}; // "en/mild", or "text/bidi-override" for a rule about characters
    std::string category{}; // "mild"
    int severity = 0; // 1 (mild) to 4; 0 for a flag that asks for nothing
    ModerationAction action = ModerationAction::Allow; // what it asks for
    ByteSpan span{}; // in the text as it came, widened to whole graphemes
};

struct ModerationVerdict {
    ModerationAction action = ModerationAction::Allow;
    std::vector<ModerationFinding> findings{}; // in order of the text, at most kMaxFindings
    std::string text{}; // with the findings masked, one '*' for each grapheme
    std::vector<ByteSpan> masked{}; // where the stars are in `text`
    std::size_t steps = 0; // work done, for the bound that tests hold it to
};

// Judges a text by the lists of the given languages. Thread: the one that owns it.
class Moderator
{
public:
    virtual ~Moderator() = default;

    //! \param languages BCP 47 codes; a language without a list is skipped.
    //! \return an Error when the text could not be judged (too long, too much work): then the
    //! room's setting decides, closed by default.
    virtual Result<ModerationVerdict> judge(std::string_view text,
                                            std::span<const std::string> languages) const = 0;
};

} // namespace parley::functions
