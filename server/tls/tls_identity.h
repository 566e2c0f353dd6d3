#pragma once

#include <string_view>
#include <vector>

#include "server/base/result.h"
#include "server/tls/certificate_info.h"
#include "server/tls/openssl_handles.h"

namespace parley {

// Who a server is: its certificate, those that lead to an authority, and the key that fits. Only
// made of what was checked. Thread: any, one at a time.
class TlsIdentity final
{
public:
    static constexpr std::size_t kMaxCertificates = 10; // real chains have 2 to 4

    //! \param chainPem the server's certificate first. \param keyPem without a passphrase.
    //! InvalidArgument: not PEM, none in it, too many, or the key is another certificate's. Whether
    //! it is valid now is checkTime()'s business. An error never holds a byte of the key.
    static Result<TlsIdentity> fromPem(std::string_view chainPem, std::string_view keyPem);

    //! FailedPrecondition when the certificate has expired at \p now, or is not valid yet.
    Result<void> checkTime(UtcTime now) const;

    X509 *certificate() const { return m_chain.front().get(); }
    const std::vector<CertificateHandle> &chain() const { return m_chain; } // never empty
    EVP_PKEY *key() const { return m_key.get(); }
    CertificateInfo info() const { return describeCertificate(certificate()); }

private:
    TlsIdentity(std::vector<CertificateHandle> chain, KeyHandle key) :
        m_chain(std::move(chain)), m_key(std::move(key))
    {
    }

    std::vector<CertificateHandle> m_chain;
    KeyHandle m_key;
};

} // namespace parley
