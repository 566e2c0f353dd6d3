#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace parley {

using Sha1Digest = std::array<std::uint8_t, 20>;
using Sha256Digest = std::array<std::uint8_t, 32>;

Sha1Digest sha1(std::string_view bytes); // for the WebSocket handshake only (RFC 6455, 4.2.2)
Sha256Digest sha256(std::string_view bytes);
Sha256Digest hmacSha256(std::string_view key, std::string_view bytes);
Sha256Digest hmacSha3(std::string_view key, std::string_view bytes); // SHA3-256, Momento's webhooks

//! Compares in a time that depends on the lengths only.
bool equalConstantTime(std::string_view a, std::string_view b);

} // namespace parley
