#include "server/types/idempotency_key.h"

#include <algorithm>

namespace parley {
namespace {

bool isAllowed(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
        || std::string_view("._:~-").find(c) != std::string_view::npos;
}

} // namespace

Result<IdempotencyKey> IdempotencyKey::parse(std::string_view text)
{
    if (text.size() < kMinLength || text.size() > kMaxLength
        || !std::all_of(text.begin(), text.end(), isAllowed))
        return Error{ErrorCode::InvalidArgument,
                     "an idempotency key has 16 to 64 characters of A-Z a-z 0-9 . _ : ~ -"};
    return IdempotencyKey(text);
}

} // namespace parley
