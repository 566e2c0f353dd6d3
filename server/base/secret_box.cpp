#include "server/base/secret_box.h"

#include <cstdlib>
#include <memory>
#include <optional>
#include <span>

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include "server/base/digest.h"
#include "server/base/encoding.h"

namespace parley {
namespace {

constexpr std::string_view kPrefix = "enc1:";
constexpr std::size_t kNonceBytes = 12;
constexpr std::size_t kTagBytes = 16;

using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

CipherContext makeContext()
{
    return {EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free};
}

const unsigned char *bytesOf(std::string_view text)
{
    return reinterpret_cast<const unsigned char *>(text.data());
}

unsigned char *bytesOf(std::string &text)
{
    return reinterpret_cast<unsigned char *>(text.data());
}

// Sealing fails only when OpenSSL is broken; a secret in plain text would be worse than no broker.
void require(int ok)
{
    if (ok != 1)
        std::abort();
}

std::optional<std::string> decrypt(std::string_view packed, std::string_view owner,
                                   const unsigned char *key)
{
    const std::string_view body
        = packed.substr(kNonceBytes, packed.size() - kNonceBytes - kTagBytes);
    std::string tag(packed.substr(packed.size() - kTagBytes));
    std::string plain(body.size() + 1, '\0'); // OpenSSL wants a place, also for nothing
    int n = 0;
    const auto context = makeContext();
    const bool opened = context
        && EVP_DecryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, key, bytesOf(packed)) == 1
        && EVP_DecryptUpdate(context.get(), nullptr, &n, bytesOf(owner),
                             static_cast<int>(owner.size()))
            == 1
        && EVP_DecryptUpdate(context.get(), bytesOf(plain), &n, bytesOf(body),
                             static_cast<int>(body.size()))
            == 1
        && EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, static_cast<int>(kTagBytes),
                               tag.data())
            == 1
        && EVP_DecryptFinal_ex(context.get(), bytesOf(plain) + body.size(), &n) == 1;
    plain.resize(body.size());
    return opened ? std::optional(plain) : std::nullopt;
}

} // namespace

SecretBox::SecretBox(std::string_view key)
{
    std::copy(key.begin(), key.end(), m_key.begin());
    const auto digest = hmacSha256(key, "parley: which key is this");
    m_fingerprint = hex(std::span(digest).first(kFingerprintDigits / 2));
}

SecretBox::~SecretBox()
{
    OPENSSL_cleanse(m_key.data(), m_key.size());
}

Result<SecretBox> SecretBox::create(std::string_view key)
{
    if (key.size() != kKeyBytes)
        return Error{ErrorCode::InvalidArgument, "a key of secrets has 32 bytes"};
    return SecretBox(key);
}

std::string SecretBox::makeKey(Random &random)
{
    std::array<std::uint8_t, kKeyBytes> key{};
    random.fill(key);
    return std::string(asText(key));
}

bool SecretBox::isSealed(std::string_view text)
{
    return text.starts_with(kPrefix);
}

std::string SecretBox::seal(std::string_view secret, std::string_view owner, Random &random) const
{
    std::string packed(kNonceBytes + secret.size() + kTagBytes, '\0');
    random.fill({bytesOf(packed), kNonceBytes});
    unsigned char *const body = bytesOf(packed) + kNonceBytes;
    int n = 0;
    const auto context = makeContext();
    require(context ? 1 : 0);
    require(EVP_EncryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, m_key.data(),
                               bytesOf(packed)));
    require(EVP_EncryptUpdate(context.get(), nullptr, &n, bytesOf(owner),
                              static_cast<int>(owner.size())));
    require(EVP_EncryptUpdate(context.get(), body, &n, bytesOf(secret),
                              static_cast<int>(secret.size())));
    require(EVP_EncryptFinal_ex(context.get(), body + secret.size(), &n));
    require(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, static_cast<int>(kTagBytes),
                                body + secret.size()));
    return std::string(kPrefix) + m_fingerprint + ':' + base64(packed);
}

Result<std::string> SecretBox::open(std::string_view sealed, std::string_view owner) const
{
    const Error damaged{ErrorCode::DataDamaged, "a sealed secret is damaged"};
    if (!isSealed(sealed))
        return damaged;
    sealed.remove_prefix(kPrefix.size());
    if (sealed.size() <= kFingerprintDigits || sealed[kFingerprintDigits] != ':')
        return damaged;
    if (sealed.substr(0, kFingerprintDigits) != m_fingerprint)
        return Error{ErrorCode::FailedPrecondition, "a secret was sealed with another key"};
    const auto packed = fromBase64(sealed.substr(kFingerprintDigits + 1));
    if (!packed || packed->size() < kNonceBytes + kTagBytes)
        return damaged;
    if (auto plain = decrypt(*packed, owner, m_key.data()))
        return std::move(*plain);
    return damaged;
}

} // namespace parley
