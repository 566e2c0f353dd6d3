#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "server/types/token.h"

namespace parley {

// A grant with holes: {room} stands for the value of a variable. Filled in, it must be a grant.
struct GrantPattern {
    Role role = Role::Subscribe;
    std::string nameSpace{}; // "": all namespaces
    TopicSelector::Kind kind = TopicSelector::Kind::Name;
    std::string topics{}; // "{room}-publish"; "" for All

    friend bool operator==(const GrantPattern &, const GrantPattern &) = default;
};

// What has to be said when a token is issued from a template.
struct TemplateVariable {
    std::string name{}; // [a-z][a-zA-Z0-9]*
    std::string each{}; // not "": a list, whose element the patterns call by this name

    friend bool operator==(const TemplateVariable &, const TemplateVariable &) = default;
};

// What tokens of a kind have in common, so that an application only says who it is for.
struct TokenTemplate {
    static constexpr std::size_t kMaxTemplates = 256; // of a broker; they are listed whole
    static constexpr std::size_t kMaxNameBytes = 64;
    static constexpr std::size_t kMaxVariables = 8;
    static constexpr std::size_t kMaxDescriptionBytes = 512;

    static bool isName(std::string_view text); // [a-z0-9-]{1,64}

    std::string name{};
    std::string title{}; // for people
    std::string description{};
    std::vector<TemplateVariable> variables{};
    TokenKind kind = TokenKind::Disposable;
    std::string label{}; // these three are patterns
    std::string publisherId{};
    std::string room{}; // "" or "namespace/{room}"
    std::vector<GrantPattern> grants{};
    std::chrono::seconds validFor{3600}; // when the request says nothing
    std::chrono::seconds maxValidFor{86'400};
    bool oneUse = false;
    TokenLimits limits{};
    std::vector<std::string> allowedOrigins{};

    friend bool operator==(const TokenTemplate &, const TokenTemplate &) = default;
};

} // namespace parley
