#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace parley::bench {

struct FrameHead {
    unsigned opcode = 0;
    std::size_t headerBytes = 0; // 0: not all of it is there
    std::size_t bodyBytes = 0;
};

//! The head of a frame from a server: whole, not masked.
inline FrameHead frameHead(std::string_view bytes)
{
    if (bytes.size() < 2)
        return {};
    const auto at = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
    const std::size_t small = at(1) & 0x7fu;
    const std::size_t extra = small == 126 ? 2 : small == 127 ? 8 : 0;
    if (bytes.size() < 2 + extra)
        return {};
    FrameHead head{at(0) & 0x0fu, 2 + extra, extra ? 0 : small};
    for (std::size_t i = 0; i < extra; ++i)
        head.bodyBytes = head.bodyBytes << 8 | at(2 + i);
    return head;
}

inline constexpr unsigned kText = 1;
inline constexpr unsigned kBinary = 2;
inline constexpr unsigned kClose = 8;
inline constexpr unsigned kPing = 9;
inline constexpr unsigned kPong = 10;

//! Appends a frame as clients must send it: masked, eight bytes at a time.
inline void appendClientFrame(std::string &out, unsigned opcode, std::string_view body)
{
    static std::uint32_t mask = 0x9e3779b9u; // differs per frame; secrecy is no concern here
    mask = mask * 1664525u + 1013904223u;
    out += static_cast<char>(0x80u | opcode);
    const std::size_t extra = body.size() < 126 ? 0 : body.size() < 65536 ? 2 : 8;
    out += static_cast<char>(0x80u | (extra == 0 ? body.size() : extra == 2 ? 126 : 127));
    for (std::size_t i = extra; i-- > 0;)
        out += static_cast<char>(body.size() >> (8 * i));
    char key[8];
    std::memcpy(key, &mask, 4);
    std::memcpy(key + 4, &mask, 4);
    out.append(key, 4);
    const std::size_t begin = out.size();
    out += body;
    std::uint64_t wide = 0;
    std::memcpy(&wide, key, 8);
    std::size_t i = 0;
    for (; i + 8 <= body.size(); i += 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, out.data() + begin + i, 8);
        word ^= wide;
        std::memcpy(out.data() + begin + i, &word, 8);
    }
    for (; i < body.size(); ++i)
        out[begin + i] = static_cast<char>(out[begin + i] ^ key[i % 4]);
}

} // namespace parley::bench
