#pragma once

#include <QDateTime>
#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>

#include "server/base/result.h"

namespace parley::client {

// What a webhook can call by "function:NAME".
struct FunctionInfo {
    QString name{};
    bool isBuiltIn = false; // it comes with Parley; the rest is empty then
    QString source{}; // JavaScript; only where one function was asked for
    QString tokenId{}; // with whose rights it publishes; "": it cannot
    int milliseconds = 1000; // for one call
    int megabytes = 64;
    QDateTime changedAt{};
};

// Something that a function would publish.
struct FunctionMessage {
    QString nameSpace{};
    QString topic{};
    QString payload{};
};

// What came of trying one.
struct FunctionTrial {
    int status = 0; // as a webhook would see it
    QString body{};
    QString error{};
    QStringList log{};
    QList<FunctionMessage> messages{}; // were not published
    double milliseconds = 0;
};

Result<FunctionInfo> functionInfoFrom(const QJsonObject &json);
Result<FunctionTrial> functionTrialFrom(const QJsonObject &json);
QJsonObject toJson(const FunctionInfo &function); // of PUT

} // namespace parley::client
