#pragma once

#include <string_view>

#include "server/protocol/json_value.h"

namespace parley {

//! The part of \p value that a JSON pointer (RFC 6901) such as "/user/id" names; null: there is
//! none. Thread: any.
const JsonValue *atPointer(const JsonValue &value, std::string_view pointer);

} // namespace parley
