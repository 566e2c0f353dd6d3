#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "server/base/result.h"
#include "server/protocol/json_value.h"

namespace parley {

enum class JsonKind : std::uint8_t { Null, Boolean, Integer, BigInteger, Real, String, Nested };

// A member of the outermost object, read without building a tree. Views hold until the next parse.
struct JsonMember {
    std::string_view name{};
    JsonKind kind = JsonKind::Null;
    std::string_view string{};
    std::int64_t integer = 0;
};

// A parser that keeps its memory from one text to the next. Thread: any one. The rules are those of
// parseJson().
class JsonParser
{
public:
    static constexpr std::size_t kMaxMembers = 16; // of an object read flat; our widest has 8

    JsonParser();
    ~JsonParser();
    JsonParser(JsonParser &&) noexcept;
    JsonParser &operator=(JsonParser &&) noexcept;

    Result<JsonValue> parse(std::string_view text);

    //! For small objects on the hot path: the members of \p text, which must be an object.
    Result<std::span<const JsonMember>> parseMembers(std::string_view text);
    Result<JsonValue> nested(std::size_t index) const; // tree of a member of kind Nested

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace parley
