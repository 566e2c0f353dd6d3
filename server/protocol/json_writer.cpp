#include "server/protocol/json_writer.h"

#include <charconv>
#include <cmath>

#include "server/protocol/json_escape.h"

namespace parley {
namespace {

template <typename Number>
void appendNumber(std::string &out, Number value)
{
    char text[32]; // the longest is a double of 24 characters
    const auto end = std::to_chars(text, text + sizeof text, value).ptr;
    out.append(text, end);
}

} // namespace

void appendJsonString(std::string &out, std::string_view text)
{
    const std::size_t size = escapedJsonSize(text);
    out += '"';
    if (size == text.size()) { // nothing to escape, as nearly always
        out.append(text);
    } else {
        const std::size_t begin = out.size();
        out.resize(begin + size);
        writeEscapedJson(out.data() + begin, text);
    }
    out += '"';
}

void JsonWriter::separate()
{
    if (m_afterValue)
        m_out += ',';
    m_afterValue = true;
}

JsonWriter &JsonWriter::beginObject()
{
    separate();
    m_out += '{';
    m_afterValue = false;
    return *this;
}

JsonWriter &JsonWriter::endObject()
{
    m_out += '}';
    m_afterValue = true;
    return *this;
}

JsonWriter &JsonWriter::beginArray()
{
    separate();
    m_out += '[';
    m_afterValue = false;
    return *this;
}

JsonWriter &JsonWriter::endArray()
{
    m_out += ']';
    m_afterValue = true;
    return *this;
}

JsonWriter &JsonWriter::key(std::string_view name)
{
    separate();
    appendJsonString(m_out, name);
    m_out += ':';
    m_afterValue = false;
    return *this;
}

JsonWriter &JsonWriter::string(std::string_view text)
{
    separate();
    appendJsonString(m_out, text);
    return *this;
}

JsonWriter &JsonWriter::number(std::uint64_t value)
{
    separate();
    appendNumber(m_out, value);
    return *this;
}

JsonWriter &JsonWriter::number(std::int64_t value)
{
    separate();
    appendNumber(m_out, value);
    return *this;
}

JsonWriter &JsonWriter::number(double value)
{
    if (!std::isfinite(value))
        return null();
    separate();
    const std::size_t begin = m_out.size();
    appendNumber(m_out, value);
    if (m_out.find_first_of(".e", begin) == m_out.npos)
        m_out += ".0"; // else 1e20 would read back as an integer, and one that is out of range
    return *this;
}

JsonWriter &JsonWriter::boolean(bool value)
{
    return raw(value ? "true" : "false");
}

JsonWriter &JsonWriter::null()
{
    return raw("null");
}

JsonWriter &JsonWriter::raw(std::string_view json)
{
    separate();
    m_out += json;
    return *this;
}

} // namespace parley
