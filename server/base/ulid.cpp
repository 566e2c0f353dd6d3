#include "server/base/ulid.h"

#include <array>

namespace parley {

std::string makeUlid(UtcTime time, std::span<const std::uint8_t, 10> randomPart)
{
    static constexpr char kAlphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    std::array<std::uint8_t, 16> bytes{};
    const auto ms = static_cast<std::uint64_t>(epochMilliseconds(time));
    for (std::size_t i = 0; i < 6; ++i)
        bytes[i] = static_cast<std::uint8_t>(ms >> (8 * (5 - i)));
    for (std::size_t i = 0; i < 10; ++i)
        bytes[6 + i] = randomPart[i];

    std::string text(26, '0');
    unsigned pending
        = 0; // bits not yet written, right-aligned; the 128 bits get 2 zero bits in front
    int bits = 2;
    std::size_t at = 0;
    for (const std::uint8_t byte : bytes) {
        pending = pending << 8 | byte;
        bits += 8;
        while (bits >= 5) {
            bits -= 5;
            text[at++] = kAlphabet[pending >> bits & 31];
        }
        pending &= (1u << bits) - 1;
    }
    return text;
}

std::string makeUlid(UtcTime time, Random &random)
{
    std::array<std::uint8_t, 10> part{};
    random.fill(part);
    return makeUlid(time, part);
}

} // namespace parley
