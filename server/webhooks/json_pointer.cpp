#include "server/webhooks/json_pointer.h"

#include <algorithm>
#include <charconv>
#include <string>

namespace parley {
namespace {

// "~1" is a slash and "~0" a tilde: RFC 6901, section 4.
std::string unescaped(std::string_view token)
{
    std::string out;
    for (std::size_t i = 0; i < token.size(); ++i) {
        const bool isEscape = token[i] == '~' && i + 1 < token.size()
            && (token[i + 1] == '0' || token[i + 1] == '1');
        out += isEscape ? (token[++i] == '1' ? '/' : '~') : token[i];
    }
    return out;
}

const JsonValue *element(const JsonValue::Array &array, std::string_view token)
{
    std::size_t index = 0;
    const auto [end, failure] = std::from_chars(token.data(), token.data() + token.size(), index);
    const bool isNumber = failure == std::errc() && end == token.data() + token.size();
    const bool isPlain = token == "0" || !token.starts_with('0');
    return isNumber && isPlain && index < array.size() ? &array[index] : nullptr;
}

} // namespace

const JsonValue *atPointer(const JsonValue &value, std::string_view pointer)
{
    const JsonValue *at = &value;
    while (!pointer.empty()) {
        if (pointer.front() != '/')
            return nullptr;
        pointer.remove_prefix(1);
        const std::string_view token = pointer.substr(0, pointer.find('/'));
        pointer.remove_prefix(token.size());
        at = at->array() ? element(*at->array(), token) : at->find(unescaped(token));
        if (!at)
            return nullptr;
    }
    return at;
}

} // namespace parley
