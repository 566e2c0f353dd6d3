#include "server/protocol/http_fields.h"

#include <algorithm>

namespace parley {
namespace {

bool isTokenChar(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
        || (c != '\0' && std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos);
}

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

Error malformed(std::string_view why)
{
    return {ErrorCode::InvalidArgument, "malformed header field: " + std::string(why)};
}

} // namespace

bool isToken(std::string_view text)
{
    return !text.empty() && std::all_of(text.begin(), text.end(), isTokenChar);
}

bool isFieldValue(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte >= 0x20 && byte != 0x7f) || c == '\t';
    });
}

std::string lowerCased(std::string_view text)
{
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), lower);
    return out;
}

bool equalIgnoringCase(std::string_view a, std::string_view b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](char x, char y) { return lower(x) == lower(y); });
}

std::string_view trimmed(std::string_view text)
{
    const auto begin = text.find_first_not_of(" \t");
    if (begin == text.npos)
        return {};
    return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

Result<HttpHeader> parseFieldLine(std::string_view line)
{
    if (line.starts_with(' ') || line.starts_with('\t'))
        return malformed("a folded line");
    const auto colon = line.find(':');
    if (colon == line.npos)
        return malformed("no colon");
    if (!isToken(line.substr(0, colon)))
        return malformed("the name is not a token");
    const auto value = line.substr(colon + 1);
    if (!isFieldValue(value))
        return malformed("a control character");
    return HttpHeader{lowerCased(line.substr(0, colon)), std::string(trimmed(value))};
}

std::vector<std::string_view> listElements(std::string_view value)
{
    std::vector<std::string_view> elements;
    for (std::size_t at = 0; at <= value.size();) {
        const auto end = std::min(value.find(',', at), value.size());
        elements.push_back(trimmed(value.substr(at, end - at)));
        at = end + 1;
    }
    return elements;
}

bool listContains(const std::string *value, std::string_view token)
{
    if (!value)
        return false;
    const auto elements = listElements(*value);
    return std::any_of(elements.begin(), elements.end(), [token](std::string_view element) {
        return equalIgnoringCase(element, token);
    });
}

} // namespace parley
