#include "server/auth/token_secret.h"

#include "server/base/encoding.h"

namespace parley {

std::string TokenSecret::make(bool expires, Random &random)
{
    std::array<std::uint8_t, kRandomBytes> bytes{};
    random.fill(bytes);
    return std::string(expires ? kTemporaryPrefix : kLivePrefix) + base64Url(asText(bytes));
}

} // namespace parley
