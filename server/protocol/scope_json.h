#pragma once

#include <string>
#include <string_view>

#include "server/protocol/json_value.h"
#include "server/protocol/json_writer.h"
#include "server/types/grant.h"

namespace parley {

// Grants as the wire and the store write them. Source: README.md, section 6.3.
void writeGrants(JsonWriter &writer, const std::vector<Grant> &grants); // an array
Result<std::vector<Grant>> grantsFromJson(const JsonValue &array); // unknown members are refused

std::string scopeJson(const Scope &scope); // {"admin":false,"grants":[...]}
Result<Scope> scopeFromJson(std::string_view text);

} // namespace parley
