#pragma once

#include <cstdint>

#include <QByteArray>
#include <QDateTime>
#include <QJsonObject>
#include <QList>
#include <QString>

#include "server/base/result.h"
#include "server/client/topic_address.h"
#include "server/types/position.h"

namespace parley::client {

// One message on its way to one webhook.
struct DeliveryInfo {
    QString id{};
    QString webhookId{};
    TopicAddress address{};
    Position position{};
    QString publisherId{};
    QDateTime createdAt{};
    QString state{}; // queued, sending, waiting, held, delivered, dead, canceled
    QString reason{}; // why it is dead
    std::uint32_t attempts = 0; // made so far
    QDateTime nextAttemptAt{}; // valid while waiting
    QByteArray body{}; // only in the answer for one delivery

    bool isFinal() const
    {
        return state == QLatin1String("delivered") || state == QLatin1String("dead")
            || state == QLatin1String("canceled");
    }
};

// What to list; an empty member does not filter.
struct DeliveryQuery {
    QString webhookId{};
    QString state{};
    TopicAddress address{QString(), QString()};
    QString before{}; // the id to page on from
    int limit = 100; // 1 to 500
};

struct DeliveryPage {
    QList<DeliveryInfo> deliveries{}; // newest first
    QString next{}; // for DeliveryQuery::before; empty at the end
};

Result<DeliveryInfo> deliveryInfoFrom(const QJsonObject &json);
Result<DeliveryPage> deliveryPageFrom(const QJsonObject &json);

} // namespace parley::client
