#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QJsonObject>
#include <QMetaType>
#include <QString>

#include "server/base/result.h"
#include "server/client/topic_address.h"
#include "server/types/position.h"

namespace parley::client {

// One message as the broker hands it to a reader. The payload is data: text is shown plain, always.
struct Item {
    TopicAddress address{};
    Position position{};
    QDateTime time{}; // UTC, when the broker ordered it
    QString publisherId{}; // stamped by the broker
    QByteArray payload{}; // UTF-8 when isText
    bool isText = true;

    QString text() const { return isText ? QString::fromUtf8(payload) : QString(); }
};

Result<Item> itemFrom(const QJsonObject &json);

//! Payload members "text" or "base64" of \p json; an Error when neither is there or base64 is bad.
Result<QByteArray> payloadFrom(const QJsonObject &json);

} // namespace parley::client

Q_DECLARE_METATYPE(parley::client::Item)
