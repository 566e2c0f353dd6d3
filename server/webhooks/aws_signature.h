#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server/base/clock.h"
#include "server/webhooks/http_delivery.h"

namespace parley {

// Who signs, and for what: the credential scope of Signature Version 4.
struct AwsIdentity {
    std::string keyId{};
    std::string secretKey{};
    std::string region{};
    std::string service{};
};

// What is signed of a request.
struct AwsRequest {
    std::string_view method = "POST";
    std::string_view host{}; // as in the Host header
    std::string_view target{}; // path and query, percent-encoded as it is sent
    std::string_view body{};
    std::vector<HeaderField> headers{}; // to be signed beside Host and X-Amz-Date
};

//! Authorization and X-Amz-Date for a request.
//! Source: AWS General Reference, "Create a signed AWS API request" (Signature Version 4). The path
//! is encoded once more, as every service but S3 wants it; what is sent must be in normal form.
std::vector<HeaderField> signForAws(const AwsRequest &request, const AwsIdentity &identity,
                                    UtcTime now);

} // namespace parley
