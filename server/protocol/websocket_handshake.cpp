#include "server/protocol/websocket_handshake.h"

#include <algorithm>
#include <vector>

#include "server/base/digest.h"
#include "server/base/encoding.h"
#include "server/protocol/bearer.h"
#include "server/protocol/http_fields.h"

namespace parley {
namespace {

constexpr std::string_view kProtocol = "parley.v1";
constexpr std::string_view kTokenProtocol = "parley.token.";
constexpr std::size_t kKeyBytes = 16;

Error invalid(std::string_view why)
{
    return {ErrorCode::InvalidArgument, std::string(why)};
}

Result<void> checkUpgrade(const HttpRequest &request)
{
    if (request.method != "GET")
        return Error{ErrorCode::MethodNotAllowed, "a WebSocket opens with GET"};
    if (!listContains(request.header("upgrade"), "websocket"))
        return Error{ErrorCode::UpgradeRequired, "this route speaks WebSocket only"};
    if (request.http10)
        return invalid("a WebSocket needs HTTP/1.1");
    if (!listContains(request.header("connection"), "upgrade"))
        return invalid("Connection does not name upgrade");
    const std::string *version = request.header("sec-websocket-version");
    if (!version || *version != "13")
        return Error{ErrorCode::UpgradeRequired, "the WebSocket version must be 13"};
    const std::string *length = request.header("content-length");
    const bool hasBody = length && length->find_first_not_of('0') != length->npos;
    if (hasBody || request.header("transfer-encoding"))
        return invalid("a WebSocket request has no body");
    return {};
}

// One parameter: token, token=token, or token="token".
bool isParameter(std::string_view text)
{
    const auto equals = text.find('=');
    if (equals == text.npos)
        return isToken(text);
    auto value = text.substr(equals + 1);
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"')
        value = value.substr(1, value.size() - 2);
    return isToken(text.substr(0, equals)) && isToken(value);
}

// RFC 6455, section 9.1. None is known, so a well-formed offer is not answered.
bool isExtensionList(std::string_view value)
{
    for (const std::string_view extension : listElements(value)) {
        bool first = true;
        for (std::size_t at = 0; at <= extension.size(); first = false) {
            const auto end = std::min(extension.find(';', at), extension.size());
            const auto part = trimmed(extension.substr(at, end - at));
            if (first ? !isToken(part) : !isParameter(part))
                return false;
            at = end + 1;
        }
    }
    return true;
}

struct Offer {
    bool parley = false;
    std::optional<std::string> secret{};
};

Result<Offer> readProtocols(const HttpRequest &request)
{
    Offer offer;
    const std::string *field = request.header("sec-websocket-protocol");
    if (!field)
        return offer;
    auto protocols = listElements(*field);
    for (const std::string_view protocol : protocols) {
        if (!isToken(protocol))
            return invalid("Sec-WebSocket-Protocol is malformed");
        if (protocol == kProtocol)
            offer.parley = true;
        if (!protocol.starts_with(kTokenProtocol))
            continue;
        if (offer.secret)
            return invalid("more than one token is offered");
        offer.secret = std::string(protocol.substr(kTokenProtocol.size()));
    }
    std::sort(protocols.begin(), protocols.end());
    if (std::adjacent_find(protocols.begin(), protocols.end()) != protocols.end())
        return invalid("a subprotocol is offered twice");
    return offer;
}

std::string answerText(const std::string &key, bool parley)
{
    std::string out = "HTTP/1.1 101 Switching Protocols\r\n"
                      "Upgrade: websocket\r\n"
                      "Connection: Upgrade\r\n"
                      "Sec-WebSocket-Accept: "
        + acceptKey(key) + "\r\n";
    if (parley)
        out.append("Sec-WebSocket-Protocol: ").append(kProtocol).append("\r\n");
    return out.append("\r\n");
}

} // namespace

Result<HandshakeAnswer> checkHandshake(const HttpRequest &request)
{
    if (auto ok = checkUpgrade(request); !ok)
        return ok.error();
    const std::string *key = request.header("sec-websocket-key");
    if (!key)
        return invalid("Sec-WebSocket-Key is missing");
    if (const auto bytes = fromBase64(*key); !bytes || bytes->size() != kKeyBytes)
        return invalid("Sec-WebSocket-Key is not base64 of 16 bytes");
    const std::string *extensions = request.header("sec-websocket-extensions");
    if (extensions && !isExtensionList(*extensions))
        return invalid("Sec-WebSocket-Extensions is malformed");
    auto offer = readProtocols(request);
    if (!offer)
        return offer.error();
    if (offer->secret && request.header("authorization"))
        return invalid("a token both in Authorization and in a subprotocol");
    auto bearer = bearerSecret(request);
    if (!bearer)
        return bearer.error();
    return HandshakeAnswer{answerText(*key, offer->parley),
                           offer->secret ? std::move(offer->secret) : *std::move(bearer)};
}

std::string acceptKey(std::string_view key)
{
    const auto digest = sha1(std::string(key) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11");
    return base64(asText(digest));
}

} // namespace parley
