#pragma once

#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "server/tls/certificate_maker.h"
#include "server/tls/tls_context.h"
#include "server/tls/tls_pipe.h"

namespace parley::test {

// A certificate with its key for a test, and the PEM of both.
struct MadeIdentity {
    std::string certificate{};
    std::string key{};

    TlsIdentity identity() const
    {
        auto identity = TlsIdentity::fromPem(certificate, key);
        if (!identity)
            std::abort();
        return std::move(*identity);
    }
};

//! An authority that signs itself.
inline MadeIdentity makeTestAuthority(ValidityPeriod period, const std::string &name = "Test")
{
    const auto key = makeKey();
    const auto certificate = makeAuthorityCertificate(key->get(), name, period);
    return {pemOf(certificate->get()), pemOf(key->get())};
}

inline MadeIdentity makeTestServer(const MadeIdentity &authority, ValidityPeriod period,
                                   const std::vector<std::string> &names = {"localhost"})
{
    const TlsIdentity issuer = authority.identity();
    const auto key = makeKey();
    const auto certificate
        = makeServerCertificate(key->get(), names, period, {issuer.certificate(), issuer.key()});
    return {pemOf(certificate->get()), pemOf(key->get())};
}

// OpenSSL's client on a pipe: what it says is in sent(), what it is told goes into hear().
class TlsTestClient final
{
public:
    //! \param protocols for ALPN, as on the wire, such as "\x02h2"; "": does not ask.
    explicit TlsTestClient(const std::string &protocols = {}, int maxVersion = TLS1_3_VERSION) :
        m_context(SSL_CTX_new(TLS_client_method())), m_method(makePipeMethod())
    {
        SSL_CTX_set_max_proto_version(m_context.get(), maxVersion);
        m_ssl.reset(SSL_new(m_context.get()));
        BIO *bio = makePipeBio(m_method.get(), m_pipe).release();
        SSL_set_bio(m_ssl.get(), bio, bio);
        SSL_set_connect_state(m_ssl.get());
        if (!protocols.empty())
            SSL_set_alpn_protos(m_ssl.get(),
                                reinterpret_cast<const unsigned char *>(protocols.data()),
                                static_cast<unsigned>(protocols.size()));
        m_pipe.output = &m_sent;
    }

    void hear(std::string_view records) // reads what is in them into heard()
    {
        m_pipe.input = records;
        if (SSL_do_handshake(m_ssl.get()) != 1)
            return;
        char bytes[20'000];
        std::size_t n = 0;
        while (SSL_read_ex(m_ssl.get(), bytes, sizeof bytes, &n) == 1)
            m_heard.append(bytes, n);
    }
    void say(std::string_view bytes)
    {
        std::size_t n = 0;
        (void)SSL_write_ex(m_ssl.get(), bytes.data(), bytes.size(), &n);
    }
    void sayGoodbye() { SSL_shutdown(m_ssl.get()); }
    void askForNewKeys() // both sides change theirs (RFC 8446, section 4.6.3)
    {
        SSL_key_update(m_ssl.get(), SSL_KEY_UPDATE_REQUESTED);
        SSL_do_handshake(m_ssl.get());
    }

    std::string takeSent() { return std::exchange(m_sent, {}); }
    const std::string &heard() const { return m_heard; }
    bool isOpen() const { return SSL_is_init_finished(m_ssl.get()) == 1; }
    bool heardGoodbye() const
    {
        return (SSL_get_shutdown(m_ssl.get()) & SSL_RECEIVED_SHUTDOWN) != 0;
    }
    std::string version() const { return SSL_get_version(m_ssl.get()); }
    std::string cipher() const { return SSL_get_cipher_name(m_ssl.get()); }
    bool isResumed() const { return SSL_session_reused(m_ssl.get()) == 1; }
    SSL *handle() { return m_ssl.get(); }

private:
    SslContextHandle m_context;
    BioMethodHandle m_method;
    TlsPipe m_pipe;
    SslHandle m_ssl;
    std::string m_sent;
    std::string m_heard;
};

} // namespace parley::test
