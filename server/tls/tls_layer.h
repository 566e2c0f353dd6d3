#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "server/tls/tls_context.h"

namespace parley {

// The TLS of one accepted connection, without a socket: bytes in, bytes out. Holds what arrived of
// an unfinished record (at most 17 KiB) and nothing that is to be sent. Thread: that of its
// connection.
class TlsLayer final
{
public:
    enum class State {
        Handshake, // nothing may be sent yet
        Open,
        Ended, // the peer said that nothing more comes (close_notify)
        Failed, // it broke the protocol, asked for new keys too often, or is no TLS client
        Closed, // we said that nothing more comes
    };

    //! Each costs a derivation of keys and the client next to nothing. An honest one asks about
    //! once in 2^24 records (RFC 8446, section 5.5), so this lasts it for terabytes.
    static constexpr int kMaxKeyUpdates = 32;

    //! \return null when memory has run out.
    static std::unique_ptr<TlsLayer> make(std::shared_ptr<const TlsContext> context);
    TlsLayer(const TlsLayer &) = delete;
    TlsLayer &operator=(const TlsLayer &) = delete;

    //! Hands over what came from the peer: borrowed until decrypt() has returned 0.
    void feed(std::string_view bytes) { m_pipe.input = bytes; }
    //! Fills \p out with what the peer said. What the protocol itself has to say to the peer (the
    //! handshake, say, or an alert) is appended to \p toPeer.
    //! \return bytes; 0: nothing more before the next feed(), and state() says why.
    std::size_t decrypt(std::span<char> out, std::string &toPeer);
    //! Appends \p bytes to \p toPeer as records of 16 KiB and a last one. Drops them in any state
    //! but Open.
    void encrypt(std::string_view bytes, std::string &toPeer);
    //! Appends our close_notify, so that the peer can tell the end from a cut line (RFC 8446,
    //! section 6.1). Nothing is encrypted or decrypted afterwards.
    void end(std::string &toPeer);

    State state() const { return m_state; }
    std::string_view protocol() const; // what ALPN chose, such as "h2"; "" when it was not asked

private:
    explicit TlsLayer(std::shared_ptr<const TlsContext> context) : m_context(std::move(context)) {}

    static void onMessage(int sent, int version, int type, const void *bytes, std::size_t size,
                          SSL *ssl, void *self);
    bool setUp();
    void settle(int outcome); // what a call that did not succeed means

    std::shared_ptr<const TlsContext> m_context; // outlives what is made of it
    TlsPipe m_pipe;
    SslHandle m_ssl;
    State m_state = State::Handshake;
    int m_keyUpdates = 0; // that the peer made
};

} // namespace parley
