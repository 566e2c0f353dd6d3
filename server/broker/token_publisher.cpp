#include "server/broker/token_publisher.h"

namespace parley {

void TokenPublisher::publish(PublishRequest request, std::function<void(Result<Position>)> done)
{
    m_loop.post([this, request = std::move(request), done = std::move(done)] {
        if (const auto position = publishNow(request, done); !position)
            done(position.error());
    });
}

Result<Position> TokenPublisher::publishNow(const PublishRequest &request,
                                            const std::function<void(Result<Position>)> &done)
{
    const auto token = m_tokens.find(request.tokenId);
    if (!token || m_tokens.isOver(*token))
        return Error{ErrorCode::Unauthenticated, "the token is unknown, expired or revoked"};
    if (!token->allows(Right::Publish, request.key))
        return Error{ErrorCode::PermissionDenied, "the token does not allow to publish there"};
    const auto log = m_topics.find(request.key);
    if (!log)
        return Error{ErrorCode::NotFound,
                     "topic \"" + request.key.topic.text() + "\" does not exist"};
    if (request.payload.bytes.size() > Payload::kMaxBytes)
        return Error{ErrorCode::PayloadTooLarge, "a payload has at most 262,144 bytes"};
    if (auto ok = token->takePublishes(1, m_clock); !ok)
        return ok.error();
    const std::string_view key
        = request.idempotencyKey ? std::string_view(request.idempotencyKey->text()) : "";
    return m_publisher.publish(
        log, {request.payload, token->token().publisherId, key, request.hops}, done);
}

} // namespace parley
