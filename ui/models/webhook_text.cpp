#include "ui/models/webhook_text.h"

#include <cmath>

#include <QCoreApplication>
#include <QLocale>

#include "ui/models/retry_text.h"
#include "ui/models/text_format.h"
#include "ui/models/webhook_target.h"

namespace parley::ui {
namespace {

QString hookWords(const char *text)
{
    return QCoreApplication::translate("WebhookText", text);
}

QString formatText(const QString &format)
{
    if (format == QLatin1String("standard"))
        return hookWords("as a Standard Webhooks body");
    if (format == QLatin1String("cloudevents"))
        return hookWords("as a CloudEvent");
    return hookWords("in Momento's format");
}

QString orderSentence(const client::WebhookInfo &webhook)
{
    const bool stalls = webhook.whenDead == QLatin1String("stall");
    const auto after = stalls
        ? hookWords("When one is given up, those behind it wait for a person.")
        : hookWords("When one is given up, those behind it go on.");
    if (webhook.ordering == QLatin1String("endpoint"))
        return hookWords("One after the other, in the order of publishing. ") + after;
    if (webhook.ordering == QLatin1String("key"))
        return (webhook.orderingKey == QLatin1String("topic")
                    ? hookWords("One after the other for each topic. ")
                    : hookWords("One after the other for each value of %1. ")
                          .arg(webhook.orderingKey))
            + after;
    return hookWords("In no certain order.");
}

QString paceSentence(const client::WebhookInfo &webhook)
{
    QStringList parts;
    parts.append(pluralText(std::uint64_t(webhook.concurrency), hookWords("one request at a time"),
                            hookWords("up to %1 requests at a time")));
    if (webhook.batchMessages > 1)
        parts.append(hookWords("up to %1 messages in each, collected for at most %2 ms")
                         .arg(webhook.batchMessages)
                         .arg(webhook.batchMilliseconds));
    if (webhook.perSecond > 0)
        parts.append(hookWords("at most %1 requests in a second")
                         .arg(countText(std::uint64_t(webhook.perSecond))));
    auto sentence = parts.join(QStringLiteral(", ")) + QLatin1Char('.');
    sentence[0] = sentence.at(0).toUpper();
    return sentence;
}

QString deadlineSentence(const client::WebhookInfo &webhook)
{
    const int seconds
        = webhook.deadlineSeconds > 0 ? webhook.deadlineSeconds : presetDeadline(webhook.schedule);
    const auto time = hookWords("An attempt may take %1.").arg(wholeSpanText(seconds));
    return webhook.clientErrors == QLatin1String("final") ? time + QLatin1Char(' ')
            + hookWords("An answer 4xx ends it, except 408, 409, 425 and 429.")
                                                          : time;
}

} // namespace

QString shownName(const client::WebhookInfo &webhook)
{
    return webhook.name.isEmpty() ? targetText(webhook.url) : webhook.name;
}

QString targetText(const QString &url)
{
    if (targetKindOf(url) == TargetKind::Function)
        return hookWords("function %1").arg(url.mid(9));
    const auto region = lambdaRegion(url);
    if (region.isEmpty())
        return url;
    return hookWords("Lambda %1 in %2").arg(url.section(QLatin1Char(':'), 6), region);
}

QString topicsText(const client::WebhookInfo &webhook)
{
    const auto &address = webhook.address;
    const auto topic = webhook.isPrefix() ? address.topic + QStringLiteral("…") : address.topic;
    return address.nameSpace == QLatin1String("default")
        ? topic
        : address.nameSpace + QLatin1Char('/') + topic;
}

QStringList webhookSentences(const client::WebhookInfo &webhook)
{
    const auto &address = webhook.address;
    auto from = webhook.isPrefix()
        ? hookWords("Messages of all topics that begin with “%1”").arg(address.topic)
        : hookWords("Messages of “%1”").arg(address.topic);
    if (address.nameSpace != QLatin1String("default"))
        from = hookWords("%1 in “%2”").arg(from, address.nameSpace);
    const auto which = webhook.filter ? hookWords("%1 that match the filter").arg(from) : from;
    const auto delays = webhook.schedule == QLatin1String("custom")
        ? webhook.delaySeconds
        : presetDelays(webhook.schedule);
    return {hookWords("%1 go to %2, %3.")
                .arg(which, targetText(webhook.url), formatText(webhook.format)),
            attemptsText(delays), deadlineSentence(webhook), orderSentence(webhook),
            paceSentence(webhook)};
}

QString webhookStateWord(const QString &state)
{
    if (state == QLatin1String("throttled"))
        return hookWords("held back");
    if (state == QLatin1String("active"))
        return hookWords("active");
    if (state == QLatin1String("broken"))
        return hookWords("broken");
    if (state == QLatin1String("paused"))
        return hookWords("paused");
    return state == QLatin1String("disabled") ? hookWords("disabled") : state;
}

QString signedState(const QString &state)
{
    if (state == QLatin1String("broken"))
        return QStringLiteral("dead");
    return state == QLatin1String("throttled") ? QStringLiteral("held") : state;
}

QString breakerText(const client::WebhookHealthInfo &health, const QDateTime &now)
{
    if (health.breaker == QLatin1String("half_open"))
        return hookWords("trying one");
    if (health.breaker != QLatin1String("open"))
        return hookWords("closed");
    return health.nextProbeAt.isValid()
        ? hookWords("open, %1").arg(relativeText(health.nextProbeAt, now))
        : hookWords("open");
}

QString healthProblem(const client::WebhookHealthInfo &health, const QDateTime &now)
{
    if (health.state == QLatin1String("disabled"))
        return health.stateReason.isEmpty()
            ? hookWords("It is disabled: nothing is sent until somebody enables it again.")
            : hookWords("It is disabled: %1. Nothing is sent until somebody enables it again.")
                  .arg(health.stateReason);
    if (health.state == QLatin1String("paused"))
        return health.stateReason.isEmpty()
            ? hookWords("It is paused. Messages are kept and sent when it is resumed.")
            : hookWords("It is paused: %1.").arg(health.stateReason);
    if (health.state == QLatin1String("throttled") && health.heldUntil.isValid())
        return hookWords("The endpoint asked for a break: it is called again %1.")
            .arg(relativeText(health.heldUntil, now));
    if (health.breaker == QLatin1String("open"))
        return (health.consecutiveFailures > 0
                    ? hookWords("The endpoint failed %1 times in a row. ")
                          .arg(countText(health.consecutiveFailures))
                    : hookWords("The endpoint failed too often. "))
            + (health.nextProbeAt.isValid()
                   ? hookWords("One delivery tries it %1; the others are held until it answers.")
                         .arg(relativeText(health.nextProbeAt, now))
                   : hookWords("Deliveries are held until it answers."));
    if (health.breaker == QLatin1String("half_open"))
        return hookWords(
            "One delivery is trying the endpoint; the others are held until it answers.");
    return {};
}

QString queueText(const client::WebhookHealthInfo &health, const QDateTime &now)
{
    const auto depth = health.queued + health.waiting + health.inFlight;
    if (depth == 0)
        return hookWords("nothing waits");
    auto text = hookWords("%1 (%2 on their way, %3 to be tried again)")
                    .arg(countText(depth), countText(health.inFlight), countText(health.waiting));
    if (health.oldestWaitingAt.isValid())
        text += hookWords(", oldest from %1").arg(relativeText(health.oldestWaitingAt, now));
    return text;
}

QString shortQueueText(const client::WebhookHealthInfo &health, const QDateTime &now)
{
    const auto depth = countText(health.queued + health.waiting + health.inFlight);
    return health.oldestWaitingAt.isValid()
        ? hookWords("%1, oldest %2").arg(depth, relativeText(health.oldestWaitingAt, now))
        : depth;
}

QString successText(const client::WebhookHealthInfo &health)
{
    const auto all = health.succeeded() + health.failed();
    if (all == 0)
        return QStringLiteral("–");
    // Never rounded up to "100 %" while something failed.
    const double percent = std::floor(double(health.succeeded()) * 1000.0 / double(all)) / 10.0;
    const bool isWhole = percent == std::floor(percent);
    return QStringLiteral("%1 %").arg(QLocale().toString(percent, 'f', isWhole ? 0 : 1));
}

QString secretsText(const QList<client::WebhookSecretInfo> &secrets, const QDateTime &now)
{
    if (secrets.isEmpty())
        return {};
    const auto &newest = secrets.first();
    auto text = newest.createdAt.isValid()
        ? hookWords("The newest was made %1.").arg(relativeText(newest.createdAt, now))
        : QString();
    const auto older = std::uint64_t(secrets.size()) - 1;
    if (older == 0)
        return text;
    QDateTime last;
    for (const auto &secret : secrets.mid(1))
        last = std::max(last, secret.validUntil);
    text += QLatin1Char(' ')
        + pluralText(older, hookWords("One older secret still signs"),
                     hookWords("%1 older secrets still sign"));
    return last.isValid() ? text + hookWords(", until %1.").arg(expiryText(last, now))
                          : text + QLatin1Char('.');
}

} // namespace parley::ui
