#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/protocol/json_value.h"

namespace parley {

// Reads the members of one object that came from outside. The first fault is kept and later reads
// give empty values, so that a caller reads all he wants and asks once:
//     JsonReader in(body);
//     const auto label = in.string("label");
//     const auto seconds = in.optionalWholeNumber("validForSeconds", 1, kMaxSeconds);
//     if (auto ok = in.finish(); !ok)
//         return ok.error(); // InvalidArgument that names the member
// Optional members may be absent or null. Thread: any one.
class JsonReader
{
public:
    //! \p value is borrowed, as are the names given below, which are literals.
    //! \p where names the object in errors, such as "grants[0]"; empty for the outermost.
    explicit JsonReader(const JsonValue &value, std::string where = {});

    bool has(std::string_view name) const; // present, null or not; does not count as read

    std::string string(std::string_view name);
    std::optional<std::string> optionalString(std::string_view name);
    std::int64_t integer(std::string_view name, std::int64_t min, std::int64_t max);
    std::optional<std::int64_t> optionalInteger(std::string_view name, std::int64_t min,
                                                std::int64_t max);
    std::uint64_t wholeNumber(std::string_view name, std::uint64_t min, std::uint64_t max);
    std::optional<std::uint64_t> optionalWholeNumber(std::string_view name, std::uint64_t min,
                                                     std::uint64_t max);
    bool boolean(std::string_view name);
    std::optional<bool> optionalBoolean(std::string_view name);

    const JsonValue::Array &array(std::string_view name); // empty on a fault
    const JsonValue::Array &optionalArray(std::string_view name); // empty when absent
    const JsonValue &object(std::string_view name); // an empty object on a fault
    const JsonValue *optionalValue(std::string_view name); // whatever it is; null when absent
    const JsonValue *optionalObject(std::string_view name);
    std::vector<std::string> strings(std::string_view name); // an array of nothing else

    void fail(std::string_view name, std::string_view why); // a fault that the caller found
    Result<void> finish(); // the first fault, or a member nobody read

private:
    const JsonValue *take(std::string_view name); // null counts as absent
    const JsonValue *require(std::string_view name);
    std::string pathOf(std::string_view name) const;

    const JsonValue::Object *m_members; // never nullptr
    std::string m_where;
    std::vector<bool> m_read; // one for each of the members
    std::optional<Error> m_fault{};
};

} // namespace parley
