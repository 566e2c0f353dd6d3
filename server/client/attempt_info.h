#pragma once

#include <cstdint>

#include <QByteArray>
#include <QDateTime>
#include <QJsonObject>
#include <QString>

#include "server/base/result.h"

namespace parley::client {

// Microseconds; 0 where a phase did not happen.
struct TimingInfo {
    std::uint64_t dns = 0;
    std::uint64_t connect = 0;
    std::uint64_t tls = 0;
    std::uint64_t write = 0;
    std::uint64_t firstByte = 0;
    std::uint64_t body = 0;
    std::uint64_t total = 0;
};

// One try of a delivery.
struct AttemptInfo {
    QString deliveryId{};
    std::uint32_t number = 1;
    QString trigger{}; // auto, manual, test, replay, probe, resend
    QDateTime startedAt{};
    QString outcome{}; // ok, http_4xx, timeout_connect, ...
    QString outcomeText{}; // the cause, for people
    int httpStatus = 0; // 0: no response
    QString address{}; // ip:port
    QString tls{};
    bool reusedConnection = false;
    TimingInfo timing{};
    QString requestHead{}; // credentials masked by the broker
    QString responseHead{};
    QByteArray responseBody{};
    bool responseIsText = true;
    std::uint64_t responseBytes = 0; // seen in all
    bool responseTruncated = false;
    QString decision{}; // what the broker does next, in words

    bool succeeded() const { return outcome == QLatin1String("ok"); }
};

Result<AttemptInfo> attemptInfoFrom(const QJsonObject &json);

} // namespace parley::client
