#pragma once

#include <QList>
#include <QString>

#include "server/client/audit_info.h"

namespace parley::ui {

// One member of what was administered, before and after an act. Thread: any.
struct AuditChange {
    QString member{};
    QString before{}; // "": it was not there, or off
    QString after{}; // "": it is gone, or off
    friend bool operator==(const AuditChange &, const AuditChange &) = default;
};

//! What differs between the act's before and after, in the order of names.
QList<AuditChange> auditChanges(const client::AuditInfo &act);

//! The same in one line, "durability: relaxed → durable  ·  topic: orders": without what stands
//! in the other columns. Of a refusal, why.
QString auditSummary(const client::AuditInfo &act);

} // namespace parley::ui
