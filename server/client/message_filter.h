#pragma once

#include <optional>

#include <QByteArray>
#include <QJsonObject>
#include <QString>

#include "server/base/result.h"

namespace parley::client {

// What a webhook's filter says, by the same rules as in the broker, so that a person sees it while
// typing. Thread: any.

//! A pattern from what was typed. InvalidArgument names the member that is wrong.
Result<QJsonObject> messageFilterFrom(const QString &text);

//! Whether \p payload would be sent. nullopt: \p filter is no pattern.
std::optional<bool> filterLetsThrough(const QJsonObject &filter, const QByteArray &payload);

} // namespace parley::client
