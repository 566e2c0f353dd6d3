#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "server/base/clock.h"
#include "server/protocol/json_parser.h"
#include "server/types/message.h"

namespace parley {

// The part of an item that all messages of a topic's page share:
// {"type":"item","namespace":"default","topic":"friends","page":1,"sequence":
class ItemPrefix
{
public:
    ItemPrefix(const TopicKey &key, std::uint64_t page);

    std::string_view text() const { return m_text; }

private:
    std::string m_text;
};

// What the broker puts on a message. Views of what its owner keeps.
struct ItemStamp {
    std::uint64_t sequence = 0;
    UtcTime time{};
    std::string_view publisherId{};
    std::string_view idempotencyKey{}; // ""; or characters that stand for themselves in JSON
    std::uint8_t hops = 0;
};

//! Exact size of the WebSocket text frame that writeItemFrame() makes of the same arguments. Reads
//! the payload once. At most 6 times Payload::kMaxBytes and a little: a control becomes "\u00XX".
std::size_t itemFrameBytes(const ItemPrefix &prefix, const ItemStamp &stamp,
                           const PayloadView &payload);

//! Fills exactly \p frameBytes bytes, which itemFrameBytes() has counted.
void writeItemFrame(char *out, std::size_t frameBytes, const ItemPrefix &prefix,
                    const ItemStamp &stamp, const PayloadView &payload);

std::string itemJson(const PublishedMessage &message); // the same without the frame's header

//! The time of an item that writeItemFrame() wrote, from its frame's body, without decoding it.
UtcTime itemTime(std::string_view json);

// Items back into messages, for taps, history and clients. Members that it does not know are
// ignored. Keeps its memory from call to call. Thread: any one.
class ItemDecoder
{
public:
    Result<PublishedMessage> decode(std::string_view json);

private:
    JsonParser m_parser;
};

Result<PublishedMessage> decodeItem(std::string_view json); // for one; many share an ItemDecoder

} // namespace parley
