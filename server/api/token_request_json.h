#pragma once

#include "server/auth/template_expansion.h"
#include "server/protocol/json_reader.h"

namespace parley {

// What the bodies of requests for tokens say. Unknown members are refused. Source:
// server/protocol/README.md, section 6.3.

//! \param where names the object in errors: "tokens[3]", or "" for the whole body.
Result<TokenRequest> tokenRequestFrom(const JsonValue &object, const std::string &where);

// What is asked of a template.
struct TemplateRequest {
    TemplateValues values{};
    std::optional<std::chrono::seconds> validFor{};
};
Result<TemplateRequest> templateRequestFrom(const JsonValue &object, const std::string &where);

//! The members of {"tokens":[...]}: 1 to kMaxBatch.
inline constexpr std::size_t kMaxBatch = 1000;
Result<JsonValue::Array> batchFrom(const JsonValue &body);
std::string whereInBatch(std::size_t index); // "tokens[3]"

} // namespace parley
