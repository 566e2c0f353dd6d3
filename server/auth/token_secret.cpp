#include "server/auth/token_secret.h"

#include "server/base/encoding.h"

namespace parley {
namespace {

std::string secretText(std::string_view prefix, Random &random)
{
    std::array<std::uint8_t, TokenSecret::kRandomBytes> bytes{};
    random.fill(bytes);
    return std::string(prefix) + base64Url(asText(bytes));
}

} // namespace

std::string TokenSecret::make(TokenKind kind, Random &random)
{
    return secretText(kind == TokenKind::Disposable ? kTemporaryPrefix : kLivePrefix, random);
}

std::string TokenSecret::makeRefresh(Random &random)
{
    return secretText(kRefreshPrefix, random);
}

} // namespace parley
