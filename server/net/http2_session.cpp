#include "server/net/http2_session.h"

#include <algorithm>
#include <utility>

#include "server/protocol/limits.h"

namespace parley {
namespace {

HttpResponse tooLong()
{
    return HttpResponse::failure({ErrorCode::PayloadTooLarge, "the request body is too long"});
}

} // namespace

Http2Session::Http2Session(Http2Transport &transport, const HttpService &service,
                           MonotonicTime since) :
    m_transport(transport),
    m_service(service), m_library(makeHttp2Session(*this)),
    m_resets(http2::kResetBurst, http2::kResetsPerSecond, since),
    m_settings(http2::kSettingsBurst, http2::kSettingsPerSecond, since), m_since(since)
{
}

Http2Session::~Http2Session() = default;

Http2Stream *Http2Session::find(std::int32_t id)
{
    const auto found = m_streams.find(id);
    return found == m_streams.end() ? nullptr : found->second.get();
}

// ---- bytes in

void Http2Session::received(std::span<const char> bytes)
{
    while (!bytes.empty() && !m_over) {
        const auto piece = bytes.subspan(0, std::min(bytes.size(), kPieceBytes));
        bytes = bytes.subspan(piece.size());
        if (!read(piece))
            break;
    }
    bury();
}

bool Http2Session::read(std::span<const char> piece)
{
    if (!m_library) { // no memory for it
        fail(NGHTTP2_INTERNAL_ERROR);
        return false;
    }
    m_busy = true;
    const auto taken = nghttp2_session_mem_recv(
        m_library.get(), reinterpret_cast<const std::uint8_t *>(piece.data()), piece.size());
    m_busy = false;
    if (taken < 0) {
        fail(http2::goAwayCode(taken));
        return false;
    }
    settle();
    if (!m_over && nghttp2_session_get_outbound_queue_size(m_library.get()) > kQueuedFrames)
        fail(NGHTTP2_ENHANCE_YOUR_CALM);
    return !m_over;
}

void Http2Session::requestBegun(std::int32_t id)
{
    m_streams[id] = std::make_unique<Http2Stream>(*this, id);
}

bool Http2Session::fieldRead(std::int32_t id, std::string_view name, std::string_view value,
                             bool valid)
{
    Http2Stream *stream = find(id);
    if (!stream)
        return false;
    stream->reader().take(name, value);
    return valid || stream->reader().hasFailed();
}

void Http2Session::headRead(std::int32_t id, bool endStream)
{
    Http2Stream *stream = find(id);
    if (!stream)
        return;
    m_sawRequest = true;
    if (endStream)
        stream->endRequest();
    const auto failed = stream->reader().finish(endStream);
    // Known from the head, because a client may send all that it has in one piece.
    if (!m_established && !failed && m_service.admit(stream->reader().request()).allowed.hasToken)
        setEstablished();
    if (!m_established && m_streams.size() > kStrangerStreams) {
        nghttp2_submit_rst_stream(m_library.get(), NGHTTP2_FLAG_NONE, id, NGHTTP2_REFUSED_STREAM);
        return;
    }
    if (failed) {
        refuse(*stream, HttpResponse::failure(failed->error, failed->status));
        return;
    }
    if (auto ok = m_service.checkSender(stream->reader().request()); !ok)
        refuse(*stream, HttpResponse::failure(ok.error()));
    else if (endStream)
        makeReady(*stream);
    else
        expectBody(*stream);
}

void Http2Session::expectBody(Http2Stream &stream)
{
    const auto admission = m_service.admit(stream.reader().request());
    if (admission.refusedBy) {
        refuse(stream, m_service.refusal(admission, stream.reader().request(), peerAddress()));
        return;
    }
    if (admission.allowed.hasToken)
        setEstablished();
    stream.allowBody(admission.allowed.bodyBytes);
    if (!stream.mayHave(stream.reader().declaredLength().value_or(0))) {
        refuse(stream, tooLong());
        return;
    }
    stream.setState(Http2Stream::State::Body, now());
    m_held += stream.held();
    if (stream.reader().expectContinue())
        submitContinue(*m_library, stream.id());
    checkHeld(stream);
}

void Http2Session::bodyRead(std::int32_t id, std::string_view bytes)
{
    Http2Stream *stream = find(id);
    if (!stream || stream->state() != Http2Stream::State::Body)
        return; // refused already
    if (!stream->takeBody(bytes)) {
        refuse(*stream, tooLong());
        return;
    }
    m_held += bytes.size();
    checkHeld(*stream);
}

void Http2Session::checkHeld(Http2Stream &stream)
{
    const std::size_t limit = m_established ? kHeldBytes : limits::kUnauthenticatedBytes;
    if (m_held > limit)
        refuse(stream,
               HttpResponse::failure(
                   {ErrorCode::Busy, "too many requests at once on this connection"}));
}

void Http2Session::bodyEnded(std::int32_t id)
{
    Http2Stream *stream = find(id);
    if (!stream)
        return;
    stream->endRequest();
    if (stream->state() == Http2Stream::State::Body) {
        m_held -= stream->held();
        makeReady(*stream);
    }
}

void Http2Session::makeReady(Http2Stream &stream)
{
    stream.setState(Http2Stream::State::Waiting, now());
    m_held += stream.held();
    m_waiting.push_back(stream.id());
    checkHeld(stream);
}

// The answer comes before the body was read; answerSent() then ends the stream.
void Http2Session::refuse(Http2Stream &stream, const HttpResponse &response)
{
    m_held -= stream.held();
    stream.answer(response, stream.reader().request().method == "HEAD");
}

bool Http2Session::resetByClient()
{
    return m_resets.take(now());
}

bool Http2Session::settingsRead()
{
    return m_settings.take(now());
}

// ---- bytes out

bool Http2Session::mayHandle() const
{
    const std::size_t limit = m_established ? kUnsentAnswers : limits::kUnauthenticatedBytes;
    return !m_over && !m_waiting.empty() && m_unsentAnswers <= limit;
}

void Http2Session::handleNext()
{
    Http2Stream *stream = find(m_waiting.front());
    m_waiting.pop_front();
    if (!stream || stream->state() != Http2Stream::State::Waiting)
        return; // it was reset meanwhile, or refused
    m_held -= stream->held();
    stream->setState(Http2Stream::State::Handled, now());
    m_service.handle(stream->begin());
}

void Http2Session::settle()
{
    m_again = true;
    if (m_busy || m_over || !m_library)
        return; // the call below goes on
    m_busy = true;
    while (std::exchange(m_again, false) || mayHandle()) {
        while (mayHandle())
            handleNext();
        flush();
    }
    m_busy = false;
    if (!m_drained.empty())
        m_transport.callSoon();
    endIfOver();
}

void Http2Session::flush()
{
    std::string out;
    while (!m_over && m_transport.unsent() <= limits::kUnsentBytes) {
        const std::uint8_t *bytes = nullptr;
        const auto size = nghttp2_session_mem_send(m_library.get(), &bytes);
        if (size < 0)
            fail(http2::goAwayCode(size));
        if (size <= 0)
            break;
        out.append(reinterpret_cast<const char *>(bytes), static_cast<std::size_t>(size));
        if (out.size() >= limits::kUnsentBytes)
            m_transport.write(std::exchange(out, {}));
    }
    if (!m_over && !out.empty())
        m_transport.write(std::move(out));
}

void Http2Session::answerSent(std::int32_t id)
{
    Http2Stream *stream = find(id);
    if (stream && !stream->requestEnded()) // RFC 9113, section 8.1: the rest is not wanted
        nghttp2_submit_rst_stream(m_library.get(), NGHTTP2_FLAG_NONE, id, NGHTTP2_NO_ERROR);
}

void Http2Session::streamClosed(std::int32_t id)
{
    const auto found = m_streams.find(id);
    if (found == m_streams.end())
        return;
    m_held -= found->second->held();
    found->second->abandon();
    m_gone.push_back(std::move(found->second));
    m_streams.erase(found);
    if (m_streams.empty())
        m_since = now();
}

void Http2Session::countUnsent(std::ptrdiff_t bytes)
{
    m_unsentAnswers += static_cast<std::size_t>(bytes);
}

void Http2Session::setEstablished()
{
    if (!std::exchange(m_established, true))
        m_transport.setEstablished();
}

void Http2Session::drained()
{
    settle();
    bury();
}

void Http2Session::resume()
{
    for (const std::int32_t id : std::exchange(m_drained, {}))
        if (Http2Stream *stream = find(id); stream && stream->writer() && !m_over)
            stream->writer()->drained();
    settle();
    bury();
}

// ---- the end

void Http2Session::goAway()
{
    if (m_over || !m_library || std::exchange(m_leaving, true))
        return;
    nghttp2_submit_goaway(m_library.get(), NGHTTP2_FLAG_NONE,
                          nghttp2_session_get_last_proc_stream_id(m_library.get()),
                          NGHTTP2_NO_ERROR, nullptr, 0);
    settle();
}

void Http2Session::endIfOver()
{
    if (m_over)
        return;
    const bool wantsNothing = nghttp2_session_want_read(m_library.get()) == 0
        && nghttp2_session_want_write(m_library.get()) == 0;
    const bool hasLeft
        = m_leaving && m_streams.empty() && nghttp2_session_want_write(m_library.get()) == 0;
    if (wantsNothing || hasLeft) {
        m_over = true;
        m_transport.closeAfterWrites();
    }
}

void Http2Session::fail(std::uint32_t code)
{
    if (std::exchange(m_over, true))
        return;
    const std::int32_t last
        = m_library ? nghttp2_session_get_last_proc_stream_id(m_library.get()) : 0;
    m_transport.write(http2::goAwayFrame(static_cast<std::uint32_t>(last), code));
    m_transport.closeAfterWrites();
}

void Http2Session::tick(MonotonicTime now)
{
    if (m_over)
        return;
    checkDeadlines(now);
    bury();
}

// Deadlines are absolute, as in HTTP/1.1: a dribbling client does not extend them.
void Http2Session::checkDeadlines(MonotonicTime now)
{
    if (m_streams.empty()) {
        if (now - m_since < (m_sawRequest ? limits::kKeepAlive : limits::kHeaderTime))
            return;
        if (m_leaving) // it was told, and reads nothing
            fail(NGHTTP2_NO_ERROR);
        goAway();
        return;
    }
    std::vector<std::int32_t> ids; // what a deadline does may change the map
    for (const auto &[id, stream] : m_streams)
        ids.push_back(id);
    for (const std::int32_t id : ids)
        if (Http2Stream *stream = find(id); stream && !m_over)
            checkDeadline(*stream, now);
    settle();
}

void Http2Session::checkDeadline(Http2Stream &stream, MonotonicTime now)
{
    const auto age = now - stream.since();
    if (stream.isOpenStream()) {
        stream.writer()->tick(now);
    } else if (stream.state() == Http2Stream::State::Head && age >= limits::kHeaderTime) {
        fail(NGHTTP2_ENHANCE_YOUR_CALM); // nothing else can come before the block's end
    } else if (stream.state() == Http2Stream::State::Body && age >= limits::kBodyTime) {
        refuse(stream,
               HttpResponse::failure(
                   {ErrorCode::Timeout, "the request's body did not arrive in time"}));
    } else if (stream.state() == Http2Stream::State::Answered && age >= limits::kKeepAlive) {
        if (m_transport.unsent() > limits::kUnsentBytes)
            fail(NGHTTP2_ENHANCE_YOUR_CALM); // nobody reads anything
        else
            nghttp2_submit_rst_stream(m_library.get(), NGHTTP2_FLAG_NONE, stream.id(),
                                      NGHTTP2_CANCEL); // nobody takes the answer
    }
}

void Http2Session::bury()
{
    for (const auto &stream : std::exchange(m_gone, {}))
        stream->finish();
}

void Http2Session::closed()
{
    m_over = true;
    for (auto &[id, stream] : m_streams) {
        stream->abandon();
        m_gone.push_back(std::move(stream));
    }
    m_streams.clear();
    bury();
}

std::size_t Http2Session::held() const
{
    return m_held;
}

} // namespace parley
