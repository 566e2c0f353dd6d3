#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace parley {

//! One spelling of a name that a server can be reached by: a host name in lower case, or an IPv4 or
//! IPv6 address as the system writes it, without brackets. nullopt for anything else, such as a
//! wildcard, a port, an empty part or a name of more than 253 characters (RFC 1035, section 2.3.4).
std::optional<std::string> normalizedServerName(std::string_view text);

bool isIpAddress(const std::string &name); // of what normalizedServerName() gave

} // namespace parley
