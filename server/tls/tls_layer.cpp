#include "server/tls/tls_layer.h"

#include <openssl/err.h>

namespace parley {

std::unique_ptr<TlsLayer> TlsLayer::make(std::shared_ptr<const TlsContext> context)
{
    std::unique_ptr<TlsLayer> layer(new TlsLayer(std::move(context)));
    return layer->setUp() ? std::move(layer) : nullptr;
}

bool TlsLayer::setUp()
{
    m_ssl.reset(SSL_new(m_context->handle()));
    BioHandle bio = makePipeBio(m_context->pipeMethod(), m_pipe);
    if (!m_ssl || !bio)
        return false;
    SSL_set_bio(m_ssl.get(), bio.get(),
                bio.get()); // both ends; it is the connection's from here on
    (void)bio.release();
    SSL_set_accept_state(m_ssl.get());
    SSL_set_msg_callback(m_ssl.get(), onMessage);
    SSL_set_msg_callback_arg(m_ssl.get(), this);
    return true;
}

// OpenSSL would take any number of them, in one call of decrypt(); so the rest is taken away.
void TlsLayer::onMessage(int sent, int, int type, const void *bytes, std::size_t size, SSL *,
                         void *self)
{
    const bool isKeyUpdate = sent == 0 && type == SSL3_RT_HANDSHAKE && size > 0
        && *static_cast<const unsigned char *>(bytes) == SSL3_MT_KEY_UPDATE;
    if (!isKeyUpdate)
        return;
    auto &layer = *static_cast<TlsLayer *>(self);
    if (++layer.m_keyUpdates > kMaxKeyUpdates)
        layer.m_pipe.input = {};
}

std::size_t TlsLayer::decrypt(std::span<char> out, std::string &toPeer)
{
    ERR_clear_error();
    m_pipe.output = &toPeer;
    if (m_state == State::Handshake) {
        const int outcome = SSL_do_handshake(m_ssl.get());
        if (outcome == 1)
            m_state = State::Open;
        else
            settle(outcome);
    }
    const std::size_t saidBefore = toPeer.size();
    std::size_t size = 0;
    while (m_state == State::Open && size < out.size()) {
        std::size_t n = 0;
        const int outcome = SSL_read_ex(m_ssl.get(), out.data() + size, out.size() - size, &n);
        size += n;
        if (outcome == 1)
            continue;
        settle(outcome);
        break;
    }
    m_pipe.output = nullptr;
    if (m_keyUpdates > kMaxKeyUpdates)
        m_state = State::Failed;
    // TLS 1.2 speaks up by itself only to refuse a renegotiation; one who asks for those over and
    // over and does not read the refusals would fill our memory with them.
    if (m_state == State::Open && toPeer.size() > saidBefore
        && SSL_version(m_ssl.get()) == TLS1_2_VERSION)
        m_state = State::Failed;
    return size;
}

void TlsLayer::settle(int outcome)
{
    const int error = SSL_get_error(m_ssl.get(), outcome);
    ERR_clear_error();
    if (error == SSL_ERROR_WANT_READ)
        return;
    m_state = error == SSL_ERROR_ZERO_RETURN ? State::Ended : State::Failed;
    m_pipe.input = {};
}

void TlsLayer::encrypt(std::string_view bytes, std::string &toPeer)
{
    if (m_state != State::Open || bytes.empty())
        return;
    ERR_clear_error();
    m_pipe.output = &toPeer;
    std::size_t written = 0;
    if (SSL_write_ex(m_ssl.get(), bytes.data(), bytes.size(), &written) != 1) {
        ERR_clear_error();
        m_state = State::Failed; // the pipe takes everything: memory has run out
    }
    m_pipe.output = nullptr;
}

void TlsLayer::end(std::string &toPeer)
{
    if (m_state != State::Open && m_state != State::Ended)
        return;
    ERR_clear_error();
    m_pipe.output = &toPeer;
    SSL_shutdown(m_ssl.get());
    ERR_clear_error();
    m_pipe.output = nullptr;
    m_state = State::Closed;
}

std::string_view TlsLayer::protocol() const
{
    const unsigned char *name = nullptr;
    unsigned size = 0;
    SSL_get0_alpn_selected(m_ssl.get(), &name, &size);
    return {reinterpret_cast<const char *>(name), size};
}

} // namespace parley
