#include "server/api/exported_head.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "server/protocol/http_fields.h"

namespace parley {
namespace {

constexpr std::string_view kMask = "***";

constexpr std::array<std::string_view, 8> kCredentials{
    "authorization", "proxy-authorization", "cookie", "set-cookie", "x-api-key", "api-key",
    "x-auth-token",  "x-amz-security-token"};
constexpr std::array<std::string_view, 5> kSignatures{
    "webhook-id", "webhook-timestamp", "webhook-signature", "momento-signature", "webhook-attempt"};
constexpr std::array<std::string_view, 12> kHarmless{
    "host", "content-length", "content-type", "accept-encoding",  "user-agent", "connection",
    "date", "server",         "retry-after",  "content-encoding", "keep-alive", "webhook-delivery"};

template <std::size_t N>
bool isOneOf(const std::array<std::string_view, N> &names, std::string_view name)
{
    return std::any_of(names.begin(), names.end(),
                       [name](std::string_view one) { return equalIgnoringCase(one, name); });
}

std::string shownValue(std::string_view name, std::string_view value, bool redact)
{
    if (isOneOf(kCredentials, name))
        return std::string(kMask);
    if (redact && !isOneOf(kHarmless, name) && !isSignatureHeader(name))
        return std::string(kMask);
    return std::string(value);
}

std::string withoutQuery(std::string line)
{
    const auto query = line.find('?');
    if (query != line.npos)
        line.replace(query + 1, line.find(' ', query) - query - 1, kMask);
    return line;
}

} // namespace

bool isCredentialHeader(std::string_view name)
{
    return isOneOf(kCredentials, name);
}

bool isSignatureHeader(std::string_view lowerCaseName)
{
    return isOneOf(kSignatures, lowerCaseName);
}

ExportedHead ExportedHead::from(std::string_view bytes, bool redact)
{
    ExportedHead head;
    bool isFirst = true;
    for (std::size_t at = 0; at < bytes.size();) {
        const auto end = std::min(bytes.find("\r\n", at), bytes.size());
        const std::string_view line = bytes.substr(at, end - at);
        at = std::min(end + 2, bytes.size());
        const auto colon = line.find(':');
        if (isFirst)
            head.firstLine = redact ? withoutQuery(std::string(line)) : std::string(line);
        else if (colon != line.npos)
            head.fields.emplace_back(
                line.substr(0, colon),
                shownValue(line.substr(0, colon), trimmed(line.substr(colon + 1)), redact));
        isFirst = false;
    }
    return head;
}

std::string ExportedHead::text() const
{
    if (firstLine.empty())
        return {};
    std::string text = firstLine + "\r\n";
    for (const auto &[name, value] : fields)
        text += name + ": " + value + "\r\n";
    return text + "\r\n";
}

std::string_view ExportedHead::value(std::string_view lowerCaseName) const
{
    for (const auto &[name, value] : fields)
        if (equalIgnoringCase(name, lowerCaseName))
            return value;
    return {};
}

std::string_view ExportedHead::word(std::size_t index) const
{
    std::string_view rest = firstLine;
    for (; index > 0; --index) {
        const auto space = rest.find(' ');
        rest = space == rest.npos ? std::string_view() : rest.substr(space + 1);
    }
    return rest.substr(0, rest.find(' '));
}

int ExportedHead::status() const
{
    const std::string_view digits = word(1);
    int status = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), status);
    return status;
}

} // namespace parley
