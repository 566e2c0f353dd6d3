#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "server/base/result.h"

namespace parley {

// A JSON value as a tree. Plain value, owns its text. Objects keep the order of their members.
class JsonValue
{
public:
    using Array = std::vector<JsonValue>;
    using Member = std::pair<std::string, JsonValue>;
    using Object = std::vector<Member>;

    JsonValue() = default; // null
    template <std::same_as<bool> T> // not what only converts to bool, such as a pointer
    JsonValue(T value) : m_data(value)
    {
    }
    JsonValue(std::int64_t value) : m_data(value) {}
    JsonValue(std::uint64_t value) : m_data(value) {} // parsed: only what int64 cannot hold
    JsonValue(double value) : m_data(value) {}
    JsonValue(std::string value) : m_data(std::move(value)) {}
    JsonValue(const char *value) : m_data(std::string(value)) {}
    JsonValue(Array value) : m_data(std::move(value)) {}
    JsonValue(Object value) : m_data(std::move(value)) {}

    bool isNull() const { return m_data.index() == 0; }
    // Each nullptr when the value is of another kind.
    const bool *boolean() const { return std::get_if<bool>(&m_data); }
    const std::int64_t *integer() const { return std::get_if<std::int64_t>(&m_data); }
    const std::uint64_t *bigInteger() const { return std::get_if<std::uint64_t>(&m_data); }
    const double *real() const { return std::get_if<double>(&m_data); }
    const std::string *string() const { return std::get_if<std::string>(&m_data); }
    const Array *array() const { return std::get_if<Array>(&m_data); }
    const Object *object() const { return std::get_if<Object>(&m_data); }

    const JsonValue *find(std::string_view name) const; // member of an object; nullptr: none

    friend bool operator==(const JsonValue &, const JsonValue &) = default;

private:
    std::variant<std::monostate, bool, std::int64_t, std::uint64_t, double, std::string, Array,
                 Object>
        m_data;
};

//! Strict: refuses what RFC 8259 refuses, depth over limits::kJsonDepth, doubled keys, invalid
//! UTF-8, lone surrogate escapes, numbers that no 64-bit integer or double can hold.
Result<JsonValue> parseJson(std::string_view text);

std::string jsonText(const JsonValue &value); // compact

} // namespace parley
