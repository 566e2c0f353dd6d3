#pragma once

#include <QByteArray>
#include <QStringList>

#include "server/client/audit_info.h"

namespace parley::client {

// The audit as files that other programs read. Thread: any.

//! One row of RFC 4180, CRLF at its end. A cell that a spreadsheet would take for a formula,
//! because it begins with = + - @ a tab or a line break, gets an apostrophe in front (OWASP, CSV
//! injection).
QByteArray csvRow(const QStringList &cells);

QByteArray auditCsvHead(); // names of the columns, after the mark that says UTF-8
QByteArray auditCsvRow(const AuditInfo &act); // before and after as JSON texts

//! One JSON object and a line break. \c before and \c after are null when there is nothing to say.
QByteArray auditJsonLine(const AuditInfo &act);

} // namespace parley::client
