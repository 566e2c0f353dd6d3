#pragma once

#include <QString>
#include <QStringList>

#include "server/base/result.h"
#include "server/client/item.h"

namespace parley::client {

// What a room decided about one message, from the system topic $events/verdicts. Tells an author
// who may read it why his message did not appear.
struct VerdictInfo {
    QString messageId{};
    QString room{};
    QString action{}; // allow, mask, hold, block
    QStringList rules{};
};

Result<VerdictInfo> verdictInfoFrom(const Item &item);

} // namespace parley::client
