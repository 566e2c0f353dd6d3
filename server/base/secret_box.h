#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "server/base/random.h"
#include "server/base/result.h"

namespace parley {

// Seals secrets with one key: AES-256-GCM, a random nonce of 96 bits for each. What is sealed says
// by which key, so that another one is told apart from damage:
// "enc1:" + the key's fingerprint + ':' + base64 of nonce, what was sealed, and a tag of 128 bits.
// Thread: any; a value.
class SecretBox final
{
public:
    static constexpr std::size_t kKeyBytes = 32;
    static constexpr std::size_t kFingerprintDigits = 16; // 64 bits: two keys never look alike

    //! InvalidArgument: \p key has not 32 bytes.
    static Result<SecretBox> create(std::string_view key);
    static std::string makeKey(Random &random);
    static bool isSealed(std::string_view text);
    ~SecretBox(); // leaves no key in memory
    SecretBox(const SecretBox &) = default;
    SecretBox &operator=(const SecretBox &) = default;

    //! Of the key, in hex digits; tells nothing of it.
    const std::string &fingerprint() const { return m_fingerprint; }

    //! \param owner what the secret belongs to: it opens for the same owner only.
    std::string seal(std::string_view secret, std::string_view owner, Random &random) const;
    //! FailedPrecondition: another key sealed it. DataDamaged: not whole, or another owner's.
    Result<std::string> open(std::string_view sealed, std::string_view owner) const;

private:
    explicit SecretBox(std::string_view key);

    std::array<std::uint8_t, kKeyBytes> m_key{};
    std::string m_fingerprint;
};

} // namespace parley
