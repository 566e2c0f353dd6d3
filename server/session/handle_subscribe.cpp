#include <algorithm>

#include "server/protocol/limits.h"
#include "server/session/websocket_session.h"

namespace parley {

std::vector<std::unique_ptr<Subscription>>::iterator WebSocketSession::find(const TopicKey &key)
{
    return std::find_if(m_subscriptions.begin(), m_subscriptions.end(),
                        [&](const auto &one) { return one->log()->key() == key; });
}

// The right is asked for before the topic is looked up, so that a refusal says nothing about what
// exists. It holds until the token expires or is revoked, both of which end the session.
void WebSocketSession::handle(Id id, const SubscribeCommand &command)
{
    const TopicKey &key = command.key;
    if (!token()->allows(Right::Subscribe, key)) {
        noteDenied("subscribe", key);
        fail(id, {ErrorCode::PermissionDenied, "the token does not allow to read this topic"});
        return;
    }
    const auto log = m_services.topics.find(key);
    if (!log) {
        fail(id, {ErrorCode::NotFound, "topic \"" + key.topic.text() + "\" does not exist"});
        return;
    }
    if (find(key) != m_subscriptions.end()) {
        fail(id, {ErrorCode::AlreadyExists, "this socket reads that topic already"});
        return;
    }
    if (m_subscriptions.size() >= limits::kSubscriptions) {
        fail(id, {ErrorCode::LimitExceeded, "a socket has at most 256 subscriptions"});
        return;
    }
    auto subscription = std::make_unique<Subscription>(log, log->cursorAt(command.from), *this);
    reply(subscribedReply(id, key, {log->page(), subscription->cursor().sequence()},
                          log->visiblePosition().sequence));
    m_services.fanOut.add(*subscription); // its items go out after the reply, in this turn
    m_subscriptions.push_back(std::move(subscription));
    m_services.messageEvents.subscribed(key);
    m_services.events.subscribed(*this, key);
}

void WebSocketSession::handle(Id id, const UnsubscribeCommand &command)
{
    const auto found = find(command.key);
    if (found == m_subscriptions.end()) {
        fail(id, {ErrorCode::NotFound, "this socket does not read that topic"});
        return;
    }
    m_subscriptions.erase(found);
    reply(unsubscribedReply(id, command.key));
    m_services.events.unsubscribed(*this, command.key);
}

} // namespace parley
