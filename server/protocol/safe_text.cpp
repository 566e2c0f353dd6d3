#include "server/protocol/safe_text.h"

#include <algorithm>

#include "server/base/log.h"
#include "server/protocol/utf8_validator.h"

namespace parley {

std::string quoted(std::string_view text)
{
    constexpr std::size_t kMaxBytes = 48; // enough to recognise a name; a message stays one line
    std::size_t size = text.size();
    if (size > kMaxBytes) {
        size = kMaxBytes;
        while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xc0) == 0x80)
            --size;
    }
    return '"' + escapedForLog(text.substr(0, size)) + (size < text.size() ? "...\"" : "\"");
}

std::string withoutSecrets(std::string_view text)
{
    constexpr std::string_view kBegin = "prl_"; // of every secret; a kind and "_" follow
    std::string safe;
    for (;;) {
        const std::size_t at = text.find(kBegin);
        const std::size_t kindEnd
            = at == text.npos ? text.npos : text.find('_', at + kBegin.size());
        if (kindEnd == text.npos)
            return safe.append(text);
        safe.append(text.substr(0, kindEnd + 1)).append("***");
        text.remove_prefix(kindEnd + 1);
        const auto isPart = [](char c) {
            return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')
                || c == '-' || c == '_';
        };
        text.remove_prefix(static_cast<std::size_t>(
            std::find_if_not(text.begin(), text.end(), isPart) - text.begin()));
    }
}

std::string asUtf8(std::string_view bytes, std::size_t most)
{
    if (bytes.size() > most) {
        std::size_t size = most;
        while (size > 0 && (static_cast<unsigned char>(bytes[size]) & 0xc0) == 0x80)
            --size;
        bytes = bytes.substr(0, size);
    }
    if (isValidUtf8(bytes))
        return std::string(bytes);
    constexpr std::string_view kReplacement = "\xef\xbf\xbd";
    constexpr std::size_t kLongest = 4; // bytes of a character
    std::string text;
    while (!bytes.empty()) {
        std::size_t length = 1;
        while (length <= std::min(kLongest, bytes.size()) && !isValidUtf8(bytes.substr(0, length)))
            ++length;
        const bool isCharacter = length <= std::min(kLongest, bytes.size());
        text += isCharacter ? bytes.substr(0, length) : kReplacement;
        bytes.remove_prefix(isCharacter ? length : 1);
    }
    return text;
}

} // namespace parley
