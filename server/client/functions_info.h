#pragma once

#include <QJsonObject>
#include <QList>
#include <QString>

#include "server/base/result.h"
#include "server/client/function_info.h"

namespace parley::client {

struct PairInfo {
    QString source{};
    QString target{};
    QString via{}; // the language in between; empty for a direct pair
};

// A translation engine, and what is wrong with it, if anything.
struct EngineInfo {
    QString name{};
    QList<PairInfo> pairs{};
    QString problem{}; // a sentence; "" when it works
};

// What webhooks can call inside the broker.
struct FunctionsInfo {
    QList<FunctionInfo> functions{}; // without their sources
    QList<EngineInfo> engines{};
};

Result<FunctionsInfo> functionsInfoFrom(const QJsonObject &json);

} // namespace parley::client
