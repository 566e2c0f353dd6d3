#include "server/functions/text/protected_spans.h"

#include <algorithm>
#include <array>
#include <optional>

#include <unicode/uchar.h>

#include "server/functions/text/utf8_reader.h"

namespace parley::functions {
namespace {

bool isAsciiWord(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

bool isNameCharacter(UChar32 c)
{
    return u_isalnum(c) || c == '_' || c == '-' || u_charType(c) == U_NON_SPACING_MARK;
}

// A mention or tag begins a word: "mail@home" holds none. Kana and Han know no spaces, so one may
// stand right behind them.
bool beginsWord(std::string_view utf8, std::size_t at)
{
    constexpr char32_t kFirstCjk = 0x2e80;
    const char32_t before = codePointBefore(utf8, at);
    return before >= kFirstCjk || (!u_isalnum(UChar32(before)) && before != '_');
}

bool startsWithNoCase(std::string_view text, std::size_t at, std::string_view word)
{
    if (text.size() - at < word.size())
        return false;
    return std::equal(word.begin(), word.end(), text.begin() + std::ptrdiff_t(at),
                      [](char a, char b) { return a == (b >= 'A' && b <= 'Z' ? b + 32 : b); });
}

// To the next space, without the punctuation that ends a sentence.
std::optional<std::size_t> urlEnd(std::string_view text, std::size_t at)
{
    constexpr std::array<std::string_view, 4> kStarts{"https://", "http://", "www.", "mailto:"};
    const auto start = std::find_if(kStarts.begin(), kStarts.end(), [&](std::string_view each) {
        return startsWithNoCase(text, at, each);
    });
    // Scripts without spaces may stand right before it.
    const bool isGlued = at > 0 && isAsciiWord(text[at - 1]);
    if (start == kStarts.end() || isGlued)
        return std::nullopt;
    std::size_t end = at + start->size();
    while (end < text.size()) {
        const auto [value, next] = codePointAt(text, end);
        const auto c = UChar32(value);
        if (u_isUWhiteSpace(c) || c == '<' || c == '>' || c == '"' || c == 0x3002 || c == 0x3001)
            break;
        end = next;
    }
    while (end > at + start->size()
           && std::string_view(".,;:!?)]}'").find(text[end - 1]) != std::string_view::npos)
        --end;
    return end > at + start->size() ? std::optional(end) : std::nullopt;
}

// As many ticks close as opened, one to three.
std::optional<std::size_t> codeEnd(std::string_view text, std::size_t at)
{
    std::size_t ticks = 0;
    while (ticks < 3 && at + ticks < text.size() && text[at + ticks] == '`')
        ++ticks;
    if (ticks == 0)
        return std::nullopt;
    const std::size_t close = text.find(std::string(ticks, '`'), at + ticks);
    if (close == std::string_view::npos || close == at + ticks)
        return std::nullopt;
    return close + ticks;
}

std::optional<std::size_t> nameEnd(std::string_view text, std::size_t at)
{
    if ((text[at] != '@' && text[at] != '#') || !beginsWord(text, at))
        return std::nullopt;
    std::size_t end = at + 1;
    while (end < text.size()) {
        const CodePoint c = codePointAt(text, end);
        if (!isNameCharacter(UChar32(c.value)))
            break;
        end = c.end;
    }
    while (end > at + 1 && text[end - 1] == '-')
        --end;
    return end > at + 1 ? std::optional(end) : std::nullopt;
}

std::optional<std::size_t> shortCodeEnd(std::string_view text, std::size_t at)
{
    constexpr std::size_t kMaxLength = 40; // the longest in common emoji sets has 37
    if (text[at] != ':')
        return std::nullopt;
    std::size_t end = at + 1;
    while (end < text.size() && end - at < kMaxLength
           && (isAsciiWord(text[end]) || text[end] == '+' || text[end] == '-'))
        ++end;
    const bool isClosed = end < text.size() && text[end] == ':' && end - at > 2;
    return isClosed ? std::optional(end + 1) : std::nullopt;
}

bool isEmojiPart(UChar32 c)
{
    return c == 0x200d || c == 0xfe0f || c == 0x20e3 || u_hasBinaryProperty(c, UCHAR_EMOJI_MODIFIER)
        || u_hasBinaryProperty(c, UCHAR_REGIONAL_INDICATOR) || (c >= 0xe0020 && c <= 0xe007f);
}

std::optional<std::size_t> emojiEnd(std::string_view text, std::size_t at)
{
    const CodePoint begin = codePointAt(text, at);
    const auto first = UChar32(begin.value);
    std::size_t end = begin.end;
    const bool isEmoji = first >= 0x203c
        && (u_hasBinaryProperty(first, UCHAR_EXTENDED_PICTOGRAPHIC)
            || u_hasBinaryProperty(first, UCHAR_REGIONAL_INDICATOR));
    if (!isEmoji)
        return std::nullopt;
    bool joined = false;
    while (end < text.size()) {
        const auto [value, next] = codePointAt(text, end);
        const auto c = UChar32(value);
        const bool belongs
            = isEmojiPart(c) || (joined && u_hasBinaryProperty(c, UCHAR_EXTENDED_PICTOGRAPHIC));
        if (!belongs)
            break;
        joined = c == 0x200d;
        end = next;
    }
    return end;
}

std::optional<std::size_t> symbolsEnd(std::string_view text, std::size_t at)
{
    const auto isMark = [](char c) { return c == '*' || c == '#' || c == '~'; };
    std::size_t end = at;
    while (end < text.size() && isMark(text[end]))
        ++end;
    return end > at ? std::optional(end) : std::nullopt;
}

// Most of any text; no protected part begins with it.
bool isPlainLetter(char c)
{
    return (isAsciiWord(c) || c == ' ')
        && std::string_view("hHwWmM").find(c) == std::string_view::npos;
}

std::optional<ProtectedSpan> spanAt(std::string_view text, std::size_t at)
{
    if (const auto end = urlEnd(text, at))
        return ProtectedSpan{SpanKind::Url, {at, *end}};
    if (const auto end = codeEnd(text, at))
        return ProtectedSpan{SpanKind::Code, {at, *end}};
    if (const auto end = nameEnd(text, at))
        return ProtectedSpan{text[at] == '@' ? SpanKind::Mention : SpanKind::Hashtag, {at, *end}};
    if (const auto end = shortCodeEnd(text, at))
        return ProtectedSpan{SpanKind::ShortCode, {at, *end}};
    if (const auto end = emojiEnd(text, at))
        return ProtectedSpan{SpanKind::Emoji, {at, *end}};
    if (const auto end = symbolsEnd(text, at))
        return ProtectedSpan{SpanKind::Symbols, {at, *end}};
    return std::nullopt;
}

} // namespace

std::vector<ProtectedSpan> findProtectedSpans(std::string_view utf8)
{
    std::vector<ProtectedSpan> spans;
    std::size_t at = 0;
    while (at < utf8.size()) {
        if (isPlainLetter(utf8[at])) {
            ++at;
            continue;
        }
        if (const auto span = spanAt(utf8, at)) {
            spans.push_back(*span);
            at = span->span.end;
            continue;
        }
        at = codePointAt(utf8, at).end;
    }
    return spans;
}

std::string withoutProtectedSpans(std::string_view utf8)
{
    std::string words;
    std::size_t from = 0;
    for (const ProtectedSpan &each : findProtectedSpans(utf8)) {
        words += utf8.substr(from, each.span.begin - from);
        words += ' ';
        from = each.span.end;
    }
    words += utf8.substr(from);
    return words;
}

} // namespace parley::functions
