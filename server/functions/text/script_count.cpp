#include "server/functions/text/script_count.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include "server/functions/text/utf8_reader.h"

namespace parley::functions {
namespace {

void count(UChar32 c, ScriptCount &counts)
{
    UErrorCode status = U_ZERO_ERROR;
    switch (uscript_getScript(c, &status)) {
    case USCRIPT_LATIN: ++counts.latin; break;
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA: ++counts.kana; break;
    case USCRIPT_HAN: ++counts.han; break;
    case USCRIPT_HANGUL: ++counts.hangul; break;
    case USCRIPT_ARABIC: ++counts.arabic; break;
    case USCRIPT_CYRILLIC: ++counts.cyrillic; break;
    case USCRIPT_HEBREW: ++counts.hebrew; break;
    case USCRIPT_DEVANAGARI: ++counts.devanagari; break;
    case USCRIPT_THAI: ++counts.thai; break;
    default: ++counts.other; break;
    }
}

} // namespace

ScriptCount ScriptCount::of(std::string_view utf8)
{
    ScriptCount counts;
    for (std::size_t at = 0; at < utf8.size();) {
        const auto [value, next] = codePointAt(utf8, at);
        const auto c = UChar32(value);
        at = next;
        if (c < 0x80 ? (c | 0x20) >= 'a' && (c | 0x20) <= 'z' : u_isalpha(c) != 0)
            count(c, counts);
    }
    return counts;
}

} // namespace parley::functions
