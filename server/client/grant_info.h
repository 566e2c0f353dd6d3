#pragma once

#include <QJsonObject>
#include <QString>

#include "server/base/result.h"
#include "server/client/topic_address.h"

namespace parley::client {

// What a token allows: a role on some topics in one namespace or all. In a template, name and
// namespace may hold variables such as {room}.
struct GrantInfo {
    enum class Selector { Topic, Prefix, All };

    QString role
        = QStringLiteral("subscribe"); // "publish", "subscribe", "both", "history", "manage"
    bool allNamespaces = false;
    QString nameSpace = QStringLiteral("default"); // unless allNamespaces
    Selector selector = Selector::Topic;
    QString topic{}; // name or prefix; empty for All

    //! \param right "publish", "subscribe", "history" or "manage". The same rule as the broker's,
    //! for previews only.
    bool allows(const QString &right, const TopicAddress &address) const;
    friend bool operator==(const GrantInfo &, const GrantInfo &) = default;
};

//! Whether \p role includes \p right; roles that this client does not know include nothing.
bool roleGives(const QString &role, const QString &right);

Result<GrantInfo> grantInfoFrom(const QJsonObject &json);
Result<QList<GrantInfo>> grantInfosFrom(const QList<QJsonObject> &list);
QJsonObject toJson(const GrantInfo &grant);

} // namespace parley::client
