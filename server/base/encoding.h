#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace parley {

std::string hex(std::span<const std::uint8_t> bytes); // lower case

constexpr std::size_t base64Size(std::size_t bytes) // of the padded form
{
    return (bytes + 2) / 3 * 4;
}
char *writeBase64(char *out, std::string_view bytes); // exactly base64Size() bytes; returns the end
std::string base64(std::string_view bytes); // standard alphabet, padded
std::string base64Url(std::string_view bytes); // URL alphabet, no padding

//! Strict: standard alphabet, padding required, no white space, unused bits zero.
std::optional<std::string> fromBase64(std::string_view text);

inline std::span<const std::uint8_t> asBytes(std::string_view text)
{
    return {reinterpret_cast<const std::uint8_t *>(text.data()), text.size()};
}
inline std::string_view asText(std::span<const std::uint8_t> bytes)
{
    return {reinterpret_cast<const char *>(bytes.data()), bytes.size()};
}

} // namespace parley
