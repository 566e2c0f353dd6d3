#include "server/protocol/safe_text.h"

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

} // namespace parley
