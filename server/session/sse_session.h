#pragma once

#include <memory>
#include <string>

#include "server/net/connection.h"
#include "server/session/session.h"
#include "server/session/session_services.h"

namespace parley {

// A reader of one topic by Server-Sent Events. The stream ends with its connection, so it needs no
// chunks. Owned by its connection. Source: WHATWG HTML, 9.2. Thread: I/O loop.
class SseSession final : public ConnectionHandler, public Session, public Subscriber
{
public:
    static constexpr std::size_t kBatchBytes = 64 * 1024; // of events made for one send

    //! \param head the response head, sent before everything else.
    SseSession(SessionServices &services, Connection &connection,
               std::shared_ptr<const TokenEntry> token, std::string head);
    ~SseSession() override;

    void start(const std::shared_ptr<TopicLog> &log, const StartPoint &from); // once

    // ConnectionHandler
    void received(std::span<char> bytes) override; // nothing is expected: it is dropped
    void drained() override;
    void tick(MonotonicTime now) override;
    void closed() override;

    // Session
    std::uint64_t connectionId() const override { return m_connection.id(); }
    std::string_view transport() const override { return "sse"; }
    std::string address() const override { return m_connection.peerAddress(); }
    UtcTime since() const override { return m_since; }
    const std::shared_ptr<const TokenEntry> &token() const override { return m_token; }
    std::vector<const Subscription *> subscriptions() const override;
    void end(CloseCode code, std::string_view reason) override;

    // Subscriber
    SegmentMark sendItems(Subscription &subscription, const CursorSpan &span) override;
    bool canSend() override { return !m_ended && !m_connection.isBlocked(); }
    void sendGap(Subscription &subscription, const Gap &gap) override;
    void tooSlow(Subscription &subscription) override;
    void topicClosed(Subscription &subscription, const Error &why) override;

private:
    void send(std::string text);

    SessionServices &m_services;
    Connection &m_connection;
    std::shared_ptr<const TokenEntry> m_token;
    std::unique_ptr<Subscription> m_subscription;
    UtcTime m_since;
    MonotonicTime m_nextComment;
    bool m_ended = false;
};

} // namespace parley
