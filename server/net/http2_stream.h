#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "server/net/http2_library.h"
#include "server/net/served_request.h"
#include "server/protocol/http2_request_reader.h"

namespace parley {

class Http2Session;

// One request of an HTTP/2 connection and its answer. Owned by its session, which outlives it.
// Thread: I/O loop.
class Http2Stream final : public Responder, public AnswerStream
{
public:
    enum class State : std::uint8_t {
        Head, // its fields are coming
        Body,
        Waiting, // whole, until answers before it were taken
        Handled,
        Answered, // an answer is on its way; what the client still sends is dropped
        Gone, // nothing can be sent any more
    };

    Http2Stream(Http2Session &session, std::int32_t id);

    std::int32_t id() const { return m_id; }
    State state() const { return m_state; }
    void setState(State state, MonotonicTime now);
    MonotonicTime since() const { return m_since; } // of its state
    //! Its answer is written bit by bit, and not at its end.
    bool isOpenStream() const { return m_writer && !m_ended && m_state == State::Answered; }

    // The request.
    Http2RequestReader &reader() { return m_reader; }
    void allowBody(std::size_t bytes) { m_bodyLimit = bytes; }
    bool mayHave(std::uint64_t bodyBytes) const { return bodyBytes <= m_bodyLimit; }
    //! \return false when it is longer than allowed.
    bool takeBody(std::string_view bytes);
    std::size_t held() const; // bytes kept of a request that is not handled yet
    void endRequest() { m_requestEnded = true; }
    bool requestEnded() const { return m_requestEnded; }
    std::shared_ptr<ServedRequest> begin(); // takes the request

    // The answer.
    void answer(const HttpResponse &response, bool headOnly);
    std::size_t unsent() const { return m_body.size() - m_sent; } // bytes that wait for a window
    AnswerWriter *writer() { return m_writer.get(); }
    void abandon(); // the client has gone: whoever works on the answer is told by isOpen()
    void finish(); // tells the writer; the last call

    // Responder
    void respond(const HttpResponse &response) override;
    void stream(const HttpResponse &head, const MakeWriter &makeWriter) override;
    bool canSwitch() const override { return false; }
    void switchTo(const MakeHandler &) override;
    void setEstablished() override;

    // AnswerStream
    void write(std::string bytes) override;
    bool isBlocked() const override { return unsent() > 0; }
    void end() override;
    std::uint64_t connectionId() const override;
    std::string peerAddress() const override; // also the Responder's

private:
    static ssize_t onRead(nghttp2_session *, std::int32_t id, std::uint8_t *buffer,
                          std::size_t size, std::uint32_t *flags, nghttp2_data_source *source,
                          void *);
    ssize_t read(std::uint8_t *buffer, std::size_t size, std::uint32_t *flags);
    void submit(const HttpResponse &head, bool hasBody);
    void count(std::ptrdiff_t bytes); // of whole answers that are not sent
    void resume();

    Http2Session &m_session;
    std::int32_t m_id;
    State m_state = State::Head;
    MonotonicTime m_since;
    Http2RequestReader m_reader{};
    std::size_t m_bodyLimit = 0;
    std::shared_ptr<ServedRequest> m_exchange; // while it is Handled
    std::unique_ptr<AnswerWriter> m_writer;
    std::string m_body; // of the answer
    std::size_t m_sent = 0; // bytes of it that nghttp2 has taken
    bool m_requestEnded = false;
    bool m_isStream = false;
    bool m_ended = false; // nothing will be added to m_body
    bool m_deferred = false; // nghttp2 asked for more and there was nothing
    bool m_wasBlocked = false; // after a write: drained() is due
};

} // namespace parley
