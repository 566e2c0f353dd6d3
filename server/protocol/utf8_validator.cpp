#include "server/protocol/utf8_validator.h"

#include <cstring>

namespace parley {
namespace {

std::size_t asciiPrefix(std::string_view bytes) // rounded down to 8; the loop does the rest
{
    std::size_t at = 0;
    for (; bytes.size() - at >= 8; at += 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, bytes.data() + at, 8);
        if (word & 0x8080808080808080u)
            break;
    }
    return at;
}

} // namespace

// Only the second byte of a character has a narrower range than 80..BF.
bool Utf8Validator::lead(unsigned char byte)
{
    m_low = 0x80;
    m_high = 0xbf;
    if (byte >= 0xc2 && byte <= 0xdf) {
        m_needed = 1;
    } else if ((byte & 0xf0) == 0xe0) {
        m_needed = 2;
        if (byte == 0xe0)
            m_low = 0xa0; // below: overlong
        else if (byte == 0xed)
            m_high = 0x9f; // above: surrogates
    } else if (byte >= 0xf0 && byte <= 0xf4) {
        m_needed = 3;
        if (byte == 0xf0)
            m_low = 0x90; // below: overlong
        else if (byte == 0xf4)
            m_high = 0x8f; // above: beyond U+10FFFF
    } else {
        m_needed = kRefused;
        return false;
    }
    return true;
}

bool Utf8Validator::feed(std::string_view bytes)
{
    if (m_needed == kRefused)
        return false;
    std::size_t at = 0;
    while (at < bytes.size()) {
        const auto byte = static_cast<unsigned char>(bytes[at]);
        if (m_needed > 0) {
            if (byte < m_low || byte > m_high) {
                m_needed = kRefused;
                return false;
            }
            m_low = 0x80;
            m_high = 0xbf;
            --m_needed;
            ++at;
        } else if (byte < 0x80) {
            const std::size_t skipped = asciiPrefix(bytes.substr(at));
            at += skipped > 0 ? skipped : 1;
        } else {
            if (!lead(byte))
                return false;
            ++at;
        }
    }
    return true;
}

} // namespace parley
