#pragma once

#include <optional>

#include <QJsonObject>
#include <QList>
#include <QString>

#include "server/base/result.h"
#include "server/client/grant_info.h"
#include "server/client/topic_address.h"

namespace parley::client {

// "May this token do that?" With neither id nor secret, it is asked of the caller's own token.
struct PermissionQuery {
    QString tokenId{};
    QByteArray secret{}; // instead of the id; sent in a body, never in an address
    QString action
        = QStringLiteral("publish"); // or "subscribe", "history", "manage", "tokens.write"...
    TopicAddress address{}; // not for actions on an area of administration
};

struct PermissionAnswer {
    bool allowed = false;
    bool byAdmin = false; // allowed without a grant
    std::optional<GrantInfo> grant{}; // that allowed it; when denied, the nearest one
    QString reason{}; // of a denial: "no_grant", "expired", "revoked", "used", ...
    QString missing{}; // from the nearest grant: "role", "namespace", "topic"; "": nothing to say
    QString sentence{}; // the broker's words for a person
};

// One token that may do something with a topic, and why.
struct PermittedToken {
    QString id{};
    QString label{};
    QString publisherId{};
    bool byAdmin = false;
    std::optional<GrantInfo> grant{};
};

// Who may do what with one topic; active tokens only.
struct TopicPermissions {
    QList<PermittedToken> publish{};
    QList<PermittedToken> subscribe{};
    QList<PermittedToken> history{};
    QList<PermittedToken> manage{};
    bool truncated = false; // there are more
};

QJsonObject toJson(const PermissionQuery &query);
Result<PermissionAnswer> permissionAnswerFrom(const QJsonObject &json);
Result<TopicPermissions> topicPermissionsFrom(const QJsonObject &json);

} // namespace parley::client
