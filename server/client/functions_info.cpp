#include "server/client/functions_info.h"

#include "server/client/json_reader.h"

namespace parley::client {
namespace {

EngineInfo engineFrom(const QJsonObject &json)
{
    JsonReader reader(json, "engine");
    EngineInfo engine;
    engine.name = reader.textOr("name");
    engine.problem = reader.textOr("problem");
    for (const auto &pair : reader.objects("pairs")) {
        const JsonReader inner(pair, "pair");
        engine.pairs.append({inner.textOr("source"), inner.textOr("target"), inner.textOr("via")});
    }
    return engine;
}

} // namespace

Result<FunctionsInfo> functionsInfoFrom(const QJsonObject &json)
{
    JsonReader reader(json, "list of functions");
    FunctionsInfo info;
    for (const auto &element : reader.objects("functions")) {
        auto function = functionInfoFrom(element);
        if (!function)
            return function.error();
        info.functions.append(*std::move(function));
    }
    for (const auto &engine : reader.objects("engines"))
        info.engines.append(engineFrom(engine));
    if (reader.failed())
        return reader.error();
    return info;
}

} // namespace parley::client
