#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server/protocol/websocket_decoder.h"
#include "tests/support/stream_cuts.h"

namespace parley::test {

// Writes down what a decoder said, one line each.
class WebSocketTranscript final : public WebSocketSink
{
public:
    bool onText(std::string_view text) override
    {
        line("text", text);
        return !stopsAtText;
    }
    void onPing(std::string_view payload) override { line("ping", payload); }
    void onPong() override { line("pong", {}); }
    void onClose(std::uint16_t code, std::string_view reason) override
    {
        line("close " + std::to_string(code), reason);
    }
    void onFailure(CloseCode code, std::string_view) override
    {
        line("failure " + std::to_string(static_cast<int>(code)), {});
    }

    std::string lines{};
    bool stopsAtText = false;

private:
    void line(const std::string &kind, std::string_view text)
    {
        lines.append(kind);
        if (!text.empty())
            lines.append(" ").append(text);
        lines.append("\n");
    }
};

//! What \p stream says when it is read in the pieces of \p cutting (see cutUp()).
inline std::string websocketTranscript(std::string_view stream, unsigned cutting,
                                       std::size_t limit = limits::kMessageBytes)
{
    WebSocketDecoder decoder(limit);
    WebSocketTranscript transcript;
    transcript.stopsAtText = cutting % 2 == 1;
    for (const std::string_view piece : cutUp(stream, cutting)) {
        // A vector of just that size, so that a sanitizer sees a read behind it.
        std::vector<char> buffer(piece.begin(), piece.end());
        std::span<char> rest(buffer);
        do {
            rest = rest.subspan(decoder.feed(rest, transcript));
        } while (!rest.empty());
    }
    return transcript.lines;
}

} // namespace parley::test
