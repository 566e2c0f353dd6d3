#include "server/types/namespace_name.h"

#include <algorithm>

namespace parley {

Result<NamespaceName> NamespaceName::parse(std::string_view text)
{
    if (text.empty() || text.size() > kMaxLength)
        return Error{ErrorCode::InvalidArgument, "namespace name must have 1 to 64 characters"};
    const auto allowed = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
            || c == '-' || c == '_';
    };
    if (!std::all_of(text.begin(), text.end(), allowed))
        return Error{ErrorCode::InvalidArgument,
                     "namespace name may hold A-Z, a-z, 0-9, '-' and '_'"};
    return NamespaceName(text);
}

NamespaceName NamespaceName::standard()
{
    return NamespaceName("default");
}

} // namespace parley
