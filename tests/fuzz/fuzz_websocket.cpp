#include "server/protocol/utf8_validator.h"
#include "tests/fuzz/fuzz_input.h"
#include "tests/support/websocket_transcript.h"

using namespace parley;

// A stream says the same however it is cut, never more text than a small limit allows, and only
// UTF-8. The two UTF-8 validators agree.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    constexpr std::size_t kLimit = 300; // so that inputs of libFuzzer's size reach it
    const fuzz::Input input(data, size);
    const std::string whole = test::websocketTranscript(input.stream, 0, kLimit);
    fuzz::require(whole == test::websocketTranscript(input.stream, 1, kLimit), "bytewise is equal");
    fuzz::require(whole == test::websocketTranscript(input.stream, input.cutting, kLimit),
                  "any cut is equal");

    struct Checker final : WebSocketSink {
        bool onText(std::string_view text) override
        {
            fuzz::require(!ended, "nothing comes after the end");
            fuzz::require(text.size() <= kLimit, "no message is over the limit");
            fuzz::require(isValidUtf8(text), "every text is UTF-8");
            return true;
        }
        void onPing(std::string_view payload) override
        {
            fuzz::require(!ended && payload.size() <= limits::kControlBytes, "a ping is short");
        }
        void onPong() override { fuzz::require(!ended, "nothing comes after the end"); }
        void onClose(std::uint16_t code, std::string_view reason) override
        {
            end();
            fuzz::require(code == kNoCloseCode || mayBeReceived(code),
                          "a close code is a known one");
            fuzz::require(isValidUtf8(reason), "a reason is UTF-8");
        }
        void onFailure(CloseCode, std::string_view) override { end(); }
        void end()
        {
            fuzz::require(!ended, "it ends once");
            ended = true;
        }
        bool ended = false;
    } checker;
    std::vector<char> bytes(input.stream.begin(), input.stream.end());
    WebSocketDecoder decoder(kLimit);
    fuzz::require(decoder.feed(bytes, checker) == bytes.size(), "all is consumed");
    fuzz::require(decoder.finished() == checker.ended, "the end is told");
    fuzz::require(decoder.bufferedBytes() <= bytes.size(), "no more is held than came");

    Utf8Validator validator;
    const bool valid = validator.feed(input.stream) && validator.complete();
    fuzz::require(valid == isValidUtf8(input.stream), "both validators agree");
    return 0;
}
