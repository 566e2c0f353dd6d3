#include "server/protocol/json_parser.h"

#include <algorithm>
#include <array>
#include <cstring>

#include <simdjson.h>

#include "server/protocol/limits.h"
#include "server/protocol/utf8_validator.h"

namespace parley {
namespace {

namespace dom = simdjson::dom;

Error malformed(std::string_view why)
{
    return {ErrorCode::InvalidArgument, "malformed JSON: " + std::string(why)};
}

std::string_view reason(simdjson::error_code code)
{
    switch (code) {
    case simdjson::EMPTY: return "there is none";
    case simdjson::UTF8_ERROR: return "not UTF-8";
    case simdjson::NUMBER_ERROR:
    case simdjson::NUMBER_OUT_OF_RANGE: return "a number is malformed or out of range";
    case simdjson::DEPTH_ERROR: return "nested too deeply";
    case simdjson::UNESCAPED_CHARS: return "a control character in a string is not escaped";
    case simdjson::STRING_ERROR: return "a string has an escape that does not exist";
    case simdjson::UNCLOSED_STRING: return "a string does not end";
    default: return "the syntax is wrong";
    }
}

int hexValue(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    const char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

int escapedUnit(std::string_view text) // "\uXXXX" at the begin of text; -1: no such escape
{
    if (text.size() < 6 || text[0] != '\\' || text[1] != 'u')
        return -1;
    int unit = 0;
    for (std::size_t i = 2; i < 6; ++i) {
        const int digit = hexValue(text[i]);
        if (digit < 0)
            return -1;
        unit = unit * 16 + digit;
    }
    return unit;
}

// simdjson 3.0 lets a lone low surrogate through and joins a high one with whatever escape follows.
// Backslashes stand in strings only, so the text can be judged without its structure.
bool hasLoneSurrogate(std::string_view text)
{
    for (auto at = text.find('\\'); at != text.npos; at = text.find('\\', at)) {
        const int unit = escapedUnit(text.substr(at));
        if (unit >= 0xdc00 && unit <= 0xdfff)
            return true;
        if (unit >= 0xd800 && unit <= 0xdbff) {
            const int second = escapedUnit(text.substr(at + 6));
            if (second < 0xdc00 || second > 0xdfff)
                return true;
            at += 6;
        }
        at += unit < 0 ? 2 : 6;
    }
    return false;
}

// True when two names are equal; simdjson does not look.
bool hasDoubledName(const JsonValue::Object &members)
{
    if (members.size() < 2)
        return false;
    std::vector<std::string_view> names;
    names.reserve(members.size());
    for (const auto &member : members)
        names.push_back(member.first);
    std::sort(names.begin(), names.end());
    return std::adjacent_find(names.begin(), names.end()) != names.end();
}

Result<JsonValue> treeOf(const dom::element &element, std::size_t depth);

Result<JsonValue> arrayOf(const dom::array &array, std::size_t depth)
{
    JsonValue::Array items;
    for (const dom::element item : array) {
        auto value = treeOf(item, depth);
        if (!value)
            return value.error();
        items.push_back(*std::move(value));
    }
    return JsonValue(std::move(items));
}

Result<JsonValue> objectOf(const dom::object &object, std::size_t depth)
{
    JsonValue::Object members;
    for (const auto field : object) {
        auto value = treeOf(field.value, depth);
        if (!value)
            return value.error();
        members.emplace_back(std::string(field.key), *std::move(value));
    }
    if (hasDoubledName(members))
        return malformed("a member is named twice");
    return JsonValue(std::move(members));
}

Result<JsonValue> treeOf(const dom::element &element, std::size_t depth)
{
    const bool nests = element.is_array() || element.is_object();
    if (nests && depth == limits::kJsonDepth)
        return malformed("nested too deeply");
    switch (element.type()) {
    case dom::element_type::ARRAY: return arrayOf(element.get_array().value_unsafe(), depth + 1);
    case dom::element_type::OBJECT: return objectOf(element.get_object().value_unsafe(), depth + 1);
    case dom::element_type::INT64: return JsonValue(element.get_int64().value_unsafe());
    case dom::element_type::UINT64: return JsonValue(element.get_uint64().value_unsafe());
    case dom::element_type::DOUBLE: return JsonValue(element.get_double().value_unsafe());
    case dom::element_type::STRING:
        return JsonValue(std::string(element.get_string().value_unsafe()));
    case dom::element_type::BOOL: return JsonValue(element.get_bool().value_unsafe());
    case dom::element_type::NULL_VALUE: return JsonValue();
    }
    return malformed("the syntax is wrong");
}

JsonMember memberOf(std::string_view name, const dom::element &element)
{
    JsonMember member{name};
    switch (element.type()) {
    case dom::element_type::ARRAY:
    case dom::element_type::OBJECT: member.kind = JsonKind::Nested; break;
    case dom::element_type::INT64:
        member.kind = JsonKind::Integer;
        member.integer = element.get_int64().value_unsafe();
        break;
    case dom::element_type::UINT64: member.kind = JsonKind::BigInteger; break;
    case dom::element_type::DOUBLE: member.kind = JsonKind::Real; break;
    case dom::element_type::STRING:
        member.kind = JsonKind::String;
        member.string = element.get_string().value_unsafe();
        break;
    case dom::element_type::BOOL: member.kind = JsonKind::Boolean; break;
    case dom::element_type::NULL_VALUE: break;
    }
    return member;
}

} // namespace

struct JsonParser::Impl {
    dom::parser parser{};
    std::unique_ptr<char[]> padded{}; // simdjson reads up to SIMDJSON_PADDING bytes past the end
    std::size_t capacity = 0;
    std::array<JsonMember, kMaxMembers> members{};
    std::array<dom::element, kMaxMembers> elements{};
    std::size_t count = 0;

