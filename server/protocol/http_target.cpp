#include "server/protocol/http_target.h"

#include <algorithm>

#include "server/protocol/http_fields.h"
#include "server/protocol/utf8_validator.h"

namespace parley {
namespace {

Error malformed(std::string_view why)
{
    return {ErrorCode::InvalidArgument, "malformed request target: " + std::string(why)};
}

bool isVisible(char c)
{
    return c > 0x20 && c < 0x7f;
}

int hexValue(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

Result<std::string> percentDecoded(std::string_view text)
{
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '%') {
            out += text[at];
            continue;
        }
        const int high = at + 2 < text.size() ? hexValue(text[at + 1]) : -1;
        const int low = at + 2 < text.size() ? hexValue(text[at + 2]) : -1;
        if (high < 0 || low < 0)
            return malformed("a percent sign without two hex digits");
        const int byte = high * 16 + low;
        if (byte < 0x20 || byte == 0x7f)
            return malformed("a control character in the query");
        out += static_cast<char>(byte);
        at += 2;
    }
    if (!isValidUtf8(out))
        return malformed("the query is not UTF-8");
    return out;
}

Result<void> checkPath(std::string_view path)
{
    if (!path.starts_with('/'))
        return malformed("the path does not begin with '/'");
    if (path.find_first_of("%\\") != path.npos)
        return malformed("paths are taken literally, without '%' and '\\'");
    for (std::size_t at = 1; at <= path.size();) {
        const auto end = std::min(path.find('/', at), path.size());
        const auto segment = path.substr(at, end - at);
        if (segment == "." || segment == "..")
            return malformed("a dot segment");
        at = end + 1;
    }
    return {};
}

Result<void> readQuery(std::string_view text, HttpTarget &target)
{
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find('&', at), text.size());
        const auto pair = text.substr(at, end - at);
        at = end + 1;
        const auto equals = pair.find('=');
        if (equals == pair.npos || equals == 0 || at == text.size())
            return malformed("the query is not a list of name=value");
        auto name = percentDecoded(pair.substr(0, equals));
        if (!name)
            return name.error();
        auto value = percentDecoded(pair.substr(equals + 1));
        if (!value)
            return value.error();
        const bool doubled = std::any_of(target.query.begin(), target.query.end(),
                                         [&](const auto &other) { return other.first == *name; });
        if (doubled)
            return malformed("a query parameter is named twice");
        target.query.emplace_back(*std::move(name), *std::move(value));
    }
    return {};
}

} // namespace

Result<HttpTarget> parseTarget(std::string_view text)
{
    if (!std::all_of(text.begin(), text.end(), isVisible))
        return malformed("a control, a space or a byte beyond ASCII");
    if (text.find('#') != text.npos)
        return malformed("a fragment");
    HttpTarget target;
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (!equalIgnoringCase(text.substr(0, scheme.size()), scheme))
            continue;
        text.remove_prefix(scheme.size());
        const auto end = std::min(text.find_first_of("/?"), text.size());
        if (end == 0)
            return malformed("the authority is empty");
        target.authority = text.substr(0, end);
        text.remove_prefix(end);
        break;
    }
    const auto question = std::min(text.find('?'), text.size());
    target.path = text.substr(0, question);
    if (target.path.empty() && !target.authority.empty())
        target.path = "/"; // RFC 9110, section 4.2.3: the empty path of a URL is "/"
    if (auto ok = checkPath(target.path); !ok)
        return ok.error();
    if (question < text.size())
        if (auto ok = readQuery(text.substr(question + 1), target); !ok)
            return ok.error();
    return target;
}

} // namespace parley
