#include "server/functions/script/script_function.h"

#include <utility>

namespace parley::functions {
namespace {

ScriptSource sourceOf(const StoredFunction &function)
{
    return {function.source, function.milliseconds, function.megabytes};
}

std::string numbered(std::size_t index)
{
    return "publish() number " + std::to_string(index + 1) + ": ";
}

// Webhooks deliver nothing that came through too many hops, so a loop of functions ends.
std::uint8_t oneMore(std::uint8_t hops)
{
    return hops < UINT8_MAX ? static_cast<std::uint8_t>(hops + 1) : hops;
}

// The one place where a script's message becomes a request; InvalidArgument for names and ids that
// are none.
Result<PublishRequest> requestFor(const FunctionCall &call, const ScriptMessage &message,
                                  std::size_t index, const std::string &tokenId)
{
    const auto nameSpace = NamespaceName::parse(message.nameSpace);
    if (!nameSpace)
        return nameSpace.error();
    const auto topic = TopicName::parse(message.topic);
    if (!topic)
        return topic.error();
    const auto key = IdempotencyKey::parse(call.deliveryId + ":" + std::to_string(index));
    if (!key)
        return Error{ErrorCode::InvalidArgument,
                     "a call without a delivery's id publishes nothing"};
    if (message.payload.size() > Payload::kMaxBytes)
        return Error{ErrorCode::PayloadTooLarge, "a payload has at most 262,144 bytes"};
    PublishRequest request{.key = {*nameSpace, *topic}};
    request.payload = {PayloadKind::Text, message.payload};
    request.idempotencyKey = *key;
    request.tokenId = tokenId;
    request.hops = oneMore(call.hops);
    return request;
}

} // namespace

// What one call publishes. Shared by the answers on their way; thread: functions.
class ScriptFunction::Publication final
{
public:
    Publication(ScriptAnswer answer, FunctionDone done) :
        m_answer(std::move(answer)), m_done(std::move(done)), m_left(m_answer.messages.size())
    {
    }

    void settled(std::size_t index, const Result<Position> &result)
    {
        if (!result && (!m_fault || index < m_faultIndex)) {
            m_fault = result.error();
            m_faultIndex = index;
        }
        m_retryable = m_retryable || (!result && result.error().retryable());
        if (--m_left == 0)
            answer();
    }

private:
    // One that may come through later is worth the whole call again: the others are not doubled.
    void answer()
    {
        if (!m_fault)
            return m_done(replyTo(m_answer));
        const std::string text = numbered(m_faultIndex) + m_fault->message;
        m_done(FunctionReply{m_retryable ? 503 : 403, m_answer.value, text});
    }

    const ScriptAnswer m_answer;
    const FunctionDone m_done;
    std::size_t m_left;
    std::optional<Error> m_fault; // of the first message that has one
    std::size_t m_faultIndex = 0;
    bool m_retryable = false;
};

ScriptFunction::ScriptFunction(const StoredFunction &function, const QString &program,
                               ScriptSlots &slots, Publisher &publisher) :
    m_tokenId(function.tokenId),
    m_publisher(publisher), m_runner(program, sourceOf(function), slots)
{
}

ScriptFunction::~ScriptFunction()
{
    m_mailbox->close();
}

void ScriptFunction::invoke(FunctionCall call, FunctionDone done)
{
    ScriptCall script{call.deliveryId, call.attempt, std::move(call.body)};
    m_runner.run(std::move(script),
                 [this, call = std::move(call), done = std::move(done)](
                     const ScriptAnswer &answer) { settle(call, answer, done); });
}

// All requests are made before one is sent: what can never be published stops the call whole.
void ScriptFunction::settle(const FunctionCall &call, const ScriptAnswer &answer,
                            const FunctionDone &done)
{
    if (answer.outcome != ScriptAnswer::Outcome::Ok || answer.messages.empty())
        return done(replyTo(answer));
    if (m_tokenId.empty())
        return done(FunctionReply{403, answer.value, "the function has no token to publish with"});
    std::vector<PublishRequest> requests;
    for (const ScriptMessage &message : answer.messages) {
        auto request = requestFor(call, message, requests.size(), m_tokenId);
        if (!request)
            return done(FunctionReply{422, answer.value,
                                      numbered(requests.size()) + request.error().message});
        requests.push_back(std::move(*request));
    }
    const auto publication = std::make_shared<Publication>(answer, done);
    for (std::size_t index = 0; index < requests.size(); ++index)
        m_publisher.publish(std::move(requests[index]),
                            [mailbox = m_mailbox, publication, index](Result<Position> result) {
                                mailbox->post([publication, index, result] {
                                    publication->settled(index, result);
                                });
                            });
}

} // namespace parley::functions
