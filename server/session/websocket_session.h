#pragma once

#include <memory>
#include <string>
#include <vector>

#include "server/net/connection.h"
#include "server/protocol/envelope.h"
#include "server/protocol/websocket_decoder.h"
#include "server/session/session.h"
#include "server/session/session_services.h"

namespace parley {

// The conversation with one WebSocket client: frames in, a command each, replies and items out.
// Each command has a file of its own, handle_*.cpp. Owned by its connection. Thread: I/O loop.
class WebSocketSession final : public ConnectionHandler,
                               public Session,
                               public Subscriber,
                               private WebSocketSink,
                               private ReplySource
{
public:
    //! \param seat of the token that was shown in the handshake; nobody's: the token must come in
    //! the first message, and \p origin, as the handshake said it, counts then.
    WebSocketSession(SessionServices &services, Connection &connection, TokenSeat seat,
                     std::optional<std::string> origin = std::nullopt);
    ~WebSocketSession() override;

    // ConnectionHandler
    void received(std::span<char> bytes) override;
    void drained() override;
    void tick(MonotonicTime now) override;
    void closed() override;

    // Session
    std::uint64_t connectionId() const override { return m_connection.id(); }
    std::string_view transport() const override { return "websocket"; }
    std::string address() const override { return m_connection.peerAddress(); }
    UtcTime since() const override { return m_since; }
    const std::shared_ptr<const TokenEntry> &token() const override { return m_seat.token(); }
    std::vector<const Subscription *> subscriptions() const override;
    void end(CloseCode code, std::string_view reason) override;

    // Subscriber
    SegmentMark sendItems(Subscription &subscription, const CursorSpan &span) override;
    bool canSend() override;
    Connection *bytesConnection() override;
    SegmentMark itemsTaken(const CursorSpan &span, std::size_t taken) override;
    void sendGap(Subscription &subscription, const Gap &gap) override;
    void tooSlow(Subscription &subscription) override;
    void topicClosed(Subscription &subscription, const Error &why) override;

private:
    using Id = std::optional<std::uint64_t>;

    // What is kept until a token was shown.
    struct Newcomer {
        MonotonicTime opened{};
        std::optional<std::string> origin{};
        TokenSeat seat{}; // of a one-use token whose use is being stored
        std::vector<std::string> later{}; // messages that came meanwhile
        std::size_t laterBytes = 0;
    };

    // WebSocketSink
    bool onText(std::string_view text) override;
    void onPing(std::string_view body) override;
    void onPong() override;
    void onClose(std::uint16_t code, std::string_view reason) override;
    void onFailure(CloseCode code, std::string_view why) override;

    void handle(Id id, const AuthenticateCommand &command);
    void handle(Id id, const SubscribeCommand &command);
    void handle(Id id, const UnsubscribeCommand &command);
    void handle(Id id, PublishCommand &command);
    void handle(Id id, const PingCommand &command);

    bool publishedAgain(std::string_view text);
    void publish(Id id, const std::shared_ptr<TopicLog> &log, const PayloadView &payload,
                 std::string_view idempotencyKey, std::uint8_t hops);
    Result<std::shared_ptr<TopicLog>> publishLog(const TopicKey &key);
    std::vector<std::unique_ptr<Subscription>>::iterator find(const TopicKey &key);
    void reply(std::string_view json); // goes out at the end of the turn
    void replyFrame(std::string_view frame);
    void fail(Id id, const Error &error);
    void noteDenied(std::string_view action, const TopicKey &key);
    void flushReplies() override;
    void accept(TokenSeat seat);
    void entered(Id id, const Result<void> &stored);
    bool keepForLater(std::string_view text);
    void finish();
    void holdBack();
    void readOn();
    void waitForLog(const std::shared_ptr<TopicLog> &log);
    std::weak_ptr<WebSocketSession *> weakSelf(); // for what is answered later

    SessionServices &m_services;
    Connection &m_connection;
    WebSocketDecoder m_decoder{limits::kUnauthenticatedBytes}; // until a token was shown
    [[no_unique_address]] TokenSeat m_seat; // what is behind it stands in its padding
    std::uint8_t m_missedPings = 0;
    bool m_waitsForLog = false;
    bool m_ended = false;
    std::unique_ptr<Newcomer> m_newcomer; // null: a token was shown
    std::vector<std::unique_ptr<Subscription>> m_subscriptions;
    std::shared_ptr<TopicLog> m_publishLog; // the last one published to; the right was checked
    std::shared_ptr<WebSocketSession *> m_self; // made when an ack must wait for the disk
    std::string m_replies; // frames of this turn
    UtcTime m_since;
    MonotonicTime m_nextPing;
};

} // namespace parley
