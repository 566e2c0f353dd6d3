#include "server/session/sse_session.h"

#include "server/protocol/envelope.h"
#include "server/protocol/limits.h"
#include "server/protocol/start_point.h"
#include "server/protocol/websocket_frame.h"

namespace parley {
namespace {

// JSON holds no raw line break, so one data line is enough and nothing in it can forge a field.
void appendEvent(std::string &out, std::string_view id, std::string_view name,
                 std::string_view json)
{
    if (!id.empty())
        out.append("id: ").append(id).append("\n");
    out.append("event: ").append(name).append("\ndata: ").append(json).append("\n\n");
}

ErrorCode errorOf(CloseCode code)
{
    switch (code) {
    case CloseCode::TokenExpired:
    case CloseCode::TokenRevoked: return ErrorCode::Unauthenticated;
    case CloseCode::SlowReader: return ErrorCode::SlowReader;
    default: return ErrorCode::Unavailable;
    }
}

} // namespace

SseSession::SseSession(SessionServices &services, AnswerStream &stream, TokenSeat seat) :
    m_services(services), m_stream(stream), m_seat(std::move(seat)), m_since(services.clock.utc()),
    m_nextComment(services.clock.monotonic() + limits::kCommentInterval)
{
    m_services.sessions.add(*this);
    m_services.events.opened(*this);
}

SseSession::~SseSession()
{
    m_services.sessions.remove(*this);
}

void SseSession::start(const std::shared_ptr<TopicLog> &log, const StartPoint &from)
{
    m_subscription = std::make_unique<Subscription>(log, log->cursorAt(from), *this);
    const Position position{log->page(), m_subscription->cursor().sequence()};
    std::string text;
    appendEvent(
        text, positionText(position), "subscribed",
        subscribedReply(std::nullopt, log->key(), position, log->visiblePosition().sequence));
    send(std::move(text));
    m_services.fanOut.add(*m_subscription);
    m_services.events.subscribed(*this, log->key());
}

void SseSession::drained()
{
    if (m_subscription)
        m_subscription->pump();
}

void SseSession::tick(MonotonicTime now)
{
    if (m_ended)
        return;
    if (endWithToken(m_services.tokens))
        return;
    if (now >= m_nextComment && canSend())
        send(": heartbeat\n\n");
    if (m_subscription)
        m_subscription->tick(now); // the last effect: it may end this
}

void SseSession::finish()
{
    m_ended = true;
    m_seat.leave();
}

void SseSession::closed()
{
    finish();
    m_services.events.closed(*this);
    m_subscription.reset();
    m_services.sessions.remove(*this);
}

std::vector<const Subscription *> SseSession::subscriptions() const
{
    if (!m_subscription)
        return {};
    return {m_subscription.get()};
}

void SseSession::end(CloseCode code, std::string_view reason)
{
    if (m_ended)
        return;
    const Error why{errorOf(code), std::string(reason)};
    if (m_subscription) {
        std::string text;
        appendEvent(text, {}, "closed", closedPush(m_subscription->log()->key(), why));
        send(std::move(text));
    }
    finish();
    m_subscription.reset();
    m_stream.end();
}

// The connection keeps what the kernel does not take, so only so much is made at a time.
SegmentMark SseSession::sendItems(Subscription &subscription, const CursorSpan &span)
{
    std::string text;
    SegmentMark mark = span.begin;
    Position position{subscription.log()->page(), subscription.sequence()};
    for (std::size_t at = 0; at < span.bytes.size() && text.size() < kBatchBytes;) {
        const FrameView frame = viewServerFrame(span.bytes.data() + at);
        ++position.sequence;
        appendEvent(text, positionText(position), "item",
                    span.bytes.substr(at + frame.headerBytes, frame.bodyBytes));
        at += frame.size();
        mark.bytes += static_cast<std::uint32_t>(frame.size());
        ++mark.messages;
    }
    send(std::move(text));
    return mark;
}

void SseSession::sendGap(Subscription &subscription, const Gap &gap)
{
    std::string text;
    appendEvent(text, positionText({gap.next.page, gap.next.sequence - 1}), "gap",
                gapPush(subscription.log()->key(), gap.after, gap.next));
    send(std::move(text));
}

void SseSession::tooSlow(Subscription &)
{
    end(CloseCode::SlowReader, "too slow; go on with Last-Event-ID");
}

void SseSession::topicClosed(Subscription &, const Error &why)
{
    std::string text;
    appendEvent(text, {}, "closed", closedPush(m_subscription->log()->key(), why));
    send(std::move(text));
    finish();
    m_stream.end();
    m_subscription.reset(); // the last effect: it is the caller
}

void SseSession::send(std::string text)
{
    m_nextComment = m_services.clock.monotonic() + limits::kCommentInterval;
    m_stream.write(std::move(text));
}

} // namespace parley
