#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "server/base/result.h"
#include "server/types/moderation_policy.h"

namespace parley::functions {

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

// By what a text is judged; borrowed for the call.
struct ModerationScope {
    std::span<const std::string> languages{}; // BCP 47; one without a list is skipped
    const ModerationPolicy &policy;
};

// Judges a text by the lists of the given languages and what the policy makes of their categories.
// Thread: the one that owns it.
class Moderator
{
public:
    virtual ~Moderator() = default;

    //! \return an Error when the text could not be judged (too long, too much work, a list that
    //! cannot be read): then the policy's failClosed decides.
    virtual Result<ModerationVerdict> judge(std::string_view text,
                                            const ModerationScope &scope) const = 0;
};

} // namespace parley::functions
