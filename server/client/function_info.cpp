#include "server/client/function_info.h"

#include "server/client/json_reader.h"

using namespace Qt::StringLiterals;

namespace parley::client {

Result<FunctionInfo> functionInfoFrom(const QJsonObject &json)
{
    JsonReader reader(json, "function");
    FunctionInfo info;
    info.name = reader.text("name");
    info.isBuiltIn = reader.flagOr("builtIn", true); // older brokers have no others
    info.source = reader.textOr("source");
    info.tokenId = reader.textOr("tokenId");
    info.milliseconds = int(reader.numberOr("milliseconds", 0));
    info.megabytes = int(reader.numberOr("megabytes", 0));
    info.changedAt = reader.timeOrNull("changedAt");
    if (reader.failed())
        return reader.error();
    return info;
}

Result<FunctionTrial> functionTrialFrom(const QJsonObject &json)
{
    JsonReader reader(json, "trial of a function");
    FunctionTrial trial;
    trial.status = int(reader.number("status"));
    trial.body = reader.textOr("body");
    trial.error = reader.textOr("error");
    trial.log = reader.texts("log");
    for (const auto &message : reader.objects("messages")) {
        const JsonReader inner(message, "message");
        trial.messages.append(
            {inner.textOr("namespace"), inner.textOr("topic"), inner.textOr("payload")});
    }
    trial.milliseconds = json.value("milliseconds"_L1).toDouble();
    if (reader.failed())
        return reader.error();
    return trial;
}

QJsonObject toJson(const FunctionInfo &function)
{
    return {{u"language"_s, u"javascript"_s},
            {u"source"_s, function.source},
            {u"tokenId"_s, function.tokenId},
            {u"milliseconds"_s, function.milliseconds},
            {u"megabytes"_s, function.megabytes}};
}

} // namespace parley::client
