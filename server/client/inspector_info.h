#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QJsonObject>
#include <QList>
#include <QPair>
#include <QString>

#include "server/base/result.h"

namespace parley::client {

using HeaderList = QList<QPair<QString, QString>>; // name, value

// How the inspector answers, and where it is.
struct InspectorInfo {
    bool isOn = false;
    int status = 200;
    int delayMilliseconds = 0;
    HeaderList headers{};
    QString body{};
    QString address{}; // "http://127.0.0.1:41234"; "": it was never turned on
};

// A request that came to it.
struct InspectedRequestInfo {
    quint64 id = 0;
    QDateTime time{};
    QString peer{};
    QString method{};
    QString target{};
    HeaderList headers{};
    QByteArray body{}; // its beginning
    quint64 bodyBytes = 0; // all of it
    int status = 0; // of the answer
    QDateTime answeredAt{}; // invalid: not yet, or the sender did not wait
};

Result<InspectorInfo> inspectorInfoFrom(const QJsonObject &json);
QJsonObject toJson(const InspectorInfo &info); // of PUT
Result<InspectedRequestInfo> inspectedRequestFrom(const QJsonObject &json);

} // namespace parley::client
