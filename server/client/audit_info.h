#pragma once

#include <QDateTime>
#include <QString>

#include "server/base/result.h"
#include "server/client/item.h"

namespace parley::client {

// One administrative act, from the system topic $events/audit.
struct AuditInfo {
    Position position{};
    QDateTime time{};
    QString action{}; // "topic.created", "token.issued", ...
    QString actor{}; // who did it
    QString object{}; // to what
    QString detail{};
};

Result<AuditInfo> auditInfoFrom(const Item &item);

} // namespace parley::client
