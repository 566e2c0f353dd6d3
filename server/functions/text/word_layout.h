#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "server/functions/text/folded_text.h"

namespace parley::functions {

// Where words begin and end among cells. Linear to make, constant to ask. Thread: any (a value).
class WordLayout final
{
public:
    explicit WordLayout(std::span<const Cell> cells);

    //! Nothing that belongs to the same word stands before cell \p i. A letter or digit does; so
    //! does one behind an '@' or '$', which glue ("ass@home" is an address, not a word).
    bool beginsWord(std::size_t i) const { return !m_places[i].isGluedBefore; }
    //! The same behind; digits at the very end of a word do not belong to it.
    bool endsWord(std::size_t i) const { return !m_places[i].isGluedBehind; }

    //! First and last cell of the run of letters and digits around cell \p i.
    std::size_t wordBegin(std::size_t i) const { return m_places[i].begin; }
    std::size_t wordEnd(std::size_t i) const { return m_places[i].end; }

    //! May a word go on across separator \p i? Across punctuation yes ("d.r.a.t"), across an
    //! apostrophe or a space only when a single letter stands on both sides ("d r a t").
    bool mayCross(std::size_t i) const { return m_places[i].mayCross; }

private:
    struct Place {
        std::size_t begin = 0;
        std::size_t end = 0;
        bool isGluedBefore = false;
        bool isGluedBehind = false;
        bool mayCross = false;
    };

    void markGlue(std::span<const Cell> cells);
    void markWords(std::span<const Cell> cells);
    void markCrossings(std::span<const Cell> cells);

    std::vector<Place> m_places;
};

} // namespace parley::functions
