#include "server/protocol/http_request_parser.h"
#include "server/protocol/websocket_handshake.h"
#include "tests/fuzz/fuzz_input.h"

using namespace parley;

namespace {

bool isWhole(std::string_view response) // one head, each line ended, nothing behind it
{
    return response.starts_with("HTTP/1.1 101 ") && response.ends_with("\r\n\r\n")
        && response.find("\r\n\r\n") == response.size() - 4;
}

} // namespace

// The input stands behind a valid handshake's fields, or is the whole request.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const fuzz::Input input(data, size);
    std::string text(input.stream);
    if (input.cutting % 2 == 0)
        text = "GET /v1/socket HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
               "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            + text + "\r\n\r\n";
    HttpRequestParser parser;
    parser.feed(text);
    if (parser.state() != HttpRequestParser::State::Complete
        && parser.state() != HttpRequestParser::State::Body)
        return 0;
    const auto answer = checkHandshake(parser.request());
    if (!answer)
        return 0;
    fuzz::require(parser.state() == HttpRequestParser::State::Complete, "it has no body");
    fuzz::require(isWhole(answer->response), "the answer is one head");
    // The answer depends on the key and on whether parley.v1 was offered, so not on the secret.
    HttpRequest bare = parser.request();
    std::erase_if(bare.headers, [](const HttpHeader &field) {
        return field.name == "authorization" || field.name == "sec-websocket-protocol";
    });
    const bool chosen = answer->response.find("Sec-WebSocket-Protocol") != std::string::npos;
    if (chosen)
        bare.headers.push_back({"sec-websocket-protocol", "parley.v1"});
    fuzz::require(checkHandshake(bare)->response == answer->response, "the secret is not echoed");

    const bool offered = parser.request().header("sec-websocket-protocol")
        && parser.request().header("sec-websocket-protocol")->find("parley.v1")
            != std::string::npos;
    fuzz::require(!chosen || offered, "only what was offered is chosen");
    return 0;
}
