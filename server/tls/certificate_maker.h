#pragma once

#include <string>
#include <vector>

#include "server/base/result.h"
#include "server/tls/certificate_info.h"
#include "server/tls/openssl_handles.h"

namespace parley {

// Makes keys and certificates: ECDSA over P-256 with SHA-256, which every client of today knows.
// Source: RFC 5280, and what browsers ask of a server's certificate. Thread: any.

struct ValidityPeriod {
    UtcTime from{};
    UtcTime until{};
};

//! Who signs: borrowed.
struct CertificateIssuer {
    X509 *certificate = nullptr;
    EVP_PKEY *key = nullptr;
};

Result<KeyHandle> makeKey();

//! Signs itself; may sign servers and nothing else. \param commonName what people see in lists of
//! authorities, at most 64 bytes (RFC 5280, appendix A.1).
Result<CertificateHandle> makeAuthorityCertificate(EVP_PKEY *key, const std::string &commonName,
                                                   ValidityPeriod period);

//! \param names as normalizedServerName() spells them, at least one; the first that fits becomes
//! the common name too.
Result<CertificateHandle> makeServerCertificate(EVP_PKEY *key,
                                                const std::vector<std::string> &names,
                                                ValidityPeriod period, CertificateIssuer issuer);

std::string pemOf(X509 *certificate); // "" only when memory has run out
std::string pemOf(EVP_PKEY *key); // PKCS#8 without a passphrase: for 0600 files only

} // namespace parley
