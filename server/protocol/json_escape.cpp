#include "server/protocol/json_escape.h"

#include <array>
#include <cstdint>
#include <cstring>

namespace parley {
namespace {

constexpr std::uint64_t kOnes = 0x0101010101010101u;
constexpr std::uint64_t kHighs = 0x8080808080808080u;

constexpr std::uint64_t
zeroBytes(std::uint64_t word) // high bit set where a byte is 0, or above one
{
    return (word - kOnes) & ~word & kHighs;
}

// Whether any of the 8 bytes must be escaped. A false alarm is impossible: zeroBytes() is exact as
// a yes or no.
bool needsEscape(std::uint64_t word)
{
    const std::uint64_t below32 = (word - kOnes * 0x20) & ~word & kHighs;
    return (below32 | zeroBytes(word ^ (kOnes * '"')) | zeroBytes(word ^ (kOnes * '\\'))) != 0;
}

constexpr std::array<std::uint8_t, 256> sizeTable()
{
    std::array<std::uint8_t, 256> table{};
    for (std::size_t c = 0; c < 256; ++c)
        table[c] = c < 0x20 ? 6 : 1;
    for (const char c : {'\b', '\f', '\n', '\r', '\t', '"', '\\'})
        table[static_cast<unsigned char>(c)] = 2;
    return table;
}

constexpr std::array<std::uint8_t, 256> kSize = sizeTable(); // of each byte when written

char shortForm(char c)
{
    switch (c) {
    case '\b': return 'b';
    case '\f': return 'f';
    case '\n': return 'n';
    case '\r': return 'r';
    case '\t': return 't';
    default: return c; // the quote and the backslash
    }
}

char *writeByte(char *out, char c)
{
    static constexpr char kDigits[] = "0123456789abcdef";
    const auto byte = static_cast<unsigned char>(c);
    switch (kSize[byte]) {
    case 1: *out++ = c; break;
    case 2:
        *out++ = '\\';
        *out++ = shortForm(c);
        break;
    default:
        std::memcpy(out, "\\u00", 4);
        out[4] = kDigits[byte >> 4];
        out[5] = kDigits[byte & 15];
        out += 6;
    }
    return out;
}

} // namespace

std::size_t escapedJsonSize(std::string_view text)
{
    std::size_t size = text.size();
    std::size_t at = 0;
    const auto count = [&](std::size_t end) {
        for (; at < end; ++at)
            size += kSize[static_cast<unsigned char>(text[at])] - 1u;
    };
    while (text.size() - at >= 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, text.data() + at, 8);
        if (needsEscape(word))
            count(at + 8);
        else
            at += 8;
    }
    count(text.size());
    return size;
}

char *writeEscapedJson(char *out, std::string_view text)
{
    std::size_t at = 0;
    const auto writeTo = [&](std::size_t end) {
        for (; at < end; ++at)
            out = writeByte(out, text[at]);
    };
    while (text.size() - at >= 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, text.data() + at, 8);
        if (needsEscape(word)) {
            writeTo(at + 8);
        } else {
            std::memcpy(out, &word, 8);
            out += 8;
            at += 8;
        }
    }
    writeTo(text.size());
    return out;
}

} // namespace parley
