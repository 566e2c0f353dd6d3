#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "server/base/clock.h"
#include "server/base/result.h"
#include "server/types/webhook.h"
#include "server/webhooks/http_delivery.h"

namespace parley {

// What one attempt sends, and where to.
struct AttemptJob {
    std::shared_ptr<const Webhook> webhook{};
    std::string deliveryId{};
    std::uint32_t number = 1;
    std::string body{};
    std::chrono::milliseconds deadline{15'000};
    bool freshConnection = false;
    bool isBatch = false; // the body is an array of bodies
    std::uint8_t hops = 0;
    std::optional<TopicKey> key{}; // of the message; set for functions
    std::string publisherId{};
};

//! The request of an attempt over HTTP: to an endpoint as it stands in the sheet, section 5; to a
//! Lambda function as its Invoke operation. Signed at \p now. Takes the job's body.
//! \param lambdaAddress in place of AWS's own, "" for that.
//! InvalidArgument: something in the webhook is not what it was when it was saved.
Result<HttpDeliveryRequest> attemptRequest(AttemptJob &job, std::string_view lambdaAddress,
                                           UtcTime now);

//! The region of a Lambda function: of its ARN, or of its function URL's host; "": not told.
std::string lambdaRegion(std::string_view urlOrArn);
//! Whether \p arn names a Lambda function, perhaps with a version or alias behind it.
bool isLambdaArn(std::string_view arn);

} // namespace parley
