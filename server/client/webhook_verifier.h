#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server/base/clock.h"
#include "server/base/result.h"

namespace parley::client {

// Says whether a delivery comes from the webhook whose secret one has, is whole, and is of now.
// Holds that secret: never logged. Thread: any. Source: Standard Webhooks 1.0.0.
class WebhookVerifier
{
public:
    static constexpr std::chrono::seconds kTolerance{300}; // both ways, as the specification has it
    static constexpr std::size_t kMaxSignatures = 16; // in the header; five live secrets, two kinds

    //! \param secret "whsec_" and base64 of 24 to 64 bytes. InvalidArgument.
    static Result<WebhookVerifier> from(std::string_view secret);

    struct Signed {
        std::string_view id{}; // webhook-id
        std::string_view timestamp{}; // webhook-timestamp: Unix seconds
        std::string_view signature{}; // webhook-signature: "v1,... v1a,... v1,..."
        std::string_view body{};
    };
    //! Unauthenticated, with the reason.
    Result<void> check(const Signed &delivery, UtcTime now) const;

private:
    explicit WebhookVerifier(std::string key) : m_key(std::move(key)) {}

    std::string m_key; // decoded
};

} // namespace parley::client
