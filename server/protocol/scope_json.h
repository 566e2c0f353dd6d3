#pragma once

#include <string>
#include <string_view>

#include "server/protocol/json_value.h"
#include "server/protocol/json_writer.h"
#include "server/types/grant.h"

namespace parley {

// Grants, and what a token may administer, as the wire and the store write them. Source: README.md,
// section 6.3.
void writeGrant(JsonWriter &writer, const Grant &grant);
void writeGrants(JsonWriter &writer, const std::vector<Grant> &grants); // an array
Result<std::vector<Grant>> grantsFromJson(const JsonValue &array); // unknown members are refused

void writeAdmin(JsonWriter &writer, const Scope &scope); // true, false, {"topics":"read"}
Result<void> readAdmin(const JsonValue &value, Scope &scope); // into one that has no admin yet

std::string scopeJson(const Scope &scope); // {"admin":false,"grants":[...]}
Result<Scope> scopeFromJson(std::string_view text);

} // namespace parley
