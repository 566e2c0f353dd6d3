#include "server/types/stored_function.h"

#include <algorithm>

namespace parley {

bool StoredFunction::isName(std::string_view text)
{
    return !text.empty() && text.size() <= kMaxNameBytes && text.front() >= 'a'
        && text.front() <= 'z' && std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
           });
}

Result<StoredFunction> StoredFunction::checked(StoredFunction function)
{
    const auto bad = [](std::string why) { return Error{ErrorCode::InvalidArgument, why}; };
    if (!isName(function.name))
        return bad("a function's name has 1 to 64 of a-z, 0-9 and -, a letter first");
    if (function.source.empty() || function.source.size() > kMaxSourceBytes)
        return bad("source must have 1 to 262,144 bytes");
    if (function.milliseconds < kMinMilliseconds || function.milliseconds > kMaxMilliseconds)
        return bad("milliseconds must be 10 to 10,000");
    if (function.megabytes < kMinMegabytes || function.megabytes > kMaxMegabytes)
        return bad("megabytes must be 16 to 512");
    return function;
}

} // namespace parley
