#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "server/base/result.h"
#include "server/types/webhook.h"
#include "server/webhooks/address_policy.h"
#include "server/webhooks/ip_address.h"

namespace parley {

// A webhook's URL after a strict reading. No Qt in this header: the API checks URLs with it too.
struct EndpointUrl {
    bool secure = false; // https
    std::string host{}; // lower case ASCII (IDNA), no brackets, no trailing dot
    std::uint16_t port = 0;
    std::string target{}; // path and query, percent-encoded, begins with '/'
    std::optional<IpAddress> literal{}; // set when the host is an address

    //! Strict: http or https, a host, no user, no fragment, no control, space or backslash, at most
    //! Webhook::kMaxUrlBytes. Odd spellings of IPv4 (0x7f.1, 2130706433) become plain ones.
    static Result<EndpointUrl> parse(std::string_view text);

    std::string authority() const; // for the Host header: the port only when it is not the usual
};

//! \brief The check at save: an http(s) URL that \p policy does not refuse as far as it can be told
//! without a lookup, or "function:NAME". The check at send judges the looked up addresses as well.
Result<void> checkWebhookUrl(std::string_view url, AddressLevel level, const AddressPolicy &policy);

} // namespace parley
