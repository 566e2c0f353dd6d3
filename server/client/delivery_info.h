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
    QString lastOutcome{}; // of its last attempt, such as http_5xx; empty: not tried, or not told
    int lastStatus = 0; // 0: no response
    QString batchId{}; // the delivery that its attempts are recorded with; empty: its own
    QByteArray body{}; // only in the answer for one delivery
    bool bodyIsKnown = false; // else the token may not read it

    bool isFinal() const
    {
        return state == QLatin1String("delivered") || state == QLatin1String("dead")
            || state == QLatin1String("canceled");
    }
};

// What to list; an empty member does not filter. Lists are words with commas in between.
struct DeliveryQuery {
    QString webhookId{};
    QString state{}; // list
    QString reason{};
    QString status{}; // list of 2xx, 3xx, 4xx, 5xx, none
    QString outcome{}; // list
    TopicAddress address{QString(), QString()};
    QString publisherId{};
    QDateTime from{}; // of the message
    QDateTime to{}; // the first moment that does not belong
    QString text{}; // in the body or an attempt's bytes
    QString id{};
    QByteArray json{}; // an event pattern on the payload
    QString before{}; // the id to page on from
    int limit = 100; // 1 to 500

    friend bool operator==(const DeliveryQuery &, const DeliveryQuery &) = default;
};

struct DeliveryPage {
    QList<DeliveryInfo> deliveries{}; // newest first; few or none while there is a next
    QString next{}; // for DeliveryQuery::before; empty at the end
};

//! The parameters of a request, without "before" and "limit".
QList<std::pair<QString, QString>> queryItems(const DeliveryQuery &query);

Result<DeliveryInfo> deliveryInfoFrom(const QJsonObject &json);
Result<DeliveryPage> deliveryPageFrom(const QJsonObject &json);

} // namespace parley::client
