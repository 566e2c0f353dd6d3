#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace parley {

// A publish command whose strings need no unescaping. The views lie in the text that was scanned.
struct PlainPublish {
    std::optional<std::uint64_t> id{}; // below 2^53
    std::string_view nameSpace = "default";
    std::string_view topic{}; // not checked: only good to be compared
    std::string_view text{}; // its JSON form is itself
};

//! Reads a publish of text in one pass, when it has the shape that clients send all day: no member
//! unknown or doubled, no backslash. Nothing else is refused here: for all that is not such a
//! publish the answer is nullopt, and CommandDecoder says what it is. Whenever there is an answer,
//! CommandDecoder gives the same, but for names that it refuses (a fuzz target holds them to it).
//! \param json valid UTF-8. Errors: none. Thread: any.
std::optional<PlainPublish> scanPublish(std::string_view json);

} // namespace parley
