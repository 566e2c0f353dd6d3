#pragma once

#include <string>
#include <string_view>

namespace parley::functions {

// How many letters of each script a text has. Free of state. Thread: any.
struct ScriptCount {
    int latin = 0;
    int kana = 0;
    int han = 0;
    int hangul = 0;
    int arabic = 0;
    int cyrillic = 0;
    int hebrew = 0;
    int devanagari = 0;
    int thai = 0;
    int other = 0;

    static ScriptCount of(std::string_view utf8);

    int letters() const
    {
        return latin + kana + han + hangul + arabic + cyrillic + hebrew + devanagari + thai + other;
    }
};

} // namespace parley::functions
