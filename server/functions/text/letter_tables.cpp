#include "server/functions/text/letter_tables.h"

#include <algorithm>
#include <array>
#include <utility>

namespace parley::functions {
namespace {

using Pair = std::pair<char32_t, char32_t>;

// Sorted by the first. Folding has already made letters small and taken accents off.
constexpr auto kLooksLike = std::to_array<Pair>({
    {U'ð', U'd'},   {U'ø', U'o'},   {U'đ', U'd'},   {U'ħ', U'h'},   {U'ı', U'i'},   {U'ł', U'l'},
    {U'ŧ', U't'},   {U'ƒ', U'f'},   {U'ɑ', U'a'},   {0x0261, U'g'}, {0x0262, U'g'}, {0x0269, U'i'},
    {0x026a, U'i'}, {0x0274, U'n'}, {0x0280, U'r'}, {0x028b, U'v'}, {0x028f, U'y'}, {0x0299, U'b'},
    {0x029c, U'h'}, {0x029f, U'l'}, {U'α', U'a'},   {U'β', U'b'},   {U'γ', U'y'},   {U'ε', U'e'},
    {U'η', U'n'},   {U'ι', U'i'},   {U'κ', U'k'},   {U'ν', U'v'},   {U'ο', U'o'},   {U'ρ', U'p'},
    {U'τ', U't'},   {U'υ', U'u'},   {U'χ', U'x'},   {U'ω', U'w'},   {U'а', U'a'},   {U'в', U'b'},
    {U'е', U'e'},   {U'к', U'k'},   {U'м', U'm'},   {U'н', U'h'},   {U'о', U'o'},   {U'р', U'p'},
    {U'с', U'c'},   {U'т', U't'},   {U'у', U'y'},   {U'х', U'x'},   {0x0455, U's'}, {0x0456, U'i'},
    {0x0458, U'j'}, {0x04bb, U'h'}, {0x0501, U'd'}, {0x051b, U'q'}, {0x051d, U'w'}, {0x0566, U'q'},
    {0x0570, U'h'}, {0x0575, U'j'}, {0x0578, U'n'}, {0x057d, U'u'}, {0x0581, U'g'}, {0x0585, U'o'},
    {0x1d00, U'a'}, {0x1d04, U'c'}, {0x1d05, U'd'}, {0x1d07, U'e'}, {0x1d0a, U'j'}, {0x1d0b, U'k'},
    {0x1d0d, U'm'}, {0x1d0f, U'o'}, {0x1d18, U'p'}, {0x1d1b, U't'}, {0x1d1c, U'u'}, {0x1d20, U'v'},
    {0x1d21, U'w'}, {0x1d22, U'z'}, {0xa730, U'f'}, {0xa731, U's'},
});
static_assert(std::is_sorted(kLooksLike.begin(), kLooksLike.end()));

} // namespace

char32_t plainLetter(char32_t folded)
{
    if (folded < kLooksLike.front().first)
        return folded;
    const auto found
        = std::lower_bound(kLooksLike.begin(), kLooksLike.end(), folded,
                           [](const Pair &pair, char32_t letter) { return pair.first < letter; });
    return found != kLooksLike.end() && found->first == folded ? found->second : folded;
}

std::u32string_view lettersOfSign(char32_t sign)
{
    switch (sign) {
    case U'0': return U"o";
    case U'1':
    case U'!':
    case U'|': return U"il";
    case U'3':
    case U'€': return U"e";
    case U'4':
    case U'@': return U"a";
    case U'5':
    case U'$':
    case U'§': return U"s";
    case U'6':
    case U'9': return U"g";
    case U'7':
    case U'+': return U"t";
    case U'8': return U"b";
    case U'£': return U"l";
    case U'¢': return U"c";
    case U'¥': return U"y";
    default: return {};
    }
}

} // namespace parley::functions
