#pragma once

#include <string>
#include <vector>

#include <openssl/x509.h>

#include "server/base/clock.h"

namespace parley {

// What a certificate says, as values. Plain value. Thread: any.
struct CertificateInfo {
    std::string subject{}; // the common name; "" when it has none
    std::string issuer{}; // the same of who signed it
    std::vector<std::string> names{}; // host names, and addresses without brackets; lower case
    UtcTime validFrom{};
    UtcTime validUntil{};
    std::string sha256{}; // of the whole certificate, "3A:0F:..." as browsers show it
};

CertificateInfo describeCertificate(X509 *certificate);

} // namespace parley
