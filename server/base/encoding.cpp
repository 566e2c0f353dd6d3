#include "server/base/encoding.h"

#include <algorithm>
#include <array>

namespace parley {
namespace {

constexpr std::string_view kStandard
    = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kUrl
    = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

std::string encode64(std::string_view bytes, std::string_view alphabet, bool padded)
{
    std::string out;
    out.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const std::size_t n = std::min<std::size_t>(3, bytes.size() - i);
        std::uint32_t v = 0;
        for (std::size_t k = 0; k < 3; ++k)
            v = v << 8 | (k < n ? static_cast<unsigned char>(bytes[i + k]) : 0u);
        for (std::size_t k = 0; k <= n; ++k)
            out += alphabet[v >> (18 - 6 * k) & 63];
        if (padded)
            out.append(3 - n, '=');
    }
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

std::string base64(std::string_view bytes)
{
    return encode64(bytes, kStandard, true);
}

std::string base64Url(std::string_view bytes)
{
    return encode64(bytes, kUrl, false);
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
