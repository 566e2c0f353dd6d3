#include "server/broker/function_adapter.h"

#include "server/functions/room_notice.h"
#include "server/functions/script/script_trial.h"
#include "server/functions/text/word_list_moderator.h"
#include "server/protocol/json_value.h"
#include "server/protocol/json_writer.h"

namespace parley {
namespace {

functions::FunctionOptions functionOptions(const BrokerOptions &options)
{
    functions::FunctionOptions made;
    made.apertium.modesFolder = QString::fromStdString(options.apertiumModes);
    return made;
}

std::vector<functions::FunctionEntry> allOf(functions::BuiltInFunctions &builtIn,
                                            functions::ScriptFunctions &scripts)
{
    auto entries = builtIn.entries();
    entries.push_back(scripts.trial());
    return entries;
}

void writeEngine(JsonWriter &writer, const functions::EngineStatus &engine)
{
    writer.beginObject().member("name", engine.name).key("pairs").beginArray();
    for (const auto &pair : engine.pairs)
        writer.beginObject()
            .member("source", pair.source)
            .member("target", pair.target)
            .member("via", pair.via)
            .endObject();
    writer.endArray().member("problem", engine.problem).endObject();
}

// The topic that the webhook's body names, as the room function asks for it.
std::string topicOf(const std::string &call)
{
    const auto body = parseJson(call);
    const JsonValue *topic = body ? body->find("topic") : nullptr;
    return topic && topic->string() ? *topic->string() : std::string();
}

Result<void> resultOf(const FunctionReply &reply)
{
    if (reply.status == 200)
        return reply.body.find(R"("superseded":true)") == std::string::npos
            ? Result<void>()
            : Error{ErrorCode::FailedPrecondition, "its author changed or deleted it meanwhile"};
    if (reply.status == 404)
        return Error{ErrorCode::NotFound, reply.error};
    return Error{ErrorCode::Unavailable, reply.error};
}

} // namespace

FunctionAdapter::FunctionAdapter(const BrokerOptions &options, Executor &loop, Publisher &publisher,
                                 Store &store, EventTopics &events, const Clock &clock,
                                 LogSink &log) :
    m_loop(loop),
    m_publisher(publisher),
    m_functions(functionOptions(options),
                {publisher, clock, log,
                 [&events](const QByteArray &json) {
                     events.publish(EventTopic::Verdicts, json.toStdString());
                 },
                 [&store](HeldMessage message, std::function<void(Result<void>)> done) {
                     store.write([message = std::move(message)](
                                     Tables &tables) { return tables.held().add(message); },
                                 std::move(done));
                 }}),
    m_scripts(options.scriptProgram, publisher), m_host(allOf(m_functions, m_scripts))
{
}

std::string FunctionAdapter::enginesJson() const
{
    std::string json;
    JsonWriter writer(json);
    writer.beginArray();
    for (const auto &engine : m_functions.engineStatus())
        writeEngine(writer, engine);
    writer.endArray();
    return json;
}

Result<void> FunctionAdapter::checkTerms(const std::string &terms) const
{
    const auto lists = functions::WordList::parseAll(terms);
    if (!lists)
        return lists.error();
    const auto moderator = functions::WordListModerator::make(*lists);
    return moderator ? Result<void>() : moderator.error();
}

void FunctionAdapter::releaseHeld(const HeldMessage &message, const std::string &text,
                                  std::function<void(Result<void>)> done)
{
    FunctionCall call{"room", "held-" + std::to_string(message.id), 1, message.call, message.hops};
    call.nameSpace = message.nameSpace.text();
    call.topic = topicOf(message.call);
    call.publisherId = message.senderId;
    call.approvedText = text;
    m_host.call(std::move(call), [&loop = m_loop, done = std::move(done)](FunctionReply reply) {
        loop.post([done, result = resultOf(reply)] { done(result); });
    });
}

void FunctionAdapter::tellDenied(const HeldMessage &message, const Room &room,
                                 const std::string &reason)
{
    const QByteArray notice = functions::deniedNotice(message, reason);
    m_publisher.publish({room.noticesTopic(message.senderId),
                         Payload{PayloadKind::Text, notice.toStdString()},
                         {},
                         room.functionTokenId,
                         {}},
                        [](const Result<Position> &) {});
}

void FunctionAdapter::tryFunction(const StoredFunction &function, const std::string &body,
                                  std::function<void(Result<std::string>)> done)
{
    std::string json;
    JsonWriter(json)
        .beginObject()
        .member("source", function.source)
        .member("milliseconds", function.milliseconds)
        .member("megabytes", function.megabytes)
        .member("body", body)
        .endObject();
    m_host.call({functions::ScriptTrial::kName, {}, 1, std::move(json)},
                [&loop = m_loop, done = std::move(done)](const FunctionReply &reply) {
                    auto result = reply.status == 200 ? Result<std::string>(reply.body)
                                                      : Error{ErrorCode::Unavailable, reply.error};
                    loop.post([done, result = std::move(result)] { done(result); });
                });
}

} // namespace parley
