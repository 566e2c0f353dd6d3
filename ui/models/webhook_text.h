#pragma once

#include <QDateTime>
#include <QString>
#include <QStringList>

#include "server/client/webhook_health_info.h"
#include "server/client/webhook_info.h"

// Webhooks and how they do, in words. Thread: any.
namespace parley::ui {

QString shownName(const client::WebhookInfo &webhook); // its name, else what it calls
QString targetText(const QString &url); // "function echo", "Lambda shop in eu-central-1", the URL
QString topicsText(const client::WebhookInfo &webhook); // "orders", "topics orders-…"

//! What a webhook does, a sentence each: what is sent where, when again, in which order, how fast.
QStringList webhookSentences(const client::WebhookInfo &webhook);

QString webhookStateWord(const QString &state); // "active", "held back", "broken"…
QString signedState(const QString &state); // the state of tables that has the sign for it
QString breakerText(const client::WebhookHealthInfo &health, const QDateTime &now);
//! What is wrong and what happens next; "" while all is well.
QString healthProblem(const client::WebhookHealthInfo &health, const QDateTime &now);
QString queueText(const client::WebhookHealthInfo &health, const QDateTime &now);
QString shortQueueText(const client::WebhookHealthInfo &health,
                       const QDateTime &now); // "37, 12 min"
//! "98.2 %" of the attempts in the last 24 h; "–" when there were none.
QString successText(const client::WebhookHealthInfo &health);
//! "Newest made 3 days ago. One older secret still signs, until 19:00 UTC, in 58 min."
QString secretsText(const QList<client::WebhookSecretInfo> &secrets, const QDateTime &now);

} // namespace parley::ui
