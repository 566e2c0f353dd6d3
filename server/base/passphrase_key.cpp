#include "server/base/passphrase_key.h"

#include <bit>

#include <openssl/evp.h>

#include "server/base/secret_box.h"

namespace parley {

Result<std::string> keyFromPassphrase(std::string_view passphrase, std::string_view salt,
                                      const ScryptCost &cost)
{
    const bool isUsual = cost.n >= 2 && std::has_single_bit(cost.n) && cost.n <= (1u << 20)
        && cost.r >= 1 && cost.r <= 32 && cost.p >= 1 && cost.p <= 16;
    if (!isUsual || 128 * cost.n * cost.r > ScryptCost::kMaxMemoryBytes)
        return Error{ErrorCode::InvalidArgument, "the cost of the passphrase is out of range"};
    std::string key(SecretBox::kKeyBytes, '\0');
    const std::uint64_t memory = 2 * ScryptCost::kMaxMemoryBytes;
    if (EVP_PBE_scrypt(passphrase.data(), passphrase.size(),
                       reinterpret_cast<const unsigned char *>(salt.data()), salt.size(), cost.n,
                       cost.r, cost.p, memory, reinterpret_cast<unsigned char *>(key.data()),
                       key.size())
        != 1)
        return Error{ErrorCode::Unavailable, "there is no memory to check the passphrase"};
    return key;
}

} // namespace parley
