#include "server/protocol/safe_text.h"

#include <algorithm>

#include "server/base/log.h"

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

} // namespace parley
