#pragma once

#include <cstdint>

#include <QDateTime>
#include <QJsonObject>
#include <QList>
#include <QString>

#include "server/base/result.h"
#include "server/client/item.h"

namespace parley::client {

// One administrative act, done or refused, from GET /v1/audit or the system topic $events/audit.
struct AuditInfo {
    std::uint64_t id = 0; // rising
    QDateTime time{};
    QString action{}; // "topic.created", "token.issued", ...; refused: what was tried
    QString actor{}; // id of a token, "broker", or "" for a stranger
    QString address{}; // it came from
    QString object{}; // to what
    QString outcome = QStringLiteral("done"); // or "refused"
    QString code{}; // why it was refused, "permission_denied"
    std::uint64_t count = 1; // refused ones of a kind within a minute
    QJsonObject before{}; // empty: nothing to say
    QJsonObject after{};

    bool isRefused() const { return outcome == QLatin1String("refused"); }
};

// Which acts to list; empty members ask for all.
struct AuditQuery {
    std::uint64_t before = 0; // id; 0: from the newest
    int limit = 100; // 1 to 1000
    QString action{};
    QString actor{};
    QString object{};
    QString outcome{}; // "done", "refused"
    QDateTime from{};
    QDateTime to{}; // the first moment that does not belong

    //! Whether the list would have \p act, whatever its page.
    bool takes(const AuditInfo &act) const;
};

struct AuditPage {
    QList<AuditInfo> entries{}; // newest first; few or none while there is a next
    std::uint64_t next = 0; // to ask before for more; 0: that was all
};

Result<AuditInfo> auditInfoFrom(const QJsonObject &json);
Result<AuditInfo> auditInfoFrom(const Item &item); // an event of the system topic
Result<AuditPage> auditPageFrom(const QJsonObject &json);

} // namespace parley::client
