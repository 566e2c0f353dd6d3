#include "server/base/encoding.h"
#include "server/protocol/bearer.h"
#include "server/protocol/host_policy.h"
#include "server/protocol/start_point.h"
#include "server/protocol/utf8_validator.h"
#include "server/tls/server_name.h"
#include "server/types/idempotency_key.h"
#include "server/types/listen_address.h"
#include "server/types/namespace_name.h"
#include "server/types/topic_name.h"
#include "server/webhooks/address_policy.h"
#include "tests/fuzz/fuzz_input.h"

using namespace parley;

namespace {

template <typename Name>
void checkWord(const Result<Name> &name, std::string_view text, std::size_t longest)
{
    if (!name)
        return fuzz::require(isValidUtf8(name.error().message), "an error is UTF-8");
    fuzz::require(name->text() == text, "a name has one spelling");
    fuzz::require(!text.empty() && text.size() <= longest, "a bounded name");
    for (const char c : text) // what it stands in: paths, logs, JSON
        fuzz::require(c > ' ' && c < 0x7f && c != '"' && c != '\\' && c != '%', "a plain name");
}

void checkNames(std::string_view text)
{
    checkWord(TopicName::parse(text), text, TopicName::kMaxLength);
    checkWord(TopicName::parseAny(text), text, TopicName::kMaxLength);
    checkWord(NamespaceName::parse(text), text, NamespaceName::kMaxLength);
    checkWord(IdempotencyKey::parse(text), text, IdempotencyKey::kMaxLength);
    if (TopicName::parseAny(text)) {
        const std::string path = '/' + std::string(text) + '/';
        fuzz::require(path.find("/../") == path.npos && path.find("/./") == path.npos
                          && path.find("//") == path.npos,
                      "no name leads elsewhere");
    }
}

void checkPositions(std::string_view text)
{
    if (const auto position = positionFromText(text))
        fuzz::require(positionText(*position) == text, "a position has one spelling");
    if (const auto number = wholeNumber(text))
        fuzz::require(std::to_string(*number) == text && *number <= kMaxWholeNumber,
                      "a number has one spelling");
    if (const auto from = startPointFromText(text))
        fuzz::require(startPointText(*from) == text, "a start point has one spelling");
}

void checkAddresses(std::string_view text)
{
    if (const auto address = ListenAddress::parse(text)) {
        const auto again = ListenAddress::parse(address->authority());
        fuzz::require(again && again->authority() == address->authority()
                          && again->isLoopback() == address->isLoopback(),
                      "an address is what it writes");
    }
    if (const auto address = IpAddress::parse(text)) {
        const auto again = IpAddress::parse(address->text());
        fuzz::require(again && *again == *address, "an IP address is what it writes");
        const AddressPolicy policy;
        const bool isPublic = !policy.refusal(*address, 443, AddressLevel::Public);
        fuzz::require(policy.refusal(*again, 443, AddressLevel::Public).has_value() != isPublic,
                      "it is judged alike however it is written");
    }
    if (const auto name = normalizedServerName(text))
        fuzz::require(normalizedServerName(*name) == name, "a name of a server has one spelling");
    if (const auto origin = normalizedOrigin(text))
        fuzz::require(normalizedOrigin(*origin) == origin, "an origin has one spelling");
}

// Only the names of this machine, whatever is written around them.
void checkHosts(std::string_view text)
{
    const HostRules rules;
    if (!checkHost(text, rules))
        return;
    std::string lower(text);
    for (char &c : lower)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    fuzz::require(lower == "localhost:8080" || lower == "127.0.0.1:8080" || lower == "[::1]:8080",
                  "no other host is this one");
}

void checkSecrets(std::string_view text)
{
    HttpRequest request;
    request.headers.push_back({"authorization", std::string(text)});
    const auto secret = bearerSecret(request);
    if (secret && *secret) {
        fuzz::require(text.substr(std::string_view("Bearer ").size()) == **secret,
                      "a secret is all that stands behind its scheme, as it was sent");
        for (const char c : **secret)
            fuzz::require(c > ' ' && c < 0x7f, "and can be seen");
    }
    if (const auto bytes = fromBase64(text))
        fuzz::require(base64(*bytes) == text, "base64 has one spelling");
}

} // namespace

// Short texts from outside that become values: names, positions, addresses, hosts, secrets.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char *>(data), size);
    checkNames(text);
    checkPositions(text);
    checkAddresses(text);
    checkHosts(text);
    checkSecrets(text);
    return 0;
}
