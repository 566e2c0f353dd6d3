#pragma once

#include <memory>
#include <string_view>
#include <vector>

namespace parley::functions {

// Asks ICU where graphemes and words begin, with its dictionary for Japanese and Chinese.
// Thread: one at a time (the iterators keep a state).
class TextBreaks final
{
public:
    TextBreaks();
    ~TextBreaks();
    TextBreaks(const TextBreaks &) = delete;
    TextBreaks &operator=(const TextBreaks &) = delete;

    //! For each byte and one behind the last: does a grapheme cluster (a word) begin here?
    //! Linear in the text. All true when ICU cannot say.
    std::vector<bool> graphemes(std::string_view utf8) const;
    std::vector<bool> words(std::string_view utf8) const;

private:
    struct Iterators; // keeps ICU's headers out of ours
    std::unique_ptr<Iterators> m_iterators;
};

} // namespace parley::functions
