#include "server/protocol/item_frame.h"
#include "server/protocol/utf8_validator.h"
#include "server/protocol/websocket_frame.h"
#include "tests/fuzz/fuzz_input.h"

using namespace parley;

namespace {

void checkFrame(const PublishedMessage &message, const std::string &json)
{
    const ItemPrefix prefix(message.key, message.position.page);
    const ItemStamp stamp{message.position.sequence, message.time, message.publisherId,
                          message.idempotencyKey, message.hops};
    const std::size_t size = itemFrameBytes(prefix, stamp, message.payload);
    std::string frame(size, '\0');
    writeItemFrame(frame.data(), size, prefix, stamp, message.payload);
    fuzz::require(itemTime(json) == message.time, "the time is found without decoding");
    const FrameView view = viewServerFrame(frame.data());
    fuzz::require(view.size() == size, "a frame says its size");
    fuzz::require(std::string_view(frame).substr(view.headerBytes) == json,
                  "a frame holds the JSON");
}

void checkMessage(const PublishedMessage &message)
{
    const std::string json = itemJson(message);
    fuzz::require(isValidUtf8(json), "an item is UTF-8");
    const auto back = decodeItem(json);
    fuzz::require(bool(back), "an item can be read");
    fuzz::require(back->key == message.key && back->position == message.position
                      && back->time == message.time && back->publisherId == message.publisherId
                      && back->idempotencyKey == message.idempotencyKey
                      && back->payload == message.payload,
                  "decode(encode(x)) is x");
    checkFrame(message, json);
}

} // namespace

// The input is an item of somebody else, and the payload of one of ours.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const fuzz::Input input(data, size);
    if (const auto message = decodeItem(input.stream))
        checkMessage(*message);

    PublishedMessage ours{{NamespaceName::standard(), *TopicName::parse("t")}};
    ours.position = {1, input.cutting + 1};
    ours.payload = {PayloadKind::Binary, std::string(input.stream)};
    checkMessage(ours);
    if (isValidUtf8(input.stream)) {
        ours.payload.kind = PayloadKind::Text;
        ours.publisherId = std::string(input.stream);
        checkMessage(ours);
    }
    return 0;
}
