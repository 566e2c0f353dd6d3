#include "server/protocol/http_fields.h"
#include "server/protocol/http_response.h"
#include "tests/fuzz/fuzz_input.h"
#include "tests/support/http_transcript.h"

using namespace parley;

namespace {

constexpr std::size_t kBodyLimit = 64; // so that inputs of libFuzzer's size reach it

void checkRequest(const HttpRequest &request)
{
    fuzz::require(request.path == "*" || request.path.starts_with('/'), "a path is absolute");
    fuzz::require(request.path.find_first_of("%\\ #?") == std::string::npos, "a path is literal");
    fuzz::require(request.path.find("/../") == std::string::npos, "a path has no dot segments");
    fuzz::require(request.body.size() <= kBodyLimit, "no body is over the limit");
    fuzz::require(request.headers.size() <= limits::kHeaderFields, "fields are bounded");
    for (const HttpHeader &header : request.headers)
        fuzz::require(isToken(header.name) && isFieldValue(header.value), "fields are clean");
    fuzz::require(request.http10 || request.header("host"), "1.1 has a Host");
}

// A request written anew from what was read gives the same request again.
void checkRewritten(const HttpRequest &request)
{
    std::string text = request.method + ' ' + request.target
        + (request.http10 ? " HTTP/1.0\r\n" : " HTTP/1.1\r\n");
    for (const HttpHeader &header : request.headers)
        if (header.name != "transfer-encoding" && header.name != "content-length")
            text += header.name + ": " + header.value + "\r\n";
    text += "content-length: " + std::to_string(request.body.size()) + "\r\n\r\n" + request.body;

    HttpRequestParser parser;
    std::string_view rest = text;
    rest.remove_prefix(parser.feed(rest));
    parser.feed(rest);
    if (parser.state() == HttpRequestParser::State::Failed) // it may have grown over a limit
        return fuzz::require(parser.failure().status == 431, "a request that was read is valid");
    fuzz::require(parser.state() == HttpRequestParser::State::Complete, "and whole");
    fuzz::require(parser.request().body == request.body, "with the same body");
    fuzz::require(parser.request().path == request.path, "and the same path");
    fuzz::require(parser.request().query == request.query, "and the same query");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const fuzz::Input input(data, size);
    const std::string whole = test::httpTranscript(input.stream, 0, kBodyLimit);
    fuzz::require(whole == test::httpTranscript(input.stream, 1, kBodyLimit), "bytewise is equal");
    fuzz::require(whole == test::httpTranscript(input.stream, input.cutting, kBodyLimit),
                  "any cut is equal");

    HttpRequestParser parser;
    std::string_view rest = input.stream;
    while (!rest.empty() && parser.state() != HttpRequestParser::State::Failed) {
        const bool wasHead = parser.state() == HttpRequestParser::State::Head;
        const std::size_t consumed = parser.feed(rest);
        fuzz::require(consumed <= rest.size(), "it consumes what there is");
        rest.remove_prefix(consumed);
        if (wasHead && parser.state() == HttpRequestParser::State::Body)
            parser.limitBody(kBodyLimit);
        if (parser.state() != HttpRequestParser::State::Complete)
            continue;
        const HttpRequest request = parser.take();
        checkRequest(request);
        checkRewritten(request);
    }
    if (parser.state() == HttpRequestParser::State::Failed) {
        fuzz::require(parser.feed("GET / HTTP/1.0\r\n\r\n") == 18, "all is swallowed");
        const int status = parser.failure().status;
        fuzz::require(status >= 400 && status <= 505 && !reasonPhrase(status).empty(),
                      "a failure has a status");
    }
    return 0;
}
