#include "server/webhooks/response_parser.h"
#include "server/webhooks/retry_after.h"
#include "tests/fuzz/fuzz_input.h"
#include "tests/support/stream_cuts.h"

using namespace parley;

namespace {

ResponseParser parsed(std::string_view stream, unsigned cutting)
{
    ResponseParser parser;
    for (const std::string_view piece : test::cutUp(stream, cutting)) {
        const std::string copy(piece); // so that a sanitizer sees a read behind it
        parser.feed(copy);
        fuzz::require(parser.head().size() <= ResponseParser::kMaxHeadBytes, "a bounded head");
        fuzz::require(parser.body().size() <= ResponseParser::kMaxBodyBytes, "a bounded body");
    }
    return parser;
}

void checkSame(const ResponseParser &one, const ResponseParser &other)
{
    fuzz::require(one.state() == other.state(), "any cutting gives the same state");
    fuzz::require(one.fault() == other.fault(), "the same fault");
    fuzz::require(one.headComplete() == other.headComplete(), "a head at the same place");
    fuzz::require(!one.headComplete() || one.status() == other.status(), "the same status");
    if (one.state() != ResponseParser::State::Complete)
        return;
    fuzz::require(one.head() == other.head() && one.body() == other.body(), "the same text");
    fuzz::require(one.truncated() == other.truncated(), "the same end");
    fuzz::require(one.reusable() == other.reusable(), "the same use for the connection");
}

} // namespace

// What an endpoint answers to a delivery, and a Retry-After of its.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const fuzz::Input input(data, size);
    ResponseParser whole = parsed(input.stream, 0);
    ResponseParser cut = parsed(input.stream, input.cutting);
    checkSame(whole, cut);
    fuzz::require(whole.finish() == cut.finish(), "the same when the peer leaves");
    checkSame(whole, cut);
    if (whole.headComplete())
        fuzz::require(whole.status() >= 200 && whole.status() <= 999, "a final status");

    const auto wait = parseRetryAfter(input.stream, fromEpochMilliseconds(1'795'000'000'000));
    fuzz::require(!wait || (wait->count() >= 0 && *wait <= std::chrono::hours(24 * 366)),
                  "a wait of at most a year");
    return 0;
}
