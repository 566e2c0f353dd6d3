#include "server/base/ed25519.h"

#include <memory>

#include <openssl/evp.h>

namespace parley {
namespace {

struct FreeKey {
    void operator()(EVP_PKEY *key) const { EVP_PKEY_free(key); }
};
struct FreeContext {
    void operator()(EVP_MD_CTX *context) const { EVP_MD_CTX_free(context); }
};
using Key = std::unique_ptr<EVP_PKEY, FreeKey>;

Result<Key> keyOf(std::string_view seed)
{
    if (seed.size() != kEd25519SeedBytes)
        return Error{ErrorCode::InvalidArgument, "an Ed25519 key has 32 bytes"};
    Key key(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr,
                                         reinterpret_cast<const unsigned char *>(seed.data()),
                                         seed.size()));
    if (!key)
        return Error{ErrorCode::Internal, "Ed25519 is not available"};
    return key;
}

} // namespace

Result<std::string> ed25519PublicKey(std::string_view seed)
{
    const auto key = keyOf(seed);
    if (!key)
        return key.error();
    std::string out(32, '\0');
    std::size_t size = out.size();
    if (EVP_PKEY_get_raw_public_key(key->get(), reinterpret_cast<unsigned char *>(out.data()),
                                    &size)
        != 1)
        return Error{ErrorCode::Internal, "an Ed25519 public key could not be made"};
    return out;
}

Result<std::string> ed25519Sign(std::string_view seed, std::string_view message)
{
    const auto key = keyOf(seed);
    if (!key)
        return key.error();
    const std::unique_ptr<EVP_MD_CTX, FreeContext> context(EVP_MD_CTX_new());
    std::string out(64, '\0');
    std::size_t size = out.size();
    const bool ok = context
        && EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key->get()) == 1
        && EVP_DigestSign(context.get(), reinterpret_cast<unsigned char *>(out.data()), &size,
                          reinterpret_cast<const unsigned char *>(message.data()), message.size())
            == 1;
    if (!ok)
        return Error{ErrorCode::Internal, "an Ed25519 signature could not be made"};
    return out;
}

} // namespace parley
