#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/base/result.h"

namespace parley {

// Which names the broker answers to, and which web pages may speak to it.
struct HostRules {
    std::uint16_t port = 8080; // where the broker is reached
    bool tls = false;
    std::vector<std::string> names{}; // beside localhost, 127.0.0.1 and [::1]; without a port
    std::vector<std::string> origins{}; // such as "https://chat.example"; empty: no page
};

//! HostRefused unless \p authority is a known name with the right port, in any case. The port may
//! be left out where it is the scheme's own. This is the defence against DNS rebinding.
Result<void> checkHost(std::string_view authority, const HostRules &rules);

//! OriginRefused unless \p origin is absent (no browser) or names a listed page exactly.
Result<void> checkOrigin(std::optional<std::string_view> origin, const HostRules &rules);

//! OriginRefused for a request that a browser sent from another site. For routes that change state.
Result<void> checkFetchSite(std::optional<std::string_view> secFetchSite);

//! Scheme, host and port in one spelling: lower case, the scheme's own port left out. nullopt when
//! \p origin is not "http(s)://host[:port]".
std::optional<std::string> normalizedOrigin(std::string_view origin);

} // namespace parley
