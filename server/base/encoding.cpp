#include "server/base/encoding.h"

#include <algorithm>
#include <array>

namespace parley {
namespace {

constexpr std::string_view kStandard
    = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kUrl
    = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

// Whole groups of 3 bytes first; the rest of 1 or 2 bytes gives 2 or 3 digits, without padding.
char *write64(char *out, std::string_view bytes, std::string_view alphabet)
{
    const auto byte
        = [bytes](std::size_t i) -> std::uint32_t { return static_cast<unsigned char>(bytes[i]); };
    std::size_t i = 0;
    for (; i + 3 <= bytes.size(); i += 3, out += 4) {
        const std::uint32_t v = byte(i) << 16 | byte(i + 1) << 8 | byte(i + 2);
        out[0] = alphabet[v >> 18];
        out[1] = alphabet[v >> 12 & 63];
        out[2] = alphabet[v >> 6 & 63];
        out[3] = alphabet[v & 63];
    }
    const std::size_t rest = bytes.size() - i;
    if (rest == 0)
        return out;
    const std::uint32_t v = byte(i) << 16 | (rest == 2 ? byte(i + 1) << 8 : 0u);
    *out++ = alphabet[v >> 18];
    *out++ = alphabet[v >> 12 & 63];
    if (rest == 2)
        *out++ = alphabet[v >> 6 & 63];
    return out;
}

constexpr std::array<std::int8_t, 256> reverseTable()
{
    std::array<std::int8_t, 256> table{};
    table.fill(-1);
    for (std::size_t i = 0; i < kStandard.size(); ++i)
        table[static_cast<unsigned char>(kStandard[i])] = static_cast<std::int8_t>(i);
    return table;
}

} // namespace

std::string hex(std::span<const std::uint8_t> bytes)
{
    static constexpr char kDigits[] = "0123456789abcdef";
    std::string out;
    out.reserve(bytes.size() * 2);
    for (const std::uint8_t byte : bytes) {
        out += kDigits[byte >> 4];
        out += kDigits[byte & 15];
    }
    return out;
}

char *writeBase64(char *out, std::string_view bytes)
{
    char *const end = out + base64Size(bytes.size());
    std::fill(write64(out, bytes, kStandard), end, '=');
    return end;
}

std::string base64(std::string_view bytes)
{
    std::string text(base64Size(bytes.size()), '\0');
    writeBase64(text.data(), bytes);
    return text;
}

std::string base64Url(std::string_view bytes)
{
    std::string text(base64Size(bytes.size()), '\0');
    text.resize(static_cast<std::size_t>(write64(text.data(), bytes, kUrl) - text.data()));
    return text;
}

std::optional<std::string> fromBase64(std::string_view text)
{
    static constexpr auto kReverse = reverseTable();
    if (text.size() % 4 != 0)
        return std::nullopt;
    std::string out;
    out.reserve(text.size() / 4 * 3);
    for (std::size_t i = 0; i < text.size(); i += 4) {
        const bool last = i + 4 == text.size();
        std::size_t pad = 0;
        if (last)
            pad = text[i + 3] != '=' ? 0 : text[i + 2] != '=' ? 1 : 2;
        std::uint32_t v = 0;
        for (std::size_t k = 0; k < 4 - pad; ++k) {
            const int digit = kReverse[static_cast<unsigned char>(text[i + k])];
            if (digit < 0)
                return std::nullopt;
            v |= static_cast<std::uint32_t>(digit) << (18 - 6 * k);
        }
        const std::size_t bytes = 3 - pad;
        if ((v & ((1u << (8 * (3 - bytes))) - 1)) != 0) // another spelling of the same bytes
            return std::nullopt;
        for (std::size_t k = 0; k < bytes; ++k)
            out += static_cast<char>(v >> (16 - 8 * k));
    }
    return out;
}

} // namespace parley
