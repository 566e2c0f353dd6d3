#include "server/types/token_template.h"

#include <algorithm>

namespace parley {

bool TokenTemplate::isName(std::string_view text)
{
    return !text.empty() && text.size() <= kMaxNameBytes
        && std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
           });
}

} // namespace parley
