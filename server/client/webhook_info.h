#pragma once

#include <QDateTime>
#include <QJsonObject>
#include <QString>

#include "server/base/result.h"
#include "server/client/topic_address.h"

namespace parley::client {

// A topic's push target, without its secrets.
struct WebhookInfo {
    QString id{};
    QString name{};
    TopicAddress address{};
    QString url{}; // http(s) address, or "function:NAME"
    QString format = QStringLiteral("momento"); // or "standard"
    QString schedule = QStringLiteral("standard"); // or "chat", "momento"
    QString level = QStringLiteral("public"); // or "lan", "local": how near the target may be
    QString state = QStringLiteral("active"); // or "paused", "disabled"
    QString stateReason{};
    QDateTime createdAt{};

    bool callsFunction() const { return url.startsWith(QLatin1String("function:")); }
};

// The only answer that ever holds the secrets.
struct CreatedWebhook {
    WebhookInfo webhook{};
    QByteArray secret{}; // of Standard Webhooks, "whsec_..."
    QByteArray momentoSecret{};
};

Result<WebhookInfo> webhookInfoFrom(const QJsonObject &json);
Result<CreatedWebhook> createdWebhookFrom(const QJsonObject &json);
//! Body of POST when \p isNew, else of PATCH (which cannot move a webhook to another topic).
QJsonObject toJson(const WebhookInfo &webhook, bool isNew);

} // namespace parley::client
