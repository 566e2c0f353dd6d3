#include "server/auth/token_query.h"

#include <algorithm>

namespace parley {
namespace {

bool contains(std::string_view text, std::string_view part)
{
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return std::search(text.begin(), text.end(), part.begin(), part.end(),
                       [&](char a, char b) { return lower(a) == lower(b); })
        != text.end();
}

bool isOrAny(const std::string &wanted, const std::string &value)
{
    return wanted.empty() || wanted == value;
}

} // namespace

bool TokenQuery::matches(const Token &token, TokenState now) const
{
    if ((state && now != *state) || (kind && token.kind != *kind))
        return false;
    if (!isOrAny(issuer, token.issuer) || !isOrAny(templateName, token.templateName)
        || !isOrAny(room, token.room))
        return false;
    return text.empty() || contains(token.label, text) || contains(token.publisherId, text)
        || contains(token.id, text);
}

} // namespace parley
