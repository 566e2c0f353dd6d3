#include "server/broker/function_adapter.h"

#include "server/protocol/json_writer.h"

namespace parley {
namespace {

functions::FunctionOptions functionOptions(const BrokerOptions &options)
{
    functions::FunctionOptions made;
    made.apertium.modesFolder = QString::fromStdString(options.apertiumModes);
    return made;
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

FunctionAdapter::FunctionAdapter(const BrokerOptions &options, Publisher &publisher,
                                 EventTopics &events, const Clock &clock, LogSink &log) :
    m_functions(functionOptions(options),
                {publisher, clock, log,
                 [&events](const QByteArray &json) {
                     events.publish(EventTopic::Verdicts, json.toStdString());
                 }}),
    m_host(m_functions.entries())
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

} // namespace parley
