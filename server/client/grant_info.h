#pragma once

#include <QJsonObject>
#include <QString>

#include "server/base/result.h"
#include "server/client/topic_address.h"

namespace parley::client {

// What a token allows: a role on some topics in one namespace or all.
struct GrantInfo {
    enum class Selector { Topic, Prefix, All };

    QString role = QStringLiteral("subscribe"); // "publish", "subscribe", "both"
    bool allNamespaces = false;
    QString nameSpace = QStringLiteral("default"); // unless allNamespaces
    Selector selector = Selector::Topic;
    QString topic{}; // name or prefix; empty for All

    //! \param role "publish" or "subscribe". The same rule as the broker's, for previews only.
    bool allows(const QString &role, const TopicAddress &address) const;
    friend bool operator==(const GrantInfo &, const GrantInfo &) = default;
};

Result<GrantInfo> grantInfoFrom(const QJsonObject &json);
QJsonObject toJson(const GrantInfo &grant);

} // namespace parley::client
