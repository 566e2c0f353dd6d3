#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

#include <openssl/ssl.h>

namespace parley::bench {

// TLS 1.3 on a connected socket, as a client: AES-128-GCM, so that every server does the same work.
// It trusts whomever it speaks to: what is measured stands on this machine.
class TlsClient
{
public:
    //! Shakes hands, while the socket still blocks. A Failure when the server refuses.
    explicit TlsClient(int socket);

    // As recv() and send() do: -1 with EAGAIN when nothing goes now, 0 when the peer has left.
    std::ptrdiff_t receive(char *out, std::size_t size); // all that is there, so that epoll knows
    std::ptrdiff_t receiveOnce(char *out, std::size_t size); // while the socket blocks
    std::ptrdiff_t send(std::string_view bytes);

private:
    std::ptrdiff_t outcome(int result) const;

    struct Free {
        void operator()(SSL *ssl) const { SSL_free(ssl); }
    };
    std::unique_ptr<SSL, Free> m_ssl;
};

} // namespace parley::bench
