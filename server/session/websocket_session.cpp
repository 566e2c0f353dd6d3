#include "server/session/websocket_session.h"

#include <algorithm>

#include "server/protocol/limits.h"
#include "server/protocol/websocket_frame.h"

namespace parley {

WebSocketSession::WebSocketSession(SessionServices &services, Connection &connection,
                                   TokenSeat seat, std::optional<std::string> origin) :
    m_services(services),
    m_connection(connection), m_since(services.clock.utc()),
    m_nextPing(services.clock.monotonic() + limits::kPingInterval)
{
    m_services.sessions.add(*this);
    if (seat.token())
        accept(std::move(seat));
    else
        m_newcomer
            = std::make_unique<Newcomer>(Newcomer{services.clock.monotonic(), std::move(origin)});
}

WebSocketSession::~WebSocketSession()
{
    m_services.sessions.remove(*this);
    m_services.flusher.remove(*this);
}

void WebSocketSession::accept(TokenSeat seat)
{
    m_seat = std::move(seat);
    m_decoder.setMaxMessageBytes(limits::kMessageBytes);
    m_connection.setEstablished();
    m_services.events.opened(*this);
}

void WebSocketSession::received(std::span<char> bytes)
{
    if (!m_ended)
        m_decoder.feed(bytes, *this);
    holdBack();
}

// A client that sends faster than it reads its replies is not read until it has.
void WebSocketSession::holdBack()
{
    if (m_connection.unsent() > limits::kUnsentBytes)
        m_connection.pauseReading();
}

void WebSocketSession::readOn()
{
    const bool isEntering = m_newcomer && m_newcomer->seat.token();
    if (!m_ended && !m_waitsForLog && !isEntering && m_connection.unsent() <= limits::kUnsentBytes)
        m_connection.resumeReading();
}

void WebSocketSession::drained()
{
    readOn();
    flushReplies();
    // By index and from behind: a closed topic takes its subscription out of the list.
    for (std::size_t i = m_subscriptions.size(); i-- > 0;)
        if (i < m_subscriptions.size())
            m_subscriptions[i]->pump();
}

void WebSocketSession::tick(MonotonicTime now)
{
    if (m_ended)
        return;
    if (m_newcomer) {
        if (now - m_newcomer->opened >= limits::kAuthenticateTime)
            end(CloseCode::Unauthenticated, "no token in time");
        return;
    }
    if (endWithToken(m_services.tokens))
        return;
    for (std::size_t i = m_subscriptions.size(); i-- > 0 && !m_ended;)
        m_subscriptions[i]->tick(now);
    if (m_ended || now < m_nextPing)
        return;
    if (m_waitsForLog) { // its pongs are not read either
        m_nextPing = now + limits::kPingInterval;
        return;
    }
    if (m_missedPings++ >= limits::kMissedPings) {
        m_connection.close(); // the peer is dead: there is nobody to say anything to
        return;
    }
    m_nextPing = now + limits::kPingInterval;
    std::string ping;
    appendFrame(ping, Opcode::Ping, {});
    replyFrame(ping);
    reply(heartbeatPush(m_services.clock.utc()));
}

void WebSocketSession::closed()
{
    finish();
    if (token())
        m_services.events.closed(*this);
    m_subscriptions.clear();
    m_services.sessions.remove(*this);
    m_self.reset();
}

std::vector<const Subscription *> WebSocketSession::subscriptions() const
{
    std::vector<const Subscription *> all;
    for (const auto &subscription : m_subscriptions)
        all.push_back(subscription.get());
    return all;
}

void WebSocketSession::end(CloseCode code, std::string_view reason)
{
    if (m_ended)
        return;
    flushReplies();
    finish();
    m_subscriptions.clear();
    m_connection.write(closeFrame(code, reason));
    m_connection.closeAfterWrites();
}

bool WebSocketSession::canSend()
{
    flushReplies(); // "subscribed" stands before the first item
    return !m_ended && !m_connection.isBlocked();
}

Connection *WebSocketSession::bytesConnection()
{
    return canSend() && m_connection.takesBytes() ? &m_connection : nullptr;
}

SegmentMark WebSocketSession::sendItems(Subscription &, const CursorSpan &span)
{
    return itemsTaken(span, m_connection.writeNow(span.bytes));
}

// A frame that the kernel took in part is finished first, from a copy; what lies behind it stays in
// the log until the kernel takes more. So a slow reader costs one frame, not what it lags.
SegmentMark WebSocketSession::itemsTaken(const CursorSpan &span, std::size_t taken)
{
    if (taken == span.bytes.size())
        return span.end;
    if (taken == 0 && m_connection.isBlocked())
        return span.begin; // another topic's frame was cut in the same send
    SegmentMark mark = span.begin;
    std::size_t end = 0; // of the frame that was cut, or of the next one
    do {
        end += viewServerFrame(span.bytes.data() + end).size();
        ++mark.messages;
    } while (end <= taken && end < span.bytes.size());
    mark.bytes += static_cast<std::uint32_t>(end);
    m_connection.writeLater(std::string(span.bytes.substr(taken, end - taken)));
    return mark;
}

void WebSocketSession::sendGap(Subscription &subscription, const Gap &gap)
{
    std::string frame;
    appendFrame(frame, Opcode::Text, gapPush(subscription.log()->key(), gap.after, gap.next));
    m_connection.write(std::move(frame));
}

void WebSocketSession::tooSlow(Subscription &subscription)
{
    end(CloseCode::SlowReader, positionText({subscription.log()->page(), subscription.sequence()}));
}

void WebSocketSession::topicClosed(Subscription &subscription, const Error &why)
{
    reply(closedPush(subscription.log()->key(), why));
    std::erase_if(m_subscriptions,
                  [&](const auto &one) { return one.get() == &subscription; }); // the last effect
}

// The place among the token's connections is free at once: a client that comes back as soon as it
// has read the close frame finds it.
void WebSocketSession::finish()
{
    m_ended = true;
    m_seat.leave();
    m_newcomer.reset();
}

bool WebSocketSession::onText(std::string_view text)
{
    if (m_newcomer && m_newcomer->seat.token())
        return keepForLater(text);
    if (publishedAgain(text))
        return !m_ended;
    auto decoded = m_services.decoder.decode(text);
    if (!decoded) {
        fail(m_services.decoder.refusedId(), decoded.error());
        return !m_ended;
    }
    if (m_newcomer && !std::holds_alternative<AuthenticateCommand>(decoded->command)) {
        end(CloseCode::Unauthenticated, "the first message must authenticate");
        return false;
    }
    std::visit([&](auto &command) { handle(decoded->id, command); }, decoded->command);
    return !m_ended;
}

void WebSocketSession::onPing(std::string_view body)
{
    std::string pong;
    appendFrame(pong, Opcode::Pong, body);
    replyFrame(pong);
}

void WebSocketSession::onPong()
{
    m_missedPings = 0;
}

void WebSocketSession::onClose(std::uint16_t code, std::string_view)
{
    if (m_ended)
        return;
    flushReplies();
    finish();
    m_subscriptions.clear();
    m_connection.write(closeEcho(code));
    m_connection.closeAfterWrites();
}

void WebSocketSession::onFailure(CloseCode code, std::string_view why)
{
    end(code, why);
}

void WebSocketSession::fail(Id id, const Error &error)
{
    reply(errorReply(id, error));
}

void WebSocketSession::noteDenied(std::string_view action, const TopicKey &key)
{
    m_services.refusals.denied(action, token()->token().id, m_connection.peerAddress(), key.text());
}

void WebSocketSession::reply(std::string_view json)
{
    std::string frame;
    appendFrame(frame, Opcode::Text, json);
    replyFrame(frame);
}

void WebSocketSession::replyFrame(std::string_view frame)
{
    if (m_ended)
        return;
    if (m_replies.empty())
        m_services.flusher.add(*this);
    m_replies += frame;
}

void WebSocketSession::flushReplies()
{
    if (m_replies.empty())
        return;
    m_services.flusher.remove(*this);
    m_connection.write(std::exchange(m_replies, {}));
    holdBack();
}

} // namespace parley
