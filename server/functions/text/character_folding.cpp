#include "server/functions/text/character_folding.h"

#include <array>

#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include "server/functions/text/letter_tables.h"

namespace parley::functions {
namespace {

const icu::Normalizer2 &caseFolding()
{
    UErrorCode status = U_ZERO_ERROR;
    return *icu::Normalizer2::getNFKCCasefoldInstance(status);
}

const icu::Normalizer2 &decomposition()
{
    UErrorCode status = U_ZERO_ERROR;
    return *icu::Normalizer2::getNFDInstance(status);
}

bool isDroppedMark(char32_t c)
{
    return (c >= 0x0300 && c <= 0x036f) || (c >= 0x064b && c <= 0x0652) || c == 0x0640
        || (c >= 0x20d0 && c <= 0x20ff);
}

// Letters drawn as symbols that normalisation leaves alone; 0 for others.
char32_t letterOfSymbol(char32_t c)
{
    if (c >= 0x1f150 && c <= 0x1f169) // negative circled
        return U'a' + (c - 0x1f150);
    if (c >= 0x1f170 && c <= 0x1f189) // negative squared
        return U'a' + (c - 0x1f170);
    if (c >= 0x1f1e6 && c <= 0x1f1ff) // regional indicators, the halves of flags
        return U'a' + (c - 0x1f1e6);
    return 0;
}

void append(FoldedCharacter &folded, char32_t c)
{
    if (isDroppedMark(c) || folded.length == FoldedCharacter::kMaxLength)
        return;
    const bool isKatakana = (c >= 0x30a1 && c <= 0x30f6) || c == 0x30fd || c == 0x30fe;
    folded.values[folded.length++] = isKatakana ? c - 0x60 : plainLetter(c);
}

FoldedCharacter computed(char32_t character)
{
    FoldedCharacter folded;
    if (character == 0x309b || character == 0x309c) { // would become a space and a mark
        append(folded, character - 2);
        return folded;
    }
    if (const char32_t letter = letterOfSymbol(character)) {
        append(folded, letter);
        return folded;
    }
    UErrorCode status = U_ZERO_ERROR;
    const icu::UnicodeString small
        = caseFolding().normalize(icu::UnicodeString(UChar32(character)), status);
    for (int i = 0; i < small.length(); i = small.moveIndex32(i, 1)) {
        const UChar32 c = small.char32At(i);
        icu::UnicodeString parts;
        const bool isHangul = c >= 0xac00 && c <= 0xd7a3;
        if (isHangul || !decomposition().getDecomposition(c, parts)) {
            append(folded, char32_t(c));
            continue;
        }
        for (int k = 0; k < parts.length(); k = parts.moveIndex32(k, 1))
            append(folded, char32_t(parts.char32At(k)));
    }
    return folded;
}

} // namespace

FoldedCharacter foldCharacter(char32_t character)
{
    // Most of what people write in Latin script; made once, read by all.
    constexpr std::size_t kTableSize = 0x250;
    static const auto table = [] {
        std::array<FoldedCharacter, kTableSize> made;
        for (std::size_t c = 0; c < kTableSize; ++c)
            made[c] = computed(char32_t(c));
        return made;
    }();
    return character < kTableSize ? table[character] : computed(character);
}

char32_t composedKana(char32_t kana, char32_t mark)
{
    UErrorCode status = U_ZERO_ERROR;
    const auto *composer = icu::Normalizer2::getNFCInstance(status);
    const UChar32 pair = composer->composePair(UChar32(kana), UChar32(mark));
    return pair < 0 ? 0 : char32_t(pair);
}

} // namespace parley::functions
