#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley::test {

// Frames of HTTP/2 by hand, right or wrong. Source: RFC 9113, section 4.1.
inline constexpr std::string_view kHttp2Preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

namespace h2 {
enum Type {
    Data = 0,
    Headers = 1,
    Priority = 2,
    Reset = 3,
    Settings = 4,
    PushPromise = 5,
    Ping = 6,
    GoAway = 7,
    WindowUpdate = 8,
    Continuation = 9,
};
enum Flag { Ack = 1, EndStream = 1, EndHeaders = 4, Padded = 8 };
enum Code {
    NoError = 0,
    ProtocolError = 1,
    FlowControlError = 3,
    StreamClosed = 5,
    FrameSizeError = 6,
    RefusedStream = 7,
    Cancel = 8,
    CompressionError = 9,
    EnhanceYourCalm = 11,
};
} // namespace h2

inline std::string bigEndian(std::uint64_t number, int bytes)
{
    std::string out;
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8)
        out += static_cast<char>((number >> shift) & 0xff);
    return out;
}

inline std::uint32_t numberOf(std::string_view bigEndianBytes)
{
    std::uint32_t number = 0;
    for (const char byte : bigEndianBytes)
        number = number << 8 | static_cast<std::uint8_t>(byte);
    return number;
}

inline std::string http2Frame(int type, int flags, std::uint32_t stream, std::string_view body = {})
{
    std::string out = bigEndian(body.size(), 3);
    out += static_cast<char>(type);
    out += static_cast<char>(flags);
    return out.append(bigEndian(stream, 4)).append(body);
}

//! A string literal of HPACK without Huffman coding (RFC 7541, section 5.2).
inline std::string hpackText(std::string_view text)
{
    std::string out;
    std::size_t size = text.size();
    if (size < 127)
        return out.append(1, static_cast<char>(size)).append(text);
    out += static_cast<char>(127);
    for (size -= 127; size >= 128; size /= 128)
        out += static_cast<char>(size % 128 + 128);
    return out.append(1, static_cast<char>(size)).append(text);
}

inline std::string hpackField(std::string_view name, std::string_view value) // not indexed
{
    return std::string(1, '\0') + hpackText(name) + hpackText(value);
}

struct Http2FrameText {
    int type = 0;
    int flags = 0;
    std::uint32_t stream = 0;
    std::string body{};
};

//! The whole frames at the beginning of \p bytes.
inline std::vector<Http2FrameText> http2Frames(std::string_view bytes)
{
    std::vector<Http2FrameText> frames;
    while (bytes.size() >= 9) {
        const std::size_t size = numberOf(bytes.substr(0, 3));
        if (bytes.size() < 9 + size)
            break;
        frames.push_back({static_cast<std::uint8_t>(bytes[3]), static_cast<std::uint8_t>(bytes[4]),
                          numberOf(bytes.substr(5, 4)), std::string(bytes.substr(9, size))});
        bytes.remove_prefix(9 + size);
    }
    return frames;
}

} // namespace parley::test
