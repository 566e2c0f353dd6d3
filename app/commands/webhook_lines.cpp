#include "app/commands/webhook_lines.h"

#include <QJsonArray>
#include <QJsonDocument>

#include "app/commands/terminal_text.h"

using namespace Qt::StringLiterals;

namespace parley::app {
namespace {

QJsonValue timeOrNull(const QDateTime &time)
{
    return time.isValid() ? QJsonValue(time.toMSecsSinceEpoch()) : QJsonValue(QJsonValue::Null);
}

QString timeText(const QDateTime &time)
{
    return time.isValid() ? time.toUTC().toString(Qt::ISODate) : u"-"_s;
}

QString topicText(const client::WebhookInfo &webhook)
{
    return webhook.address.nameSpace + u'/' + webhook.address.topic
        + (webhook.isPrefix() ? u"*"_s : QString());
}

QString millisecondsText(std::uint64_t microseconds)
{
    return u"%1 ms"_s.arg(double(microseconds) / 1000.0, 0, 'f', 1);
}

QJsonArray secretsJson(const client::WebhookInfo &webhook)
{
    QJsonArray secrets;
    for (const auto &secret : webhook.secrets)
        secrets.append(QJsonObject{{u"createdAt"_s, timeOrNull(secret.createdAt)},
                                   {u"validUntil"_s, timeOrNull(secret.validUntil)}});
    return secrets;
}

QString valueText(const QJsonValue &value)
{
    if (value.isArray())
        return QString::fromUtf8(QJsonDocument(value.toArray()).toJson(QJsonDocument::Compact));
    if (value.isObject())
        return QString::fromUtf8(QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact));
    return value.isNull() ? u"-"_s : value.toVariant().toString();
}

} // namespace

QString webhookLine(const client::WebhookInfo &webhook)
{
    return u"%1\t%2\t%3\t%4\t%5"_s.arg(webhook.id, webhook.state, topicText(webhook),
                                       harmless(webhook.url), harmless(webhook.name));
}

QStringList webhookLines(const client::WebhookInfo &webhook)
{
    QStringList lines;
    const auto json = webhookJson(webhook);
    for (auto each = json.begin(); each != json.end(); ++each)
        lines.append(u"%1: %2"_s.arg(each.key(), harmless(valueText(each.value()))));
    return lines;
}

QStringList healthLines(const client::WebhookHealthInfo &health)
{
    return {u"state: %1"_s.arg(health.state)
                + (health.stateReason.isEmpty() ? QString()
                                                : u" (%1)"_s.arg(harmless(health.stateReason))),
            u"last 24 h: %1 succeeded, %2 failed"_s.arg(health.succeeded()).arg(health.failed()),
            u"time: p50 %1, p95 %2"_s.arg(millisecondsText(health.p50Microseconds),
                                          millisecondsText(health.p95Microseconds)),
            u"breaker: %1, next probe %2"_s.arg(health.breaker, timeText(health.nextProbeAt)),
            u"held until: %1"_s.arg(timeText(health.heldUntil)),
            u"queued: %1, waiting: %2, in flight: %3, oldest waits since %4"_s.arg(health.queued)
                .arg(health.waiting)
                .arg(health.inFlight)
                .arg(timeText(health.oldestWaitingAt)),
            u"failures in a row: %1, last success %2"_s.arg(health.consecutiveFailures)
                .arg(timeText(health.lastSuccessAt)),
            u"left out by the filter: %1"_s.arg(health.filteredMessages)};
}

QStringList attemptLines(const client::AttemptInfo &attempt)
{
    QStringList lines{
        u"%1 %2 in %3\t%4"_s.arg(attempt.outcome)
            .arg(attempt.httpStatus)
            .arg(millisecondsText(attempt.timing.total), harmless(attempt.outcomeText))};
    if (attempt.responseIsText && !attempt.responseBody.isEmpty())
        lines.append(harmless(QString::fromUtf8(attempt.responseBody)));
    return lines;
}

QJsonObject webhookJson(const client::WebhookInfo &webhook)
{
    auto json = client::settingsJson(webhook);
    auto authentication = json[u"authentication"_s].toObject();
    authentication.remove(u"secret"_s);
    authentication.insert(u"hasSecret"_s, webhook.authentication.hasSecret);
    auto tls = json[u"tls"_s].toObject();
    tls.remove(u"key"_s);
    tls.insert(u"hasKey"_s, webhook.tls.hasKey);
    json.insert(u"authentication"_s, authentication);
    json.insert(u"tls"_s, tls);
    json.insert(u"id"_s, webhook.id);
    json.insert(u"namespace"_s, webhook.address.nameSpace);
    json.insert(u"topic"_s, webhook.address.topic);
    json.insert(u"match"_s, webhook.match);
    json.insert(u"publicKey"_s, webhook.publicKey);
    json.insert(u"secrets"_s, secretsJson(webhook));
    json.insert(u"state"_s, webhook.state);
    json.insert(u"stateReason"_s, webhook.stateReason);
    json.insert(u"createdAt"_s, timeOrNull(webhook.createdAt));
    return json;
}

QJsonObject healthJson(const client::WebhookHealthInfo &health)
{
    QJsonArray hours;
    for (const auto &hour : health.hours)
        hours.append(QJsonObject{{u"from"_s, timeOrNull(hour.from)},
                                 {u"succeeded"_s, qint64(hour.succeeded)},
                                 {u"failed"_s, qint64(hour.failed)}});
    return {{u"state"_s, health.state},
            {u"stateReason"_s, health.stateReason},
            {u"breaker"_s, health.breaker},
            {u"heldUntil"_s, timeOrNull(health.heldUntil)},
            {u"nextProbeAt"_s, timeOrNull(health.nextProbeAt)},
            {u"queued"_s, qint64(health.queued)},
            {u"waiting"_s, qint64(health.waiting)},
            {u"inFlight"_s, qint64(health.inFlight)},
            {u"oldestWaitingAt"_s, timeOrNull(health.oldestWaitingAt)},
            {u"consecutiveFailures"_s, qint64(health.consecutiveFailures)},
            {u"lastSuccessAt"_s, timeOrNull(health.lastSuccessAt)},
            {u"p50Microseconds"_s, qint64(health.p50Microseconds)},
            {u"p95Microseconds"_s, qint64(health.p95Microseconds)},
            {u"hours"_s, hours},
            {u"filteredMessages"_s, qint64(health.filteredMessages)}};
}

QJsonObject attemptJson(const client::AttemptInfo &attempt)
{
    return {{u"outcome"_s, attempt.outcome},
            {u"outcomeText"_s, attempt.outcomeText},
            {u"httpStatus"_s, attempt.httpStatus},
            {u"totalMicroseconds"_s, qint64(attempt.timing.total)},
            {u"address"_s, attempt.address},
            {u"requestHead"_s, attempt.requestHead},
            {u"responseHead"_s, attempt.responseHead},
            {attempt.responseIsText ? u"responseBody"_s : u"responseBodyBase64"_s,
             QString::fromUtf8(attempt.responseIsText ? attempt.responseBody
                                                      : attempt.responseBody.toBase64())},
            {u"responseTruncated"_s, attempt.responseTruncated}};
}

} // namespace parley::app
