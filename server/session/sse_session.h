#pragma once

#include <memory>
#include <string>

#include "server/net/answer_stream.h"
#include "server/session/session.h"
#include "server/session/session_services.h"

namespace parley {

// A reader of one topic by Server-Sent Events, over either HTTP. Owned by its stream. Source:
// WHATWG HTML, 9.2. Thread: I/O loop.
class SseSession final : public AnswerWriter, public Session, public Subscriber
{
public:
    static constexpr std::size_t kBatchBytes = 64 * 1024; // of events made for one send

    SseSession(SessionServices &services, AnswerStream &stream, TokenSeat seat);
    ~SseSession() override;

    void start(const std::shared_ptr<TopicLog> &log, const StartPoint &from); // once

    // AnswerWriter
    void drained() override;
    void tick(MonotonicTime now) override;
    void closed() override;

    // Session
    std::uint64_t connectionId() const override { return m_stream.connectionId(); }
    std::string_view transport() const override { return "sse"; }
    std::string address() const override { return m_stream.peerAddress(); }
    UtcTime since() const override { return m_since; }
    const std::shared_ptr<const TokenEntry> &token() const override { return m_seat.token(); }
    std::vector<const Subscription *> subscriptions() const override;
    void end(CloseCode code, std::string_view reason) override;

    // Subscriber
    SegmentMark sendItems(Subscription &subscription, const CursorSpan &span) override;
    bool canSend() override { return !m_ended && !m_stream.isBlocked(); }
    void sendGap(Subscription &subscription, const Gap &gap) override;
    void tooSlow(Subscription &subscription) override;
    void topicClosed(Subscription &subscription, const Error &why) override;

private:
    void finish();
    void send(std::string text);

    SessionServices &m_services;
    AnswerStream &m_stream;
    TokenSeat m_seat;
    std::unique_ptr<Subscription> m_subscription;
    UtcTime m_since;
    MonotonicTime m_nextComment;
    bool m_ended = false;
};

} // namespace parley
