#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server/protocol/http_request_parser.h"
#include "tests/support/stream_cuts.h"

namespace parley::test {

inline std::string describe(const HttpRequest &request)
{
    std::string out = request.method + ' ' + request.path + (request.http10 ? " 1.0" : " 1.1");
    out += request.keepAlive ? " keep" : " close";
    out += " authority=" + request.authority;
    for (const auto &[name, value] : request.query)
        out += " ?" + name + '=' + value;
    for (const HttpHeader &header : request.headers)
        out += '\n' + header.name + ": " + header.value;
    return out + "\n[" + request.body + "]\n";
}

//! The requests of \p stream, read in the pieces of \p cutting (see cutUp()); a failure ends it.
inline std::string httpTranscript(std::string_view stream, unsigned cutting,
                                  std::size_t bodyLimit = limits::kBodyBytes)
{
    HttpRequestParser parser;
    std::string out;
    for (const std::string_view piece : cutUp(stream, cutting)) {
        const std::vector<char> buffer(piece.begin(), piece.end());
        std::string_view rest(buffer.data(), buffer.size());
        while (!rest.empty()) {
            const bool wasHead = parser.state() == HttpRequestParser::State::Head;
            rest.remove_prefix(parser.feed(rest));
            if (wasHead && parser.state() == HttpRequestParser::State::Body)
                parser.limitBody(bodyLimit);
            if (parser.state() == HttpRequestParser::State::Complete)
                out += describe(parser.take());
            if (parser.state() == HttpRequestParser::State::Failed)
                return out + "failure " + std::to_string(parser.failure().status) + '\n';
        }
    }
    return out + (parser.hasBegun() ? "unfinished\n" : "");
}

} // namespace parley::test
