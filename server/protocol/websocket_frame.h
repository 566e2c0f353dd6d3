#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "server/protocol/close_code.h"

namespace parley {

// Frames from the broker: never masked, never fragmented, always of minimal length.
// Source: RFC 6455, section 5.2.
enum class Opcode : std::uint8_t {
    Continuation = 0x0,
    Text = 0x1,
    Binary = 0x2,
    Close = 0x8,
    Ping = 0x9,
    Pong = 0xa,
};

inline constexpr std::size_t kMaxServerHeaderBytes = 10;

constexpr std::size_t frameHeaderSize(std::uint64_t length) // of a body of that many bytes
{
    return length < 126 ? 2 : length < 65536 ? 4 : 10;
}

//! Writes frameHeaderSize(\p length) bytes. \return how many
inline std::size_t writeFrameHeader(char *out, std::uint64_t length, Opcode opcode)
{
    out[0] = static_cast<char>(0x80 | static_cast<unsigned>(opcode));
    const std::size_t size = frameHeaderSize(length);
    if (size == 2) {
        out[1] = static_cast<char>(length);
        return size;
    }
    out[1] = size == 4 ? 126 : 127;
    for (std::size_t at = size; at-- > 2; length >>= 8)
        out[at] = static_cast<char>(length & 0xff);
    return size;
}

void appendFrame(std::string &out, Opcode opcode, std::string_view body);

//! A close frame; a longer \p reason (UTF-8) is cut before the character that does not fit.
std::string closeFrame(CloseCode code, std::string_view reason);
std::string closeEcho(std::uint16_t code); // the answer to a peer's close; without a body for 1005

// Where the parts of a frame are.
struct FrameView {
    std::size_t headerBytes = 0;
    std::size_t bodyBytes = 0;

    std::size_t size() const { return headerBytes + bodyBytes; }
};

//! Walks frames that writeFrameHeader() wrote; \p at must point to a whole header.
inline FrameView viewServerFrame(const char *at)
{
    const auto byte = [at](std::size_t i) { return static_cast<unsigned char>(at[i]); };
    if (byte(1) < 126)
        return {2, byte(1)};
    const std::size_t size = byte(1) == 126 ? 4 : 10;
    std::uint64_t length = 0;
    for (std::size_t i = 2; i < size; ++i)
        length = length << 8 | byte(i);
    return {size, static_cast<std::size_t>(length)};
}

} // namespace parley
