#pragma once

#include <optional>
#include <string>
#include <vector>

#include "server/types/token.h"

namespace parley {

// Which tokens somebody wants to see; what is empty counts for nothing.
struct TokenQuery {
    static constexpr std::size_t kMaxTokens = 1000; // of a page
    //! Tokens looked at for one page, so that a rare answer does not hold everybody up: some ms.
    static constexpr std::size_t kMaxLooked = 20'000;

    std::string before{}; // id: older ones
    std::size_t limit = 100; // 1 to kMaxTokens
    std::optional<TokenState> state{};
    std::optional<TokenKind> kind{};
    std::string issuer{};
    std::string templateName{};
    std::string room{};
    std::string text{}; // in label, publisher id or id; ASCII letters in any case

    bool matches(const Token &token, TokenState now) const;
};

struct TokenPage {
    std::vector<Token> tokens{}; // newest first
    std::optional<std::string> next{}; // what to ask before= for; nullopt: there are no older ones
};

// Tokens that are revoked together.
struct TokenGroup {
    enum class Kind : std::uint8_t {
        Issuer, // all that it issued, and what those issued; not itself
        Template,
        Room,
    };
    Kind kind = Kind::Issuer;
    std::string name{}; // id, name, or "namespace/name"
};

} // namespace parley
