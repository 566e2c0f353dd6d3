#include "tests/bench/peers/tls_client.h"

#include <cerrno>
#include <csignal>

#include <openssl/err.h>

#include "tests/bench/support/failure.h"

namespace parley::bench {
namespace {

SSL_CTX *makeContext()
{
    std::signal(SIGPIPE, SIG_IGN); // OpenSSL writes without MSG_NOSIGNAL
    SSL_CTX *context = SSL_CTX_new(TLS_client_method());
    SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION);
    SSL_CTX_set_ciphersuites(context, "TLS_AES_128_GCM_SHA256");
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_mode(context,
                     SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER
                         | SSL_MODE_RELEASE_BUFFERS);
    return context;
}

} // namespace

TlsClient::TlsClient(int socket)
{
    static SSL_CTX *const context = makeContext(); // until the bench ends
    m_ssl.reset(SSL_new(context));
    if (SSL_set_fd(m_ssl.get(), socket) != 1 || SSL_connect(m_ssl.get()) != 1)
        throw Failure("the server does not shake hands");
}

std::ptrdiff_t TlsClient::receive(char *out, std::size_t size)
{
    std::size_t done = 0;
    while (done < size) {
        const std::ptrdiff_t count = receiveOnce(out + done, size - done);
        if (count <= 0)
            return done > 0 ? static_cast<std::ptrdiff_t>(done) : count;
        done += static_cast<std::size_t>(count);
    }
    return static_cast<std::ptrdiff_t>(done);
}

std::ptrdiff_t TlsClient::receiveOnce(char *out, std::size_t size)
{
    ERR_clear_error();
    std::size_t count = 0;
    const int result = SSL_read_ex(m_ssl.get(), out, size, &count);
    return result == 1 ? static_cast<std::ptrdiff_t>(count) : outcome(result);
}

std::ptrdiff_t TlsClient::send(std::string_view bytes)
{
    ERR_clear_error();
    std::size_t count = 0;
    const int result = SSL_write_ex(m_ssl.get(), bytes.data(), bytes.size(), &count);
    return result == 1 ? static_cast<std::ptrdiff_t>(count) : outcome(result);
}

std::ptrdiff_t TlsClient::outcome(int result) const
{
    const int error = SSL_get_error(m_ssl.get(), result);
    if (error == SSL_ERROR_ZERO_RETURN)
        return 0;
    errno = error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE ? EAGAIN : ECONNRESET;
    return -1;
}

} // namespace parley::bench
