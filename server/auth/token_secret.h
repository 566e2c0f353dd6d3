#pragma once

#include <string>
#include <string_view>

#include "server/base/digest.h"
#include "server/base/random.h"
#include "server/types/token.h"

namespace parley {

// The text of a token: a prefix that secret scanners find, and 256 bits from the operating system.
// Opaque: nothing is decoded from it, it is looked up by its SHA-256 (facts on tokens, section 7).
class TokenSecret
{
public:
    static constexpr std::string_view kLivePrefix = "prl_live_"; // a key's
    static constexpr std::string_view kTemporaryPrefix = "prl_tmp_"; // a disposable token's
    static constexpr std::string_view kRefreshPrefix = "prl_ref_"; // asks for a key's next secret
    static constexpr std::size_t kRandomBytes = 32;
    static constexpr std::size_t kMaxBytes = 512; // longer is refused before it is hashed

    static std::string make(TokenKind kind, Random &random);
    static std::string makeRefresh(Random &random);
    static Sha256Digest digest(std::string_view secret) { return sha256(secret); }
};

} // namespace parley
