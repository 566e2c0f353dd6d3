#include "server/webhooks/aws_signature.h"

#include <algorithm>
#include <ctime>
#include <map>
#include <utility>

#include "server/base/digest.h"
#include "server/base/encoding.h"

namespace parley {
namespace {

constexpr std::string_view kAlgorithm = "AWS4-HMAC-SHA256";

struct Stamp {
    std::string date{}; // 20150830
    std::string time{}; // 20150830T123600Z
};

Stamp stampOf(UtcTime now)
{
    const std::time_t seconds = epochMilliseconds(now) / 1000;
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    char text[17] = {};
    std::strftime(text, sizeof text, "%Y%m%dT%H%M%SZ", &parts);
    return {std::string(text, 8), text};
}

bool isUnreserved(char c) // RFC 3986, section 2.3
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'
        || c == '.' || c == '_' || c == '~';
}

std::string encoded(std::string_view text, std::string_view alsoPlain)
{
    std::string out;
    for (const char c : text) {
        if (isUnreserved(c) || alsoPlain.find(c) != alsoPlain.npos) {
            out += c;
            continue;
        }
        const std::string digits = hex(asBytes({&c, 1}));
        out += '%';
        for (const char digit : digits)
            out += digit >= 'a' ? static_cast<char>(digit - 32) : digit;
    }
    return out;
}

// Parameters by name, then by value; each one has its '='.
std::string canonicalQuery(std::string_view query)
{
    std::vector<std::pair<std::string, std::string>> parameters;
    while (!query.empty()) {
        const std::string_view part = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(query.size(), part.size() + 1));
        if (part.empty())
            continue;
        const std::size_t equals = std::min(part.find('='), part.size());
        const std::string_view value = part.substr(std::min(part.size(), equals + 1));
        parameters.emplace_back(encoded(part.substr(0, equals), "%"), encoded(value, "%"));
    }
    std::sort(parameters.begin(), parameters.end());
    std::string out;
    for (const auto &[name, value] : parameters)
        out.append(out.empty() ? "" : "&").append(name).append("=").append(value);
    return out;
}

// Without blanks around it, and with one where there were several.
std::string trimmed(std::string_view value)
{
    std::string out;
    for (const char c : value) {
        const bool isBlank = c == ' ' || c == '\t';
        if (!isBlank)
            out += c;
        else if (!out.empty() && out.back() != ' ')
            out += ' ';
    }
    while (!out.empty() && out.back() == ' ')
        out.pop_back();
    return out;
}

struct CanonicalHeaders {
    std::string lines{};
    std::string names{};
};

CanonicalHeaders canonicalHeaders(const AwsRequest &request, const Stamp &stamp)
{
    std::map<std::string, std::string> headers{{"host", std::string(request.host)},
                                               {"x-amz-date", stamp.time}};
    for (const HeaderField &field : request.headers) {
        std::string name = field.name;
        std::transform(name.begin(), name.end(), name.begin(),
                       [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
        auto [at, isNew] = headers.try_emplace(name, trimmed(field.value));
        if (!isNew && name != "host" && name != "x-amz-date")
            at->second.append(",").append(trimmed(field.value));
    }
    CanonicalHeaders out;
    for (const auto &[name, value] : headers) {
        out.lines.append(name).append(":").append(value).append("\n");
        out.names.append(out.names.empty() ? "" : ";").append(name);
    }
    return out;
}

std::string digest(std::string_view text)
{
    return hex(sha256(text));
}

std::string mac(std::string_view key, std::string_view text)
{
    return std::string(asText(hmacSha256(key, text)));
}

} // namespace

std::vector<HeaderField> signForAws(const AwsRequest &request, const AwsIdentity &identity,
                                    UtcTime now)
{
    const Stamp stamp = stampOf(now);
    const CanonicalHeaders headers = canonicalHeaders(request, stamp);
    const std::size_t mark = std::min(request.target.find('?'), request.target.size());
    const std::string_view path = request.target.substr(0, mark);
    const std::string_view query = request.target.substr(std::min(request.target.size(), mark + 1));

    std::string canonical(request.method);
    canonical.append("\n").append(encoded(path, "/")).append("\n").append(canonicalQuery(query));
    canonical.append("\n").append(headers.lines).append("\n").append(headers.names);
    canonical.append("\n").append(digest(request.body));

    const std::string scope
        = stamp.date + "/" + identity.region + "/" + identity.service + "/aws4_request";
    const std::string toSign
        = std::string(kAlgorithm) + "\n" + stamp.time + "\n" + scope + "\n" + digest(canonical);
    const std::string key = mac(
        mac(mac(mac("AWS4" + identity.secretKey, stamp.date), identity.region), identity.service),
        "aws4_request");
    return {{"X-Amz-Date", stamp.time},
            {"Authorization",
             std::string(kAlgorithm) + " Credential=" + identity.keyId + "/" + scope
                 + ", SignedHeaders=" + headers.names
                 + ", Signature=" + hex(asBytes(mac(key, toSign)))}};
}

} // namespace parley
