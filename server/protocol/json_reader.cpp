#include "server/protocol/json_reader.h"

#include <algorithm>

#include "server/protocol/safe_text.h"

namespace parley {
namespace {

const JsonValue::Array kNoItems{};
const JsonValue::Object kNoMembers{};

const JsonValue &emptyObject()
{
    static const JsonValue value(JsonValue::Object{});
    return value;
}

template <typename Number>
std::string rangeText(Number min, Number max)
{
    return "must be a whole number from " + std::to_string(min) + " to " + std::to_string(max);
}

} // namespace

JsonReader::JsonReader(const JsonValue &value, std::string where) :
    m_members(value.object() ? value.object() : &kNoMembers), m_where(std::move(where)),
    m_read(m_members->size(), false)
{
    if (!value.object())
        m_fault = Error{ErrorCode::InvalidArgument,
                        m_where.empty() ? "must be a JSON object"
                                        : quoted(m_where) + " must be a JSON object"};
}

bool JsonReader::has(std::string_view name) const
{
    return std::any_of(m_members->begin(), m_members->end(),
                       [name](const JsonValue::Member &member) { return member.first == name; });
}

std::string JsonReader::pathOf(std::string_view name) const
{
    return m_where.empty() ? std::string(name) : m_where + '.' + std::string(name);
}

void JsonReader::fail(std::string_view name, std::string_view why)
{
    if (!m_fault)
        m_fault = Error{ErrorCode::InvalidArgument,
                        "member " + quoted(pathOf(name)) + ' ' + std::string(why)};
}

const JsonValue *JsonReader::take(std::string_view name)
{
    for (std::size_t i = 0; i < m_members->size(); ++i) {
        const auto &[memberName, value] = (*m_members)[i];
        if (memberName != name)
            continue;
        m_read[i] = true;
        return value.isNull() ? nullptr : &value;
    }
    return nullptr;
}

const JsonValue *JsonReader::require(std::string_view name)
{
    const JsonValue *value = take(name);
    if (!value)
        fail(name, "is missing");
    return value;
}

std::optional<std::string> JsonReader::optionalString(std::string_view name)
{
    const JsonValue *value = take(name);
    if (!value)
        return std::nullopt;
    if (value->string())
        return *value->string();
    fail(name, "must be a string");
    return std::nullopt;
}

std::string JsonReader::string(std::string_view name)
{
    return require(name) ? optionalString(name).value_or("") : "";
}

std::optional<std::int64_t> JsonReader::optionalInteger(std::string_view name, std::int64_t min,
                                                        std::int64_t max)
{
    const JsonValue *value = take(name);
    if (!value)
        return std::nullopt;
    const std::int64_t *number = value->integer();
    if (number && *number >= min && *number <= max)
        return *number;
    fail(name, rangeText(min, max));
    return std::nullopt;
}

std::int64_t JsonReader::integer(std::string_view name, std::int64_t min, std::int64_t max)
{
    return require(name) ? optionalInteger(name, min, max).value_or(0) : 0;
}

std::optional<std::uint64_t> JsonReader::optionalWholeNumber(std::string_view name,
                                                             std::uint64_t min, std::uint64_t max)
{
    const JsonValue *value = take(name);
    if (!value)
        return std::nullopt;
    std::optional<std::uint64_t> number;
    if (const std::int64_t *small = value->integer(); small && *small >= 0)
        number = static_cast<std::uint64_t>(*small);
    else if (value->bigInteger())
        number = *value->bigInteger();
    if (number && *number >= min && *number <= max)
        return number;
    fail(name, rangeText(min, max));
    return std::nullopt;
}

std::uint64_t JsonReader::wholeNumber(std::string_view name, std::uint64_t min, std::uint64_t max)
{
    return require(name) ? optionalWholeNumber(name, min, max).value_or(0) : 0;
}

std::optional<bool> JsonReader::optionalBoolean(std::string_view name)
{
    const JsonValue *value = take(name);
    if (!value)
        return std::nullopt;
    if (value->boolean())
        return *value->boolean();
    fail(name, "must be true or false");
    return std::nullopt;
}

bool JsonReader::boolean(std::string_view name)
{
    return require(name) && optionalBoolean(name).value_or(false);
}

const JsonValue *JsonReader::optionalValue(std::string_view name)
{
    return take(name);
}

const JsonValue::Array &JsonReader::optionalArray(std::string_view name)
{
    const JsonValue *value = take(name);
    if (value && !value->array())
        fail(name, "must be an array");
    return value && value->array() ? *value->array() : kNoItems;
}

const JsonValue::Array &JsonReader::array(std::string_view name)
{
    return require(name) ? optionalArray(name) : kNoItems;
}

const JsonValue *JsonReader::optionalObject(std::string_view name)
{
    const JsonValue *value = take(name);
    if (!value)
        return nullptr;
    if (value->object())
        return value;
    fail(name, "must be an object");
    return nullptr;
}

const JsonValue &JsonReader::object(std::string_view name)
{
    const JsonValue *value = require(name) ? optionalObject(name) : nullptr;
    return value ? *value : emptyObject();
}

std::vector<std::string> JsonReader::strings(std::string_view name)
{
    std::vector<std::string> texts;
    for (const JsonValue &item : array(name)) {
        if (!item.string()) {
            fail(name, "must hold strings only");
            return {};
        }
        texts.push_back(*item.string());
    }
    return texts;
}

Result<void> JsonReader::finish()
{
    if (m_fault)
        return *m_fault;
    const auto unread = std::find(m_read.begin(), m_read.end(), false);
    if (unread == m_read.end())
        return {};
    const auto index = static_cast<std::size_t>(unread - m_read.begin());
    return Error{ErrorCode::InvalidArgument,
                 "unknown member " + quoted(pathOf((*m_members)[index].first))};
}

} // namespace parley