    Result<dom::element> root(std::string_view text);
    bool isNamed(std::string_view name) const;
};

Result<dom::element> JsonParser::Impl::root(std::string_view text)
{
    count = 0;
    if (text.size() > capacity || !padded) {
        capacity = std::max<std::size_t>(text.size(), 1024);
        padded = std::make_unique<char[]>(capacity + simdjson::SIMDJSON_PADDING);
    }
    text.copy(padded.get(), text.size());
    std::memset(padded.get() + text.size(), 0, simdjson::SIMDJSON_PADDING);
    dom::element element;
    if (const auto code = parser.parse(padded.get(), text.size(), false).get(element))
        return malformed(reason(code));
    if (hasLoneSurrogate(text))
        return malformed("a surrogate escape has no partner");
    return element;
}

bool JsonParser::Impl::isNamed(std::string_view name) const
{
    return std::any_of(members.begin(), members.begin() + static_cast<std::ptrdiff_t>(count),
                       [name](const JsonMember &member) { return member.name == name; });
}

JsonParser::JsonParser() : m_impl(std::make_unique<Impl>()) {}
JsonParser::~JsonParser() = default;
JsonParser::JsonParser(JsonParser &&) noexcept = default;
JsonParser &JsonParser::operator=(JsonParser &&) noexcept = default;

Result<JsonValue> JsonParser::parse(std::string_view text)
{
    auto root = m_impl->root(text);
    if (!root)
        return root.error();
    return treeOf(*root, 0);
}

Result<std::span<const JsonMember>> JsonParser::parseMembers(std::string_view text)
{
    Impl &impl = *m_impl;
    auto root = impl.root(text);
    if (!root)
        return root.error();
    dom::object object;
    if (root->get_object().get(object))
        return Error{ErrorCode::InvalidArgument, "must be a JSON object"};
    for (const auto field : object) {
        if (impl.count == kMaxMembers)
            return Error{ErrorCode::InvalidArgument, "too many members"};
        if (impl.isNamed(field.key))
            return malformed("a member is named twice");
        impl.elements[impl.count] = field.value;
        impl.members[impl.count] = memberOf(field.key, field.value);
        ++impl.count;
    }
    return std::span<const JsonMember>(impl.members.data(), impl.count);
}

Result<JsonValue> JsonParser::nested(std::size_t index) const
{
    return treeOf(m_impl->elements[index], 1);
}

bool isValidUtf8(std::string_view bytes) // here because only this file includes simdjson
{
    return simdjson::validate_utf8(bytes.data(), bytes.size());
}

} // namespace parley
