#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace parley::test {

inline constexpr std::string_view kMask{"\x37\xfa\x21\x3d"}; // that of RFC 6455, section 5.7

inline std::string masked(std::string_view body)
{
    std::string out(body);
    for (std::size_t i = 0; i < out.size(); ++i)
        out[i] = static_cast<char>(out[i] ^ kMask[i % 4]);
    return out;
}

//! The header of a client's frame; \p lengthBytes 0 is the shortest form, else 2 or 8.
inline std::string clientHeader(unsigned firstByte, std::uint64_t length, int lengthBytes = 0)
{
    if (lengthBytes == 0)
        lengthBytes = length < 126 ? 1 : length < 65536 ? 2 : 8;
    std::string out(1, static_cast<char>(firstByte));
    out += static_cast<char>(0x80 | (lengthBytes == 1 ? length : lengthBytes == 2 ? 126 : 127));
    if (lengthBytes > 1)
        for (int i = lengthBytes - 1; i >= 0; --i)
            out += static_cast<char>(length >> (8 * i) & 0xff);
    return out.append(kMask);
}

inline std::string clientFrame(unsigned firstByte, std::string_view body)
{
    return clientHeader(firstByte, body.size()) + masked(body);
}

inline constexpr unsigned kText = 0x81; // whole
inline constexpr unsigned kTextBegin = 0x01;
inline constexpr unsigned kContinue = 0x00;
inline constexpr unsigned kEnd = 0x80;
inline constexpr unsigned kClose = 0x88;
inline constexpr unsigned kPing = 0x89;
inline constexpr unsigned kPong = 0x8a;

} // namespace parley::test
