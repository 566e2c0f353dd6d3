#pragma once

#include <string>
#include <string_view>

namespace parley {

//! Text from outside, made fit for an error message: in quotes, at most 48 bytes of it (cut between
//! characters, with "..."), controls escaped. \p text is UTF-8.
std::string quoted(std::string_view text);

} // namespace parley
