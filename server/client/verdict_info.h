#pragma once

#include <QString>
#include <QStringList>

#include "server/base/result.h"
#include "server/client/item.h"

namespace parley::client {

// What a room decided about one message, from the system topic $events/verdicts. Tells an author
// who may read it why his message did not appear.
struct VerdictInfo {
    struct OfLanguage {
        QString language{};
        QString action{};
        QString rule{};
    };

    QString messageId{};
    QString publisherId{}; // of the author: an id alone can be anybody's
    QString room{};
    QString action{}; // allow, mask, hold, block
    QStringList rules{};
    QList<OfLanguage> languages{}; // each translation is judged again
};

Result<VerdictInfo> verdictInfoFrom(const Item &item);

} // namespace parley::client
