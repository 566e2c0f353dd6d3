#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "server/net/allowance.h"
#include "server/net/http2_library.h"
#include "server/net/http2_stream.h"
#include "server/net/http_service.h"

namespace parley {

// What carries the bytes of an HTTP/2 session: a connection, or a test.
class Http2Transport
{
public:
    virtual void write(std::string bytes) = 0;
    virtual std::size_t unsent() const = 0; // bytes that wait for the peer to read
    virtual void closeAfterWrites() = 0;
    virtual void setEstablished() = 0;
    virtual void callSoon() = 0; // resume(), not on top of what runs now
    virtual std::uint64_t id() const = 0;
    virtual std::string peerAddress() const = 0;

protected:
    ~Http2Transport() = default; // never deleted through this interface
};

// The HTTP/2 conversation of a connection, without I/O: bytes in, requests to the service, bytes
// out. nghttp2 does the framing; this decides what a client may hold here. Whoever breaks a bound
// gets GOAWAY with ENHANCE_YOUR_CALM. Source: RFC 9113. Thread: I/O loop.
class Http2Session final : private Http2Events
{
public:
    //! Streams of a connection that has not shown a token: what a stranger may keep here is small.
    static constexpr std::size_t kStrangerStreams = 32;
    //! Of requests that are not handled yet: sixteen of the largest bodies. One more is told busy.
    static constexpr std::size_t kHeldBytes = 16 * 1024 * 1024;
    //! Of whole answers that wait for a window; then requests wait. Two of the longest histories.
    static constexpr std::size_t kUnsentAnswers = 8 * 1024 * 1024;
    //! Frames that wait to be sent, beside bodies: an answer and a reset for each stream, and acks.
    static constexpr std::size_t kQueuedFrames = 4000;
    //! Read between two looks at the bounds above.
    static constexpr std::size_t kPieceBytes = 16 * 1024;

    //! Both borrowed. \param since when the connection came.
    Http2Session(Http2Transport &transport, const HttpService &service, MonotonicTime since);
    ~Http2Session();

    // From the transport.
    void received(std::span<const char> bytes);
    void drained(); // the peer has read what waited
    void tick(MonotonicTime now);
    void resume(); // asked for by callSoon()
    void goAway(); // answers what has come, takes nothing new
    void closed(); // the last call

    // From its streams.
    nghttp2_session *library() { return m_library.get(); }
    void settle(); // sends what can be sent, and handles what waited for that
    void countUnsent(std::ptrdiff_t bytes);
    void noteDrained(std::int32_t id) { m_drained.push_back(id); }
    void setEstablished();
    HttpResponse dated(HttpResponse response) const { return m_service.dated(std::move(response)); }
    MonotonicTime now() const { return m_service.now(); }
    std::uint64_t connectionId() const { return m_transport.id(); }
    std::string peerAddress() const { return m_transport.peerAddress(); }

    // What the bounds hold down.
    std::size_t streams() const { return m_streams.size(); }
    std::size_t held() const; // bytes of requests

private:
    // Http2Events
    void requestBegun(std::int32_t id) override;
    bool fieldRead(std::int32_t id, std::string_view name, std::string_view value,
                   bool valid) override;
    void headRead(std::int32_t id, bool endStream) override;
    void bodyRead(std::int32_t id, std::string_view bytes) override;
    void bodyEnded(std::int32_t id) override;
    bool resetByClient() override;
    bool settingsRead() override;
    void answerSent(std::int32_t id) override;
    void streamClosed(std::int32_t id) override;

    Http2Stream *find(std::int32_t id);
    bool read(std::span<const char> piece); // false: it is over
    void expectBody(Http2Stream &stream);
    void checkHeld(Http2Stream &stream);
    void makeReady(Http2Stream &stream);
    void refuse(Http2Stream &stream, const HttpResponse &response);
    bool mayHandle() const;
    void handleNext();
    void flush();
    void endIfOver();
    void fail(std::uint32_t code); // GOAWAY with that, and the end
    void checkDeadlines(MonotonicTime now);
    void checkDeadline(Http2Stream &stream, MonotonicTime now);
    void bury();

    Http2Transport &m_transport;
    const HttpService m_service; // a few references
    Http2SessionPtr m_library; // before the streams, which it points to while it lives
    std::unordered_map<std::int32_t, std::unique_ptr<Http2Stream>> m_streams;
    std::vector<std::unique_ptr<Http2Stream>> m_gone; // until nobody's call may be on the stack
    std::deque<std::int32_t> m_waiting; // whole requests, in their order
    std::vector<std::int32_t> m_drained;
    std::size_t m_held = 0;
    std::size_t m_unsentAnswers = 0;
    Allowance m_resets;
    Allowance m_settings;
    MonotonicTime m_since; // of the connection, then of idleness
    bool m_sawRequest = false;
    bool m_established = false;
    bool m_leaving = false; // GOAWAY was said
    bool m_busy = false; // nghttp2, or settle(), is on the stack
    bool m_again = false; // settle() was asked for meanwhile
    bool m_over = false;
};

} // namespace parley
