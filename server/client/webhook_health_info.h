#pragma once

#include <cstdint>

#include <QDateTime>
#include <QHash>
#include <QJsonObject>
#include <QList>
#include <QString>

#include "server/base/result.h"

namespace parley::client {

struct HealthHour {
    QDateTime from{};
    std::uint64_t succeeded = 0; // attempts
    std::uint64_t failed = 0;
};

// How one webhook is doing. Times are invalid where the wire says null.
struct WebhookHealthInfo {
    QString state{}; // active, throttled, broken, paused, disabled
    QString stateReason{};
    QString breaker = QStringLiteral("closed"); // or "open", "half_open"
    QDateTime heldUntil{};
    QDateTime nextProbeAt{};
    std::uint64_t queued = 0; // ready to be sent
    std::uint64_t waiting = 0; // for their next attempt
    std::uint64_t inFlight = 0;
    QDateTime oldestWaitingAt{};
    std::uint64_t consecutiveFailures = 0;
    QDateTime lastSuccessAt{};
    std::uint64_t p50Microseconds = 0; // of attempts in the last 24 h
    std::uint64_t p95Microseconds = 0;
    QList<HealthHour> hours{}; // 24, oldest first
    std::uint64_t filteredMessages = 0; // that the filter left out

    std::uint64_t succeeded() const; // in the last 24 h
    std::uint64_t failed() const;
};

Result<WebhookHealthInfo> webhookHealthFrom(const QJsonObject &json);
Result<QHash<QString, WebhookHealthInfo>> webhookHealthsFrom(const QJsonObject &json); // by id

} // namespace parley::client
