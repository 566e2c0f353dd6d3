#include "server/functions/text/glossary_terms.h"

#include <algorithm>
#include <unordered_map>

#include <unicode/uchar.h>

#include "server/functions/text/utf8_reader.h"

namespace parley::functions {
namespace {

struct Letter {
    char32_t folded = 0;
    std::size_t begin = 0; // bytes
    std::size_t end = 0;
};

std::vector<Letter> lettersOf(std::string_view text)
{
    std::vector<Letter> letters;
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint c = codePointAt(text, at);
        const auto folded = u_foldCase(UChar32(c.value), U_FOLD_CASE_DEFAULT);
        letters.push_back({char32_t(folded), at, c.end});
        at = c.end;
    }
    return letters;
}

bool hasNoSpaces(char32_t c) // between its words
{
    const auto code = UChar32(c);
    return u_hasBinaryProperty(code, UCHAR_IDEOGRAPHIC) || (c >= 0x3040 && c <= 0x30ff)
        || (c >= 0x0e00 && c <= 0x0e7f); // kana; Thai
}

// Whether a word may end between these two.
bool isEdge(char32_t before, char32_t behind)
{
    const bool goesOn = u_isalnum(UChar32(before)) && u_isalnum(UChar32(behind));
    return !goesOn || hasNoSpaces(before) || hasNoSpaces(behind);
}

bool standsAt(const std::vector<Letter> &text, std::size_t at, const std::vector<Letter> &term)
{
    if (at + term.size() > text.size())
        return false;
    const bool same
        = std::equal(term.begin(), term.end(), text.begin() + std::ptrdiff_t(at),
                     [](const Letter &a, const Letter &b) { return a.folded == b.folded; });
    if (!same)
        return false;
    const std::size_t end = at + term.size();
    return (at == 0 || isEdge(text[at - 1].folded, text[at].folded))
        && (end == text.size() || isEdge(text[end - 1].folded, text[end].folded));
}

int weightOf(const GlossaryEntry &entry)
{
    return (entry.source.empty() ? 0 : 2) + (entry.target.empty() ? 0 : 1);
}

} // namespace

std::vector<GlossaryTerm> glossaryTerms(const Glossary &glossary, std::string_view source,
                                        std::string_view target)
{
    std::vector<const GlossaryEntry *> entries;
    for (const GlossaryEntry &entry : glossary.entries) {
        if ((entry.source.empty() || entry.source == source)
            && (entry.target.empty() || entry.target == target))
            entries.push_back(&entry);
    }
    std::stable_sort(entries.begin(), entries.end(),
                     [](const auto *a, const auto *b) { return weightOf(*a) > weightOf(*b); });
    std::vector<GlossaryTerm> terms;
    for (const GlossaryEntry *entry : entries) {
        const bool isKnown = std::any_of(terms.begin(), terms.end(), [entry](const auto &known) {
            return known.term == entry->term;
        });
        if (!isKnown)
            terms.push_back({entry->term, entry->translation});
    }
    return terms;
}

std::vector<GlossaryHit> findGlossaryTerms(std::string_view text,
                                           const std::vector<GlossaryTerm> &terms)
{
    std::vector<GlossaryHit> hits;
    if (terms.empty())
        return hits;
    std::vector<std::vector<Letter>> folded;
    std::unordered_map<char32_t, std::vector<std::size_t>> byFirst;
    for (std::size_t i = 0; i < terms.size(); ++i) {
        folded.push_back(lettersOf(terms[i].term));
        if (!folded.back().empty())
            byFirst[folded.back().front().folded].push_back(i);
    }
    for (auto &[first, indexes] : byFirst)
        std::stable_sort(indexes.begin(), indexes.end(), [&folded](std::size_t a, std::size_t b) {
            return folded[a].size() > folded[b].size();
        });
    const std::vector<Letter> letters = lettersOf(text);
    for (std::size_t at = 0; at < letters.size();) {
        std::size_t next = at + 1;
        if (const auto found = byFirst.find(letters[at].folded); found != byFirst.end()) {
            for (const std::size_t index : found->second) {
                if (!standsAt(letters, at, folded[index]))
                    continue;
                next = at + folded[index].size();
                hits.push_back({{letters[at].begin, letters[next - 1].end}, index});
                break;
            }
        }
        at = next;
    }
    return hits;
}

} // namespace parley::functions
