#pragma once

#include <QJsonObject>
#include <QStringList>

#include "server/client/attempt_info.h"
#include "server/client/webhook_health_info.h"
#include "server/client/webhook_info.h"

// How webhooks look on the command line. Secrets are in none of these. Thread: main.
namespace parley::app {

QString webhookLine(const client::WebhookInfo &webhook); // id, state, topic, url, name: by tabs
QStringList webhookLines(const client::WebhookInfo &webhook); // all that is set, "word: value"
QStringList healthLines(const client::WebhookHealthInfo &health);
QStringList attemptLines(const client::AttemptInfo &attempt); // what came of it, then the answer

QJsonObject webhookJson(const client::WebhookInfo &webhook);
QJsonObject healthJson(const client::WebhookHealthInfo &health);
QJsonObject attemptJson(const client::AttemptInfo &attempt);

} // namespace parley::app
