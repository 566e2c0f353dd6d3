#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include "server/base/clock.h"

namespace parley {

void appendJsonString(std::string &out, std::string_view text); // with its quotes; text is UTF-8

// Writes JSON to the end of a string, commas included. Thread: any one. The caller pairs begin and
// end, and calls key() before each value of an object.
class JsonWriter
{
public:
    explicit JsonWriter(std::string &out) : m_out(out) {}

    JsonWriter &beginObject();
    JsonWriter &endObject();
    JsonWriter &beginArray();
    JsonWriter &endArray();
    JsonWriter &key(std::string_view name);

    JsonWriter &string(std::string_view text);
    JsonWriter &number(std::uint64_t value);
    JsonWriter &number(std::int64_t value);
    JsonWriter &number(double value); // shortest form that reads back equal; NaN and infinity: null
    JsonWriter &boolean(bool value);
    JsonWriter &null();
    JsonWriter &raw(std::string_view json); // a value that is JSON already

    //! key and value in one: text, number, bool, time (milliseconds), or an optional of these.
    template <typename T>
    JsonWriter &member(std::string_view name, const T &value)
    {
        key(name);
        return this->value(value);
    }

private:
    template <typename T>
    struct IsOptional : std::false_type {
    };
    template <typename T>
    struct IsOptional<std::optional<T>> : std::true_type {
    };

    template <typename T>
    JsonWriter &value(const T &value)
    {
        if constexpr (IsOptional<T>::value)
            return value ? this->value(*value) : null();
        else if constexpr (std::same_as<T, bool>)
            return boolean(value);
        else if constexpr (std::unsigned_integral<T>)
            return number(std::uint64_t{value});
        else if constexpr (std::signed_integral<T>)
            return number(std::int64_t{value});
        else if constexpr (std::floating_point<T>)
            return number(double{value});
        else if constexpr (std::same_as<T, UtcTime>)
            return number(std::int64_t{epochMilliseconds(value)});
        else
            return string(value);
    }

    void separate(); // a comma when a value stands before

    std::string &m_out; // borrowed; outlives the writer
    bool m_afterValue = false;
};

} // namespace parley
