#include "server/tls/tls_context.h"

#include <cassert>

#include <openssl/err.h>

#include "server/tls/openssl_error.h"

namespace parley {
namespace {

// Those of RFC 9325, section 4.2, with the two that small machines without AES prefer. TLS 1.3 has
// no others.
constexpr char kCiphers[] = "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:"
                            "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:"
                            "ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";

constexpr std::uint64_t kOptions = SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION
    | SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA;

// An idle connection keeps no buffers; a write may be asked for again with another pointer.
constexpr long kModes = SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER;

bool useChain(SSL_CTX *context, const TlsIdentity &identity)
{
    const auto &chain = identity.chain();
    for (std::size_t i = 1; i < chain.size(); ++i)
        if (SSL_CTX_add1_chain_cert(context, chain[i].get()) != 1)
            return false;
    return true;
}

} // namespace

Result<std::shared_ptr<const TlsContext>>
TlsContext::make(const TlsIdentity &identity, const std::vector<std::string> &protocols)
{
    const std::shared_ptr<TlsContext> context(new TlsContext);
    context->m_certificate = identity.info();
    for (const std::string &protocol : protocols) {
        assert(!protocol.empty() && protocol.size() < 256);
        context->m_protocols += static_cast<char>(protocol.size());
        context->m_protocols += protocol;
    }
    if (auto ok = context->setUp(identity); !ok)
        return ok.error();
    return std::shared_ptr<const TlsContext>(context);
}

Result<void> TlsContext::setUp(const TlsIdentity &identity)
{
    ERR_clear_error();
    m_context.reset(SSL_CTX_new(TLS_server_method()));
    m_pipeMethod = makePipeMethod();
    SSL_CTX *const context = m_context.get();
    if (!context || !m_pipeMethod)
        return Error{ErrorCode::Internal, "TLS: " + takeOpensslError()};
    SSL_CTX_set_options(context, kOptions);
    SSL_CTX_set_mode(context, kModes);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF); // tickets need no memory of ours
    SSL_CTX_set_alpn_select_cb(context, selectProtocol, this);
    const bool ready = SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) == 1
        && SSL_CTX_set_cipher_list(context, kCiphers) == 1
        && SSL_CTX_use_certificate(context, identity.certificate()) == 1
        && SSL_CTX_use_PrivateKey(context, identity.key()) == 1 && useChain(context, identity);
    if (!ready) // a key that is too short, say
        return Error{ErrorCode::InvalidArgument,
                     "the certificate cannot be used: " + takeOpensslError()};
    return {};
}

int TlsContext::selectProtocol(SSL *, const unsigned char **chosen, unsigned char *chosenSize,
                               const unsigned char *offered, unsigned offeredSize, void *self)
{
    const std::string &ours = static_cast<const TlsContext *>(self)->m_protocols;
    unsigned char *found = nullptr;
    const int outcome = SSL_select_next_proto(
        &found, chosenSize, reinterpret_cast<const unsigned char *>(ours.data()),
        static_cast<unsigned>(ours.size()), offered, offeredSize);
    *chosen = found;
    return outcome == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

} // namespace parley
