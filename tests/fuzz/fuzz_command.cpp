#include "server/base/encoding.h"
#include "server/protocol/command_decoder.h"
#include "server/protocol/json_escape.h"
#include "server/protocol/json_writer.h"
#include "server/protocol/publish_scanner.h"
#include "server/protocol/utf8_validator.h"
#include "tests/fuzz/fuzz_input.h"

using namespace parley;

namespace {

void writeKey(JsonWriter &out, const TopicKey &key)
{
    out.member("namespace", key.nameSpace.text()).member("topic", key.topic.text());
}

void writeFrom(JsonWriter &out, const StartPoint &from)
{
    out.key("from");
    if (const auto *last = std::get_if<FromLast>(&from))
        out.beginObject().member("last", last->count).endObject();
    else if (const auto *after = std::get_if<FromAfter>(&from))
        out.beginObject()
            .key("after")
            .beginObject()
            .member("page", after->position.page)
            .member("sequence", after->position.sequence)
            .endObject()
            .endObject();
    else if (const auto *since = std::get_if<FromTime>(&from))
        out.beginObject().member("time", since->time).endObject();
    else
        out.string(startPointText(from));
}

// One way to write each command; decoding it must give the same text again.
std::string canonical(const DecodedCommand &decoded)
{
    std::string text;
    JsonWriter out(text);
    out.beginObject();
    if (decoded.id)
        out.member("id", *decoded.id);
    if (const auto *command = std::get_if<AuthenticateCommand>(&decoded.command)) {
        out.member("op", "authenticate").member("token", command->secret);
    } else if (const auto *subscribe = std::get_if<SubscribeCommand>(&decoded.command)) {
        out.member("op", "subscribe");
        writeKey(out, subscribe->key);
        writeFrom(out, subscribe->from);
    } else if (const auto *unsubscribe = std::get_if<UnsubscribeCommand>(&decoded.command)) {
        out.member("op", "unsubscribe");
        writeKey(out, unsubscribe->key);
    } else if (const auto *publish = std::get_if<PublishCommand>(&decoded.command)) {
        out.member("op", "publish");
        writeKey(out, publish->key);
        if (publish->payload.kind == PayloadKind::Text)
            out.member("text", publish->payload.bytes);
        else
            out.member("base64", base64(publish->payload.bytes));
        if (publish->idempotencyKey)
            out.member("idempotencyKey", publish->idempotencyKey->text());
        fuzz::require(publish->payload.bytes.size() <= Payload::kMaxBytes, "a payload is bounded");
    } else {
        out.member("op", "ping");
    }
    out.endObject();
    return text;
}

void checkJson(std::string_view text)
{
    const auto value = parseJson(text);
    if (!value)
        return fuzz::require(isValidUtf8(value.error().message), "an error is UTF-8");
    const std::string again = jsonText(*value);
    fuzz::require(isValidUtf8(again), "JSON that was read is UTF-8");
    const auto back = parseJson(again);
    fuzz::require(bool(back), "what was read can be written");
    fuzz::require(jsonText(*back) == again, "and read again");
}

// What the scanner takes, the decoder takes too, and as the same; only names may be refused.
void checkScanner(std::string_view text)
{
    const auto scanned = scanPublish(text);
    if (!scanned || !isValidUtf8(text)) // the WebSocket decoder lets nothing else through
        return;
    CommandDecoder decoder;
    const auto decoded = decoder.decode(text);
    const bool namesAreGood
        = TopicName::parseAny(scanned->topic) && NamespaceName::parse(scanned->nameSpace);
    fuzz::require(bool(decoded) == namesAreGood, "the scanner takes only publishes");
    if (!decoded)
        return;
    const auto *publish = std::get_if<PublishCommand>(&decoded->command);
    fuzz::require(publish && decoded->id == scanned->id, "a publish with the same id");
    fuzz::require(publish->key.topic.text() == scanned->topic, "to the same topic");
    fuzz::require(publish->key.nameSpace.text() == scanned->nameSpace, "of the same namespace");
    fuzz::require(publish->payload.kind == PayloadKind::Text
                      && publish->payload.bytes == scanned->text,
                  "of the same text");
    fuzz::require(escapedJsonSize(scanned->text) == scanned->text.size(),
                  "which JSON writes as it is");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char *>(data), size);
    checkJson(text);
    checkScanner(text);
    if (const auto from = startPointFromText(text))
        fuzz::require(startPointText(*from) == text, "a start point has one spelling");

    CommandDecoder decoder;
    const auto decoded = decoder.decode(text);
    if (!decoded) {
        fuzz::require(isValidUtf8(decoded.error().message), "an error is UTF-8");
        return 0;
    }
    fuzz::require(bool(parseJson(text)), "a command is strict JSON");
    const std::string written = canonical(*decoded);
    const auto back = decoder.decode(written);
    fuzz::require(bool(back), "a command that was read can be written");
    fuzz::require(canonical(*back) == written, "and read again");
    return 0;
}
