#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "server/auth/token_request.h"
#include "server/types/token_template.h"

namespace parley {

// What is said for the variables of a template, by name.
struct TemplateValues {
    static constexpr std::size_t kMaxValueBytes = 64;
    static constexpr std::size_t kMaxListValues = 32;

    std::vector<std::pair<std::string, std::string>> texts{};
    std::vector<std::pair<std::string, std::vector<std::string>>> lists{};
};

//! Whether tokens can be issued from it: its names, sizes and patterns. InvalidArgument,
//! LimitExceeded. Source of the rules: server/protocol/README.md, section 6.3.
Result<void> checkTemplate(const TokenTemplate &tokenTemplate);

//! Fills in the template. A value has 1 to 64 of the characters that parts of topic names have, so
//! it can make no pattern reach further than it says. InvalidArgument, LimitExceeded.
Result<TokenRequest> expandTemplate(const TokenTemplate &tokenTemplate,
                                    const TemplateValues &values,
                                    std::optional<std::chrono::seconds> validFor);

} // namespace parley
