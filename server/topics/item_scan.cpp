#include "server/topics/item_scan.h"

#include <charconv>

namespace parley {
namespace {

// Takes a known text from the front of \p rest.
bool takeText(std::string_view &rest, std::string_view text)
{
    if (!rest.starts_with(text))
        return false;
    rest.remove_prefix(text.size());
    return true;
}

template <typename Number>
bool takeNumber(std::string_view &rest, Number &number)
{
    const auto [end, failure] = std::from_chars(rest.data(), rest.data() + rest.size(), number);
    if (failure != std::errc())
        return false;
    rest.remove_prefix(std::size_t(end - rest.data()));
    return true;
}

// Up to the next quotation mark, which stays.
bool takeString(std::string_view &rest, std::string &string)
{
    const std::size_t end = rest.find('"');
    if (end == rest.npos)
        return false;
    string = rest.substr(0, end);
    rest.remove_prefix(end);
    return true;
}

} // namespace

bool scanItem(std::string_view json, PublishedMessage &message)
{
    constexpr std::string_view kSequence = ",\"sequence\":";
    constexpr std::string_view kEnd = "\"}";
    if (json.find('\\') != json.npos)
        return false;
    // Names before it cannot hold a quotation mark, so the first place is the right one.
    const std::size_t at = json.find(kSequence);
    if (at == json.npos)
        return false;
    std::string_view rest = json.substr(at + kSequence.size());
    std::int64_t time = 0;
    if (!takeNumber(rest, message.position.sequence) || !takeText(rest, ",\"time\":")
        || !takeNumber(rest, time) || !takeText(rest, ",\"publisherId\":\"")
        || !takeString(rest, message.publisherId))
        return false;
    message.idempotencyKey.clear();
    if (takeText(rest, "\",\"idempotencyKey\":\"") && !takeString(rest, message.idempotencyKey))
        return false;
    if (!takeText(rest, "\",\"text\":\"") || !rest.ends_with(kEnd))
        return false;
    rest.remove_suffix(kEnd.size());
    message.time = fromEpochMilliseconds(time);
    message.payload.kind = PayloadKind::Text;
    message.payload.bytes = rest;
    return true;
}

} // namespace parley
