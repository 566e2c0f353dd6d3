#include "server/protocol/publish_scanner.h"
#include "server/session/websocket_session.h"

namespace parley {

// The right and the topic are decided at the first message and kept for the next ones: a token's
// grants never change, its end ends the session, and a deleted topic says so itself.
Result<std::shared_ptr<TopicLog>> WebSocketSession::publishLog(const TopicKey &key)
{
    if (m_publishLog && m_publishLog->key() == key && !m_publishLog->isClosed())
        return m_publishLog;
    if (!token()->allows(Right::Publish, key)) {
        noteDenied("publish", key);
        return Error{ErrorCode::PermissionDenied, "the token does not allow to publish there"};
    }
    m_publishLog = m_services.topics.find(key);
    if (!m_publishLog)
        return Error{ErrorCode::NotFound, "topic \"" + key.topic.text() + "\" does not exist"};
    return m_publishLog;
}

void WebSocketSession::handle(Id id, PublishCommand &command)
{
    auto log = publishLog(command.key);
    if (log)
        publish(id, *log, command.payload,
                command.idempotencyKey ? command.idempotencyKey->text() : std::string_view(),
                command.hops);
    else
        fail(id, log.error());
}

// The same again to the same topic, which is nearly all that a busy publisher sends: straight from
// the socket's bytes into the log.
bool WebSocketSession::publishedAgain(std::string_view text)
{
    if (!m_publishLog || m_publishLog->isClosed())
        return false;
    const auto again = scanPublish(text);
    if (!again || again->topic != m_publishLog->key().topic.text()
        || again->nameSpace != m_publishLog->key().nameSpace.text())
        return false;
    publish(again->id, m_publishLog, PayloadView::plainText(again->text), {}, 0);
    return true;
}

void WebSocketSession::publish(Id id, const std::shared_ptr<TopicLog> &log,
                               const PayloadView &payload, std::string_view idempotencyKey,
                               std::uint8_t hops)
{
    if (auto ok = token()->takePublishes(1, m_services.clock); !ok) {
        fail(id, ok.error());
        return;
    }
    MessagePublisher::Done done;
    if (id && log->durability() == Durability::Durable) {
        done = [self = weakSelf(), id = *id](const Result<Position> &stored) {
            if (const auto session = self.lock())
                (*session)->reply(stored ? ackReply(id, *stored, AckKind::Stored)
                                         : errorReply(id, stored.error()));
        };
    }
    const bool waits = bool(done);
    const auto position = m_services.publisher.publish(
        log, {payload, token()->token().publisherId, idempotencyKey, hops}, std::move(done));
    if (!position)
        fail(id, position.error());
    else if (id && !waits)
        reply(ackReply(*id, *position, AckKind::Accepted));
    if (log->isBehind())
        waitForLog(log);
}

// The publisher is not read until the disk, or the readers on another loop, have caught up: TCP
// slows him down, and nothing is lost.
void WebSocketSession::waitForLog(const std::shared_ptr<TopicLog> &log)
{
    if (std::exchange(m_waitsForLog, true))
        return;
    m_connection.pauseReading();
    m_services.publisher.whenCaughtUp(log, [self = weakSelf()] {
        const auto session = self.lock();
        if (!session)
            return;
        (*session)->m_waitsForLog = false;
        (*session)->readOn();
    });
}

std::weak_ptr<WebSocketSession *> WebSocketSession::weakSelf()
{
    if (!m_self)
        m_self = std::make_shared<WebSocketSession *>(this);
    return m_self;
}

} // namespace parley
