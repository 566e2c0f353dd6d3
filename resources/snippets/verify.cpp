// Checks that a request comes from your Parley (Standard Webhooks 1.0). C++17; link with -lcrypto.
#include <cstdlib>
#include <ctime>
#include <sstream>
#include <string>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

//! \param secret "whsec_…", as it was shown when the webhook was made
//! \param id, timestamp, signatures of webhook-id, webhook-timestamp and webhook-signature
//! \param body its bytes as they came: JSON that was parsed and written anew differs
//! Answer a request that is not genuine with 401, and one that is with 204.
bool isGenuine(std::string secret, const std::string &id, const std::string &timestamp,
               const std::string &signatures, const std::string &body,
               std::time_t now = std::time(nullptr))
{
    const bool isNumber = !timestamp.empty() && timestamp.size() < 12
        && timestamp.find_first_not_of("0123456789") == std::string::npos;
    if (id.empty() || !isNumber || std::llabs(now - std::stoll(timestamp)) > 300)
        return false; // or older or newer than five minutes
    if (secret.rfind("whsec_", 0) == 0)
        secret.erase(0, 6);
    std::string key(secret.size() / 4 * 3 + 3, '\0');
    const auto bytes = [](auto *text) { return reinterpret_cast<unsigned char *>(text); };
    const int size = EVP_DecodeBlock(bytes(key.data()), bytes(secret.data()), int(secret.size()));
    if (size <= 0)
        return false;
    key.resize(std::size_t(size));
    for (auto end = secret.end(); end != secret.begin() && *--end == '=';)
        key.pop_back(); // what is decoded of its padding
    const std::string message = id + "." + timestamp + "." + body;
    unsigned char mac[32];
    unsigned macSize = 0;
    HMAC(EVP_sha256(), key.data(), int(key.size()),
         reinterpret_cast<const unsigned char *>(message.data()), message.size(), mac, &macSize);
    std::string expected(48, '\0');
    expected.resize(std::size_t(EVP_EncodeBlock(bytes(expected.data()), mac, int(macSize))));
    expected.insert(0, "v1,");
    std::istringstream all(signatures);
    for (std::string each; std::getline(all, each, ' ');)
        if (each.size() == expected.size()
            && CRYPTO_memcmp(each.data(), expected.data(), each.size()) == 0)
            return true;
    return false;
}
