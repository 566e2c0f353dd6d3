#pragma once

#include <memory>
#include <string>
#include <vector>

#include "server/base/result.h"
#include "server/tls/tls_identity.h"
#include "server/tls/tls_pipe.h"

namespace parley {

// What all TLS connections of a server have in common: certificate, versions, ciphers, protocols.
// TLS 1.2 and 1.3, forward secrecy and authenticated encryption only, no renegotiation, no
// compression, no early data (RFC 9325). Sessions are resumed by ticket; the keys of the tickets go
// with the context. Cannot be changed: a new certificate is a new context, and connections keep
// theirs. Thread: made on any, used by connections of one.
class TlsContext final
{
public:
    //! \param protocols for ALPN (RFC 7301), the best one first, such as {"h2", "http/1.1"}; a
    //! client that asks for others only is refused, one that does not ask gets none.
    static Result<std::shared_ptr<const TlsContext>>
    make(const TlsIdentity &identity, const std::vector<std::string> &protocols);
    TlsContext(const TlsContext &) = delete;
    TlsContext &operator=(const TlsContext &) = delete;

    SSL_CTX *handle() const { return m_context.get(); }
    const BIO_METHOD *pipeMethod() const { return m_pipeMethod.get(); }
    const CertificateInfo &certificate() const { return m_certificate; }

private:
    TlsContext() = default;
    Result<void> setUp(const TlsIdentity &identity);
    static int selectProtocol(SSL *ssl, const unsigned char **chosen, unsigned char *chosenSize,
                              const unsigned char *offered, unsigned offeredSize, void *self);

    SslContextHandle m_context;
    BioMethodHandle m_pipeMethod;
    std::string m_protocols; // as on the wire: a length, then the name
    CertificateInfo m_certificate;
};

} // namespace parley
