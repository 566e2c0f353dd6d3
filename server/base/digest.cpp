#include "server/base/digest.h"

#include <cstdlib>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace parley {
namespace {

// These digests need no memory and no provider beyond the default one: a failure is a broken
// OpenSSL.
template <typename Digest>
Digest digest(const EVP_MD *md, std::string_view bytes)
{
    Digest out{};
    if (EVP_Digest(bytes.data(), bytes.size(), out.data(), nullptr, md, nullptr) != 1)
        std::abort();
    return out;
}

Sha256Digest hmac(const EVP_MD *md, std::string_view key, std::string_view bytes)
{
    Sha256Digest out{};
    unsigned length = 0;
    if (!HMAC(md, key.data(), static_cast<int>(key.size()),
              reinterpret_cast<const unsigned char *>(bytes.data()), bytes.size(), out.data(),
              &length))
        std::abort();
    return out;
}

} // namespace

Sha1Digest sha1(std::string_view bytes)
{
    return digest<Sha1Digest>(EVP_sha1(), bytes);
}

Sha256Digest sha256(std::string_view bytes)
{
    return digest<Sha256Digest>(EVP_sha256(), bytes);
}

Sha256Digest hmacSha256(std::string_view key, std::string_view bytes)
{
    return hmac(EVP_sha256(), key, bytes);
}

Sha256Digest hmacSha3(std::string_view key, std::string_view bytes)
{
    return hmac(EVP_sha3_256(), key, bytes);
}

bool equalConstantTime(std::string_view a, std::string_view b)
{
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

} // namespace parley
