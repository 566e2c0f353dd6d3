#include "server/functions/text/text_breaks.h"

#include <unicode/brkiter.h>
#include <unicode/utext.h>

namespace parley::functions {
namespace {

std::vector<bool> boundaries(icu::BreakIterator *iterator, std::string_view utf8)
{
    UErrorCode status = U_ZERO_ERROR;
    UText *text = utext_openUTF8(nullptr, utf8.data(), std::int64_t(utf8.size()), &status);
    if (iterator)
        iterator->setText(text, status);
    if (!iterator || U_FAILURE(status)) {
        utext_close(text);
        return std::vector<bool>(utf8.size() + 1, true);
    }
    std::vector<bool> begins(utf8.size() + 1, false);
    for (int at = iterator->first(); at != icu::BreakIterator::DONE; at = iterator->next())
        begins[std::size_t(at)] = true;
    utext_close(
        text); // the iterator has its own shallow copy; it reads no more until the next text
    return begins;
}

} // namespace

struct TextBreaks::Iterators {
    std::unique_ptr<icu::BreakIterator> graphemes;
    std::unique_ptr<icu::BreakIterator> words;
};

TextBreaks::TextBreaks() : m_iterators(std::make_unique<Iterators>())
{
    UErrorCode status = U_ZERO_ERROR;
    const icu::Locale locale("ja");
    m_iterators->graphemes.reset(icu::BreakIterator::createCharacterInstance(locale, status));
    m_iterators->words.reset(icu::BreakIterator::createWordInstance(locale, status));
}

TextBreaks::~TextBreaks() = default;

std::vector<bool> TextBreaks::graphemes(std::string_view utf8) const
{
    return boundaries(m_iterators->graphemes.get(), utf8);
}

std::vector<bool> TextBreaks::words(std::string_view utf8) const
{
    return boundaries(m_iterators->words.get(), utf8);
}

} // namespace parley::functions
