#pragma once

#include <cstdint>

namespace parley::functions {

// A listed term, ready to be looked for.
struct CompiledTerm {
    std::uint32_t list = 0; // index of its list
    std::uint32_t category = 0; // index in the list
    std::uint32_t length = 0; // letters
    bool anyStart = false;
    bool anyEnd = false;
    bool isAllowed = false;
};

// Where a term was found.
struct TermMatch {
    std::uint32_t term = 0; // index
    std::size_t begin = 0; // cells
    std::size_t end = 0; // the last one, not one past it
};

} // namespace parley::functions
