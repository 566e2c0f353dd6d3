#pragma once

#include <cstdint>
#include <string_view>

namespace parley {

// Judges UTF-8 that arrives in pieces cut anywhere. Refuses overlong forms, surrogates and what is
// above U+10FFFF at the first byte that cannot continue. Thread: any one.
// Source: Unicode 15, table 3-7 (well-formed byte sequences).
class Utf8Validator
{
public:
    bool feed(std::string_view bytes); // false from the first byte that cannot continue
    bool complete() const { return m_needed == 0; } // not inside a character, nothing refused
    void reset() { *this = {}; }

private:
    static constexpr std::uint8_t kRefused = 0xff; // in m_needed

    bool lead(unsigned char byte);

    std::uint8_t m_needed = 0; // continuation bytes that the current character still needs
    std::uint8_t m_low = 0x80; // range of the next one
    std::uint8_t m_high = 0xbf;
};

bool isValidUtf8(std::string_view bytes); // of a whole text; vectorised

} // namespace parley
