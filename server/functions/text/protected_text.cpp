#include "server/functions/text/protected_text.h"

#include <algorithm>

#include <unicode/uchar.h>

#include "server/functions/text/utf8_reader.h"

namespace parley::functions {
namespace {

std::size_t countWords(std::string_view text)
{
    std::size_t words = 0;
    bool isInWord = false;
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint c = codePointAt(text, at);
        const bool isLetter = u_isalpha(UChar32(c.value)) != 0;
        words += isLetter && !isInWord ? 1 : 0;
        isInWord = isLetter || (isInWord && (c.value == '\'' || c.value == 0x2019));
        at = c.end;
    }
    return words;
}

std::string upperCase(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? char(c - 32) : c; });
    return text;
}

struct Part {
    SpanKind kind = SpanKind::Url;
    ByteSpan span{};
    std::string translation{};
};

// In order. A term inside an address or a name is a part of that.
std::vector<Part> partsOf(std::string_view text, const std::vector<GlossaryTerm> &terms)
{
    std::vector<Part> parts;
    for (const ProtectedSpan &each : findProtectedSpans(text))
        parts.push_back({each.kind, each.span, {}});
    const std::size_t fixed = parts.size();
    for (const GlossaryHit &hit : findGlossaryTerms(text, terms)) {
        const bool isFree = std::none_of(
            parts.begin(), parts.begin() + std::ptrdiff_t(fixed), [&hit](const Part &part) {
                return hit.span.begin < part.span.end && part.span.begin < hit.span.end;
            });
        if (isFree)
            parts.push_back({SpanKind::Term, hit.span, terms[hit.term].translation});
    }
    std::sort(parts.begin(), parts.end(),
              [](const Part &a, const Part &b) { return a.span.begin < b.span.begin; });
    return parts;
}

} // namespace

ProtectedText::ProtectedText(std::string_view text, const std::vector<GlossaryTerm> &terms)
{
    std::size_t from = 0;
    const auto addWords = [&](std::size_t until) {
        if (until == from)
            return;
        m_pieces.push_back({std::string(text.substr(from, until - from)), false, SpanKind::Url});
        m_words += countWords(m_pieces.back().text);
    };
    for (const Part &part : partsOf(text, terms)) {
        addWords(part.span.begin);
        const std::string original(text.substr(part.span.begin, part.span.end - part.span.begin));
        m_pieces.push_back({original, true, part.kind});
        m_originals.push_back(part.translation.empty() ? original : part.translation);
        from = part.span.end;
    }
    addWords(text.size());
    std::string all(text);
    for (const std::string &original : m_originals)
        all += '\n' + original;
    const std::string upper = upperCase(std::move(all));
    // Each turn makes the letters longer, so it ends; a text of 4 kB cannot hold all lengths. No
    // beginning of "XX...Q" is also its end, so none arises where a text meets a token.
    while (upper.find(m_tokenLetters) != std::string::npos)
        m_tokenLetters.insert(0, 1, 'X');
}

std::string ProtectedText::withoutEngine() const
{
    std::string text;
    std::size_t index = 0;
    for (const Piece &piece : m_pieces)
        text += piece.isPlaceholder ? m_originals[index++] : piece.text;
    return text;
}

std::string ProtectedText::token(std::size_t index) const
{
    return m_tokenLetters + std::to_string(index) + "QX";
}

bool ProtectedText::restoreTokens(std::string &text, std::vector<int> found) const
{
    found.resize(m_originals.size(), 0);
    std::string restored;
    std::size_t from = 0;
    for (std::size_t at = text.find(m_tokenLetters); at != std::string::npos;
         at = text.find(m_tokenLetters, from)) {
        std::size_t end = at + m_tokenLetters.size();
        std::size_t index = 0;
        while (end < text.size() && text[end] >= '0' && text[end] <= '9' && index < 100'000)
            index = index * 10 + std::size_t(text[end++] - '0');
        if (index >= m_originals.size() || text.compare(at, end - at + 2, token(index)) != 0)
            return false;
        restored.append(text, from, at - from).append(m_originals[index]);
        ++found[index];
        from = end + 2;
    }
    text = restored + text.substr(from);
    return std::all_of(found.begin(), found.end(), [](int times) { return times == 1; });
}

} // namespace parley::functions
