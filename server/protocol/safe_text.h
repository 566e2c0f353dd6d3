#pragma once

#include <string>
#include <string_view>

namespace parley {

//! Text from outside, made fit for an error message: in quotes, at most 48 bytes of it (cut between
//! characters, with "..."), controls escaped. \p text is UTF-8.
std::string quoted(std::string_view text);

//! \p text with the secrets of tokens taken out of it ("prl_live_***"), for what is kept: somebody
//! may put a secret where a name belongs.
std::string withoutSecrets(std::string_view text);

//! Bytes of a stranger, made fit for JSON: what is no UTF-8 becomes U+FFFD, and at most \p most
//! bytes are taken, cut between characters.
std::string asUtf8(std::string_view bytes, std::size_t most = std::string_view::npos);

} // namespace parley
