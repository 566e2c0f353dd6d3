#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace parley {

// An IPv4 or IPv6 address without a scope. Plain value; no Qt, so that the policy needs none.
struct IpAddress {
    std::array<std::uint8_t, 16> bytes{}; // network order; IPv4 uses the first four
    bool isV6 = false;

    //! Strict: four decimal parts, or RFC 4291. No scope id, no brackets.
    static std::optional<IpAddress> parse(std::string_view text);
    std::string text() const; // canonical (RFC 5952)

    int bits() const { return isV6 ? 128 : 32; }
    friend auto operator<=>(const IpAddress &, const IpAddress &) = default;
};

} // namespace parley
