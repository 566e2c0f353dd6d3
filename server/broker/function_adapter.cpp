#include "server/broker/function_adapter.h"

#include "server/functions/script/script_trial.h"
#include "server/functions/text/word_list_moderator.h"
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

} // namespace

FunctionAdapter::FunctionAdapter(const BrokerOptions &options, Executor &loop, Publisher &publisher,
                                 EventTopics &events, const Clock &clock, LogSink &log) :
    m_loop(loop),
    m_functions(functionOptions(options),
                {publisher, clock, log,
                 [&events](const QByteArray &json) {
                     events.publish(EventTopic::Verdicts, json.toStdString());
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
