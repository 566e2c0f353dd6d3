#include "server/types/topic_name.h"

#include <algorithm>

namespace parley {
namespace {

bool allowed(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.'
        || c == '_' || c == ':' || c == '~' || c == '-';
}

bool isSegment(std::string_view text)
{
    return !text.empty() && text.back() != '.' && std::all_of(text.begin(), text.end(), allowed);
}

Result<void> checkPath(std::string_view text)
{
    if (text.empty() || text.size() > TopicName::kMaxLength)
        return Error{ErrorCode::InvalidArgument, "topic name must have 1 to 128 characters"};
    for (std::size_t at = 0; at <= text.size();) {
        const std::size_t end = std::min(text.find('/', at), text.size());
        if (!isSegment(text.substr(at, end - at)))
            return Error{ErrorCode::InvalidArgument,
                         "topic name may hold A-Z, a-z, 0-9, '.', '_', ':', '~' and '-' in parts "
                         "joined by '/'; no part may be empty or end with a dot"};
        at = end + 1;
    }
    return {};
}

} // namespace

Result<TopicName> TopicName::parse(std::string_view text)
{
    if (auto ok = checkPath(text); !ok)
        return ok.error();
    return TopicName(text);
}

Result<TopicName> TopicName::parseSystem(std::string_view text)
{
    if (!text.starts_with('$'))
        return Error{ErrorCode::InvalidArgument, "a system topic begins with '$'"};
    if (auto ok = checkPath(text.substr(1)); !ok)
        return ok.error();
    if (text.size() > kMaxLength)
        return Error{ErrorCode::InvalidArgument, "topic name must have 1 to 128 characters"};
    return TopicName(text);
}

Result<TopicName> TopicName::parseAny(std::string_view text)
{
    return text.starts_with('$') ? parseSystem(text) : parse(text);
}

} // namespace parley
