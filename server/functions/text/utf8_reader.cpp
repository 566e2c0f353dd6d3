#include "server/functions/text/utf8_reader.h"

namespace parley::functions {
namespace {

constexpr char32_t kReplacement = 0xfffd;

// Bytes of the sequence that this byte begins; 0 when it begins none.
std::size_t sequenceLength(unsigned char lead)
{
    if (lead < 0x80)
        return 1;
    if (lead >= 0xc2 && lead < 0xe0)
        return 2;
    if (lead >= 0xe0 && lead < 0xf0)
        return 3;
    return lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
}

bool isValid(char32_t value, std::size_t length)
{
    constexpr char32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
    return value >= kSmallest[length] && value <= 0x10ffff && (value < 0xd800 || value > 0xdfff);
}

} // namespace

CodePoint codePointAt(std::string_view utf8, std::size_t at)
{
    const auto lead = static_cast<unsigned char>(utf8[at]);
    const std::size_t length = sequenceLength(lead);
    if (length == 1)
        return {lead, at + 1};
    if (length == 0 || utf8.size() - at < length)
        return {kReplacement, at + 1};
    char32_t value = lead & (0x7fU >> length);
    for (std::size_t i = 1; i < length; ++i) {
        const auto byte = static_cast<unsigned char>(utf8[at + i]);
        if ((byte & 0xc0U) != 0x80)
            return {kReplacement, at + 1};
        value = (value << 6U) | (byte & 0x3fU);
    }
    if (!isValid(value, length))
        return {kReplacement, at + 1};
    return {value, at + length};
}

char32_t codePointBefore(std::string_view utf8, std::size_t at)
{
    if (at == 0)
        return U' ';
    std::size_t lead = at - 1;
    while (lead > 0 && at - lead < 4 && (static_cast<unsigned char>(utf8[lead]) & 0xc0U) == 0x80)
        --lead;
    const CodePoint found = codePointAt(utf8, lead);
    return found.end == at ? found.value : kReplacement;
}

void appendUtf8(std::string &utf8, char32_t codePoint)
{
    const auto put = [&utf8](char32_t byte) { utf8 += char(static_cast<unsigned char>(byte)); };
    const auto tail = [&](unsigned shift) { put(0x80 | ((codePoint >> shift) & 0x3f)); };
    if (codePoint < 0x80) {
        put(codePoint);
    } else if (codePoint < 0x800) {
        put(0xc0 | (codePoint >> 6));
        tail(0);
    } else if (codePoint < 0x10000) {
        put(0xe0 | (codePoint >> 12));
        tail(6);
        tail(0);
    } else {
        put(0xf0 | (codePoint >> 18));
        tail(12);
        tail(6);
        tail(0);
    }
}

} // namespace parley::functions
