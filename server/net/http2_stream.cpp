#include "server/net/http2_stream.h"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <utility>

#include "server/net/http2_session.h"

namespace parley {

Http2Stream::Http2Stream(Http2Session &session, std::int32_t id) :
    m_session(session), m_id(id), m_since(session.now())
{
}

void Http2Stream::setState(State state, MonotonicTime now)
{
    m_state = state;
    m_since = now;
}

bool Http2Stream::takeBody(std::string_view bytes)
{
    std::string &body = m_reader.request().body;
    if (!mayHave(body.size() + bytes.size()))
        return false;
    body.append(bytes);
    return true;
}

std::size_t Http2Stream::held() const
{
    const bool kept = m_state == State::Body || m_state == State::Waiting;
    return kept ? m_reader.bytes() + m_reader.request().body.size() : 0;
}

std::shared_ptr<ServedRequest> Http2Stream::begin()
{
    m_exchange = std::make_shared<ServedRequest>(static_cast<Responder &>(*this),
                                                 std::move(m_reader.request()));
    return m_exchange;
}

void Http2Stream::answer(const HttpResponse &response, bool headOnly)
{
    const bool hasBody = !headOnly && !response.isStream && !response.body.empty();
    if (hasBody)
        m_body = response.body;
    count(static_cast<std::ptrdiff_t>(m_body.size()));
    m_ended = true;
    m_reader = {};
    submit(response, hasBody);
}

void Http2Stream::respond(const HttpResponse &response)
{
    const auto exchange = std::exchange(m_exchange, nullptr);
    answer(response, exchange->request().method == "HEAD");
    m_session.settle();
}

void Http2Stream::stream(const HttpResponse &head, const MakeWriter &makeWriter)
{
    m_exchange.reset();
    m_isStream = true;
    submit(head, true);
    m_writer = makeWriter(*this);
    m_session.settle();
}

void Http2Stream::switchTo(const MakeHandler &)
{
    assert(false); // canSwitch() says no
}

void Http2Stream::setEstablished()
{
    m_session.setEstablished();
}

void Http2Stream::submit(const HttpResponse &head, bool hasBody)
{
    if (m_state == State::Gone)
        return;
    setState(State::Answered, m_session.now());
    const Http2Fields fields(m_session.dated(head));
    nghttp2_data_provider provider{};
    provider.source.ptr = this;
    provider.read_callback = onRead;
    nghttp2_submit_response(m_session.library(), m_id, fields.data(), fields.size(),
                            hasBody ? &provider : nullptr);
}

ssize_t Http2Stream::onRead(nghttp2_session *, std::int32_t, std::uint8_t *buffer, std::size_t size,
                            std::uint32_t *flags, nghttp2_data_source *source, void *)
{
    return static_cast<Http2Stream *>(source->ptr)->read(buffer, size, flags);
}

ssize_t Http2Stream::read(std::uint8_t *buffer, std::size_t size, std::uint32_t *flags)
{
    const std::size_t taken = std::min(size, unsent());
    if (taken == 0 && !m_ended) {
        m_deferred = true;
        return NGHTTP2_ERR_DEFERRED;
    }
    std::memcpy(buffer, m_body.data() + m_sent, taken);
    m_sent += taken;
    count(-static_cast<std::ptrdiff_t>(taken));
    if (unsent() == 0) {
        m_body.clear();
        m_sent = 0;
        if (m_ended)
            *flags |= NGHTTP2_DATA_FLAG_EOF;
        else if (std::exchange(m_wasBlocked, false))
            m_session.noteDrained(m_id);
    }
    return static_cast<ssize_t>(taken);
}

// A stream that is written bit by bit is held back at its source, and holds up nobody else.
void Http2Stream::count(std::ptrdiff_t bytes)
{
    if (!m_isStream)
        m_session.countUnsent(bytes);
}

void Http2Stream::write(std::string bytes)
{
    if (m_state == State::Gone || m_ended || bytes.empty())
        return;
    if (m_body.empty())
        m_body = std::move(bytes);
    else
        m_body.append(bytes);
    resume();
    m_wasBlocked = unsent() > 0;
}

void Http2Stream::end()
{
    if (m_state == State::Gone || std::exchange(m_ended, true))
        return;
    setState(State::Answered, m_session.now()); // the client has some time to take the rest
    resume();
}

void Http2Stream::resume()
{
    if (std::exchange(m_deferred, false))
        nghttp2_session_resume_data(m_session.library(), m_id);
    m_session.settle();
}

void Http2Stream::abandon()
{
    count(-static_cast<std::ptrdiff_t>(unsent()));
    m_state = State::Gone;
    m_reader = {};
    std::string{}.swap(m_body);
    m_sent = 0;
    if (m_exchange)
        m_exchange->detach();
    m_exchange.reset();
}

void Http2Stream::finish()
{
    if (m_writer)
        m_writer->closed();
}

std::uint64_t Http2Stream::connectionId() const
{
    return m_session.connectionId();
}

std::string Http2Stream::peerAddress() const
{
    return m_session.peerAddress();
}

} // namespace parley
