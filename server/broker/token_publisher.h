#pragma once

#include "server/auth/token_registry.h"
#include "server/base/executor.h"
#include "server/topics/message_publisher.h"
#include "server/topics/publisher.h"
#include "server/topics/topic_registry.h"

namespace parley {

// Publishes for code inside the broker with the rights of a token, as a socket would.
// Thread: publish() any; the work is done on the I/O loop.
class TokenPublisher final : public Publisher
{
public:
    TokenPublisher(Executor &loop, const Clock &clock, const TokenRegistry &tokens,
                   const TopicRegistry &topics, MessagePublisher &publisher) :
        m_loop(loop),
        m_clock(clock), m_tokens(tokens), m_topics(topics), m_publisher(publisher)
    {
    }

    void publish(PublishRequest request, std::function<void(Result<Position>)> done) override;

private:
    Result<Position> publishNow(const PublishRequest &request,
                                const std::function<void(Result<Position>)> &done);

    Executor &m_loop;
    const Clock &m_clock;
    const TokenRegistry &m_tokens;
    const TopicRegistry &m_topics;
    MessagePublisher &m_publisher;
};

} // namespace parley
