#pragma once

#include <QDateTime>
#include <QJsonObject>
#include <QString>

#include "server/base/result.h"

namespace parley::client {

// A message that a room's moderation held. Its texts are people's: plain, wherever they are shown.
struct HeldInfo {
    qint64 id = 0;
    QString messageId{};
    int revision = 1;
    QString senderId{};
    QString senderName{};
    QString text{};
    QString rule{};
    QString category{};
    int severity = 0;
    QDateTime heldAt{};
    QString review{}; // waiting, approved or denied
    QDateTime reviewedAt{}; // invalid while it waits
    QString reviewedBy{}; // token id
};

Result<HeldInfo> heldInfoFrom(const QJsonObject &json);

} // namespace parley::client
