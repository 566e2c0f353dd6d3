#pragma once

#include <string>
#include <vector>

namespace parley {

//! The machine's host name as normalizedServerName() spells it; "localhost" when it has none that
//! can stand in a certificate.
std::string machineName();

//! What every server on this machine can be called here: machineName(), localhost, 127.0.0.1, ::1.
std::vector<std::string> loopbackNames();

//! The addresses of its network interfaces that are up, but for IPv6 ones of the link only, which
//! no certificate can name. Empty when the system does not say.
std::vector<std::string> interfaceAddresses();

} // namespace parley
