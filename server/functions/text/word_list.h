#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server/base/result.h"
#include "server/functions/text/moderator.h"

namespace parley::functions {

struct WordCategory {
    std::string name{}; // "mild"
    int severity = 1; // 1 to 4
    ModerationAction action = ModerationAction::Mask;
};

// One line of a list, still as written; wildcards taken off.
struct WordTerm {
    std::string text{};
    std::size_t category = 0; // index; unused for an allowed term
    bool anyStart = false; // "*word": may begin inside a word
    bool anyEnd = false; // "word*": may go on
    bool isAllowed = false; // a hit inside it is none
};

// A language's list, read from text. Format, UTF-8, one entry a line:
//   # comment                        to the end of the line, at its beginning only
//   @language es                     first entry, a BCP 47 code
//   @category mild 1 mask            name, severity 1-4, flag, mask, hold or block; for what
//   follows drat                             whole word; any case, accents do not matter shut up
//   words in a row poop*   *poop   *poop*           may go on, may begin inside, both
//   @allow                           terms that follow are clean, whatever they contain
// Kana and Han terms match where the word breaks of the language fall; * lifts that on its side.
struct WordList {
    static constexpr std::size_t kMaxTerms
        = 5000; // as much as a person can review; trie stays < 2 MB
    static constexpr std::size_t kMaxTermBytes = 120; // about 60 letters, as other filters allow

    std::string language{};
    std::vector<WordCategory> categories{};
    std::vector<WordTerm> terms{};

    static Result<WordList> parse(std::string_view text); // the Error names the line
    //! Several lists in a row, each from its @language on; none in an empty text. The bounds are
    //! those of one list for all of them together.
    static Result<std::vector<WordList>> parseAll(std::string_view text);
};

} // namespace parley::functions
