#pragma once

#include <string_view>

namespace parley::functions {

//! The plain letter that a folded letter looks like: a Cyrillic or Greek o, a small capital, a
//! letter with a stroke become Latin letters; all others stay. Letters only, one to one: no digit,
//! no pair ("rn" is not "m"), so that clean words stay apart. Lists and texts go through the same
//! table, so it works in both directions. Our own table; UTS 39 skeletons merge too much.
char32_t plainLetter(char32_t folded);

//! The letters that a digit or sign may stand for ("3" for e, "1" for i or l); empty for others.
std::u32string_view lettersOfSign(char32_t sign);

} // namespace parley::functions
