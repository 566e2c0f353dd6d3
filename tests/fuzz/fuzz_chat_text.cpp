#include <algorithm>
#include <cstdlib>

#include "server/functions/text/language_detector.h"
#include "server/functions/text/protected_text.h"
#include "server/functions/text/word_list_moderator.h"
#include "server/functions/translation/apertium_stream.h"
#include "server/protocol/utf8_validator.h"
#include "tests/fuzz/fuzz_input.h"

using namespace parley;
using namespace parley::functions;

namespace {

const WordListModerator &moderator() // made once: it does not change
{
    static const auto made = [] {
        const std::string_view english
            = "@language en\n@category mild 1 mask\ndrat\ntoot\npoop*\n"
              "*weasel*\ntwo words\n@category insult 2 block\nblockword\n"
              "@allow\npoopdeck\n";
        const std::string_view japanese = "@language ja\n@category mild 1 mask\nくそ\nばか*\n"
                                          "@allow\nくそまじめ\n";
        auto result
            = WordListModerator::make({*WordList::parse(english), *WordList::parse(japanese)});
        if (!result)
            std::abort();
        return std::move(*result);
    }();
    return *made;
}

void checkProtected(std::string_view text)
{
    const ProtectedText parts(text);
    std::string whole;
    std::string sent;
    std::size_t index = 0;
    for (const ProtectedText::Piece &piece : parts.pieces()) {
        whole += piece.isPlaceholder ? parts.original(index) : piece.text;
        sent += piece.isPlaceholder ? parts.token(index) : piece.text;
        index += piece.isPlaceholder ? 1 : 0;
    }
    fuzz::require(index == parts.placeholderCount(), "each original stands in one place");
    fuzz::require(whole == text, "nothing of a text is lost");
    fuzz::require(parts.restoreTokens(sent, std::vector<int>(index, 0)) && sent == text,
                  "placeholders are put back where they were");
}

// An engine that changes nothing gives the same text back.
void checkApertium(std::string_view text, std::string_view reply)
{
    const ProtectedText parts(text);
    for (const auto form : {PlaceholderForm::TokensAndBlocks, PlaceholderForm::BlocksOnly}) {
        const auto back = fromApertium(toApertium(parts, form), parts);
        fuzz::require(bool(back), "no placeholder is lost on the way");
        fuzz::require(back->text == text, "a text comes back as it went");
    }
    (void)fromApertium(reply, parts); // whatever an engine says
}

void checkVerdict(std::string_view text)
{
    static const std::vector<std::string> kLanguages{"en", "ja"};
    static const ModerationPolicy kNoRules;
    const auto verdict = moderator().judge(text, {kLanguages, kNoRules});
    if (!verdict) {
        fuzz::require(isValidUtf8(verdict.error().message), "an error is UTF-8");
        return;
    }
    fuzz::require(verdict->steps <= WordListModerator::kMaxSteps, "work is bounded");
    fuzz::require(verdict->findings.size() <= WordListModerator::kMaxFindings, "so are findings");
    fuzz::require(isValidUtf8(verdict->text), "a masked text is UTF-8");
    for (const ModerationFinding &finding : verdict->findings)
        fuzz::require(finding.span.begin < finding.span.end && finding.span.end <= text.size(),
                      "a finding is in the text");
    std::size_t last = 0;
    for (const ByteSpan &stars : verdict->masked) {
        fuzz::require(last <= stars.begin && stars.end <= verdict->text.size(), "stars in order");
        last = stars.end;
    }
    const bool isMasked = !verdict->masked.empty();
    fuzz::require(isMasked || verdict->text == text, "nothing else is changed");
}

void checkLanguage(std::string_view text)
{
    static const std::vector<std::string> kRoom{"en", "es", "ja"};
    const std::string words = withoutProtectedSpans(text);
    fuzz::require(isValidUtf8(words), "what is left is UTF-8");
    const LanguageGuess guess = detectLanguage({words, {}, "es", kRoom});
    fuzz::require(knownLanguage(guess.code) == guess.code, "a language that rooms know");
    fuzz::require(guess.confidence >= 0 && guess.confidence <= 1, "a probability");
}

} // namespace

// What somebody says in a room, and what an engine makes of it: a text and a reply, cut at the
// first line feed.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const std::string_view all(reinterpret_cast<const char *>(data), size);
    if (!isValidUtf8(all)) // the wire lets nothing else through
        return 0;
    const std::size_t cut = std::min(all.find('\n'), all.size());
    std::string text(all.substr(0, cut));
    std::erase_if(text, [](unsigned char c) { return c < 0x20 && c != '\t'; }); // IncomingMessage
    checkProtected(text);
    checkApertium(text, all.substr(cut));
    checkVerdict(text);
    checkLanguage(text);
    return 0;
}
