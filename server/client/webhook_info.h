#pragma once

#include <QDateTime>
#include <QJsonObject>
#include <QString>

#include "server/base/result.h"
#include "server/client/topic_address.h"
#include "server/client/webhook_security.h"

namespace parley::client {

// A topic's push target, without its secrets.
struct WebhookInfo {
    QString id{};
    QString name{};
    TopicAddress address{};
    QString match = QStringLiteral("name"); // or "prefix": what address.topic is
    QString url{}; // http(s) address, "function:NAME", or the ARN of a Lambda function
    QString format = QStringLiteral("momento"); // or "standard", "cloudevents"
    QString level = QStringLiteral("public"); // or "lan", "local": how near the target may be

    QString schedule = QStringLiteral("standard"); // or "chat", "momento", "custom"
    QList<int> delaySeconds{}; // of custom, between attempts; empty: one attempt
    int deadlineSeconds = 0; // of an attempt; 0: the schedule's
    QString ordering = QStringLiteral("none"); // or "endpoint", "key"
    QString orderingKey = QStringLiteral("topic"); // or a JSON pointer into the payload
    QString whenDead = QStringLiteral("skip"); // or "stall": what its successors do
    int batchMessages = 1; // in one request, at most
    int batchMilliseconds = 50; // that a batch waits for more
    int concurrency = 8; // requests at the same time
    int perSecond = 0; // requests; 0: no bound
    QString clientErrors = QStringLiteral("retry"); // or "final": what a 4xx is
    std::optional<QJsonObject> filter{}; // on the payload; nullopt: all

    QString userAgent = QStringLiteral("parley"); // or "momento"
    QList<WebhookHeader> headers{};
    WebhookAuthentication authentication{};
    WebhookTls tls{};
    bool ed25519 = false; // a second signature that a public key proves
    QString publicKey{}; // "whpk_..."; empty without it
    QList<WebhookSecretInfo> secrets{}; // newest first

    QString state = QStringLiteral("active"); // or "paused", "disabled"
    QString stateReason{};
    QDateTime createdAt{};

    bool isPrefix() const { return match == QLatin1String("prefix"); }
    bool callsFunction() const { return url.startsWith(QLatin1String("function:")); }
    bool callsLambda() const { return url.startsWith(QLatin1String("arn:")); }
    QString functionName() const { return callsFunction() ? url.mid(9) : QString(); }
};

// The only answer that ever holds the secrets.
struct CreatedWebhook {
    WebhookInfo webhook{};
    QByteArray secret{}; // of Standard Webhooks, "whsec_..."
    QByteArray momentoSecret{};
};

Result<WebhookInfo> webhookInfoFrom(const QJsonObject &json);
//! Also of a rotation, where one of the two secrets is empty.
Result<CreatedWebhook> createdWebhookFrom(const QJsonObject &json);

//! All that can be changed, as it is on the wire.
QJsonObject settingsJson(const WebhookInfo &webhook);
//! Body of POST: what differs from a webhook that nothing was said about.
QJsonObject toJson(const WebhookInfo &webhook);
//! Body of PATCH: the settings of \p after that differ from \p before. Topic and match cannot
//! change.
QJsonObject changesJson(const WebhookInfo &before, const WebhookInfo &after);

} // namespace parley::client
