#include "server/api/batch_lines.h"
#include "server/base/encoding.h"
#include "server/protocol/json_writer.h"
#include "server/protocol/utf8_validator.h"
#include "server/types/idempotency_key.h"
#include "tests/fuzz/fuzz_input.h"

using namespace parley;

namespace {

std::string written(const std::vector<BatchMessage> &messages)
{
    std::string lines;
    for (const BatchMessage &message : messages) {
        JsonWriter out(lines);
        out.beginObject();
        if (message.payload.kind == PayloadKind::Text)
            out.member("text", message.payload.bytes);
        else
            out.member("base64", base64(message.payload.bytes));
        if (!message.idempotencyKey.empty())
            out.member("idempotencyKey", message.idempotencyKey);
        out.endObject();
        lines += '\n';
    }
    return lines;
}

} // namespace

// The input is the body of a publish of many messages.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const std::string_view lines(reinterpret_cast<const char *>(data), size);
    const auto messages = messagesOf(lines);
    if (!messages) {
        fuzz::require(isValidUtf8(messages.error().message), "an error is UTF-8");
        return 0;
    }
    fuzz::require(!messages->empty() && messages->size() <= kMaxBatchMessages, "a bounded number");
    for (const BatchMessage &message : *messages) {
        fuzz::require(message.payload.kind == PayloadKind::Binary
                          || isValidUtf8(message.payload.bytes),
                      "a text is UTF-8");
        fuzz::require(message.idempotencyKey.empty()
                          || IdempotencyKey::parse(message.idempotencyKey),
                      "a key was checked");
    }
    const std::string text = written(*messages);
    const auto again = messagesOf(text);
    fuzz::require(again && written(*again) == text, "what was read can be written and read again");
    return 0;
}
