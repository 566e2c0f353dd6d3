#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "server/types/attempt.h"
#include "server/types/webhook.h"
#include "server/webhooks/endpoint_url.h"

namespace parley {

struct HeaderField {
    std::string name{};
    std::string value{};
    bool isSecret = false; // sent, never kept
};

// One POST to one endpoint.
struct HttpDeliveryRequest {
    EndpointUrl url{};
    AddressLevel level = AddressLevel::Public;
    std::vector<HeaderField> headers{}; // beside Host, Content-Length and the like, see RequestHead
    std::string body{};
    std::chrono::milliseconds deadline{15'000}; // from the name lookup to the last byte of the body
    bool freshConnection = false; // do not reuse one: the request is sent again
    TlsProfile tls{};
};

// What came of it. The attempt's delivery id, number, trigger, start and decision are the caller's.
struct HttpDeliveryResult {
    Attempt attempt{};
    std::string retryAfter{}; // header values of the endpoint; empty when there were none
    std::string webhookDelivery{};
    std::string functionError{}; // AWS Lambda's: the function failed although the status is 200
    //! The connection was a reused one and was closed before any byte of an answer: the endpoint
    //! may not have seen the request, so it may be sent once more at once.
    bool closedUnused = false;
};

// Phases end earlier than the deadline of the whole attempt. Source: the webhook sheet, section 4.
struct HttpDeliveryLimits {
    std::chrono::milliseconds lookup{5'000};
    std::chrono::milliseconds connect{5'000};
    std::chrono::milliseconds tls{5'000};
    std::chrono::milliseconds nextAddress{250}; // head start of one address before the next
    std::chrono::milliseconds idle{60'000}; // a connection without work is kept for so long
    std::chrono::milliseconds vetted{60'000}; // then its address is looked up and judged again
};

} // namespace parley
