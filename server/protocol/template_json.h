#pragma once

#include <string>
#include <string_view>

#include "server/protocol/json_value.h"
#include "server/protocol/json_writer.h"
#include "server/types/token_template.h"

namespace parley {

// Token templates as the wire and the store write them. Source: README.md, section 6.3. What comes
// out has the right form; whether its patterns can be filled in is for auth/template_expansion.h.
void writeTemplate(JsonWriter &writer, const TokenTemplate &tokenTemplate); // an object
//! Unknown members are refused. InvalidArgument, LimitExceeded.
Result<TokenTemplate> templateFrom(const JsonValue &object);

std::string templateJson(const TokenTemplate &tokenTemplate);
Result<TokenTemplate> templateFromJson(std::string_view text);

} // namespace parley
