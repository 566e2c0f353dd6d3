#include "ui/models/delivery_text.h"

#include <QCoreApplication>
#include <QHash>

#include "ui/models/text_format.h"

namespace parley::ui {
namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("DeliveryText", text);
}

QString retryingWords(const client::DeliveryInfo &delivery, int inAll, const QDateTime &now)
{
    const auto number = countText(delivery.attempts + 1);
    const auto which = inAll > 0 ? tr("Retrying %1 of %2").arg(number, countText(quint64(inAll)))
                                 : tr("Retrying %1").arg(number);
    if (!delivery.nextAttemptAt.isValid())
        return which;
    if (delivery.nextAttemptAt <= now)
        return tr("%1, due now").arg(which);
    return tr("%1, next %2").arg(which, relativeText(delivery.nextAttemptAt, now));
}

// Sentences for the classes of server/types/attempt.h, without a status.
QString classSentence(const QString &outcome)
{
    static const QHash<QString, const char *> kSentences{
        {QStringLiteral("dns_error"),
         QT_TRANSLATE_NOOP("DeliveryText", "The name of the endpoint could not be looked up.")},
        {QStringLiteral("blocked_address"),
         QT_TRANSLATE_NOOP("DeliveryText", "The address is one that this webhook may not call.")},
        {QStringLiteral("connection_refused"),
         QT_TRANSLATE_NOOP("DeliveryText", "Nothing listens at that address.")},
        {QStringLiteral("connection_reset"),
         QT_TRANSLATE_NOOP("DeliveryText", "The endpoint cut the connection.")},
        {QStringLiteral("network_unreachable"),
         QT_TRANSLATE_NOOP("DeliveryText", "There is no way to that network.")},
        {QStringLiteral("tls_error"),
         QT_TRANSLATE_NOOP("DeliveryText", "The encrypted connection could not be trusted.")},
        {QStringLiteral("timeout_dns"),
         QT_TRANSLATE_NOOP("DeliveryText", "Looking up the name took too long.")},
        {QStringLiteral("timeout_connect"),
         QT_TRANSLATE_NOOP("DeliveryText", "The endpoint did not take the connection in time.")},
        {QStringLiteral("timeout_tls"),
         QT_TRANSLATE_NOOP("DeliveryText", "The TLS handshake took too long.")},
        {QStringLiteral("timeout_first_byte"),
         QT_TRANSLATE_NOOP("DeliveryText",
                           "The endpoint took the request and did not answer in time.")},
        {QStringLiteral("timeout_total"),
         QT_TRANSLATE_NOOP("DeliveryText", "The answer was not complete in time.")},
        {QStringLiteral("protocol_error"),
         QT_TRANSLATE_NOOP("DeliveryText", "The answer was not proper HTTP.")},
        {QStringLiteral("header_too_large"),
         QT_TRANSLATE_NOOP("DeliveryText", "The head of the answer was too large.")},
        {QStringLiteral("function_error"),
         QT_TRANSLATE_NOOP("DeliveryText", "The function said that it failed.")},
        {QStringLiteral("canceled"), QT_TRANSLATE_NOOP("DeliveryText", "Somebody canceled it.")},
        {QStringLiteral("unknown"),
         QT_TRANSLATE_NOOP("DeliveryText",
                           "The broker stopped during this attempt; it may have arrived.")},
    };
    const char *const sentence = kSentences.value(outcome, nullptr);
    return sentence ? tr(sentence) : QString();
}

QString statusSentence(int status)
{
    const auto number = QString::number(status);
    switch (status) {
    case 401:
    case 403:
        return tr("The endpoint answered %1: it does not accept who calls. Look at the "
                  "credentials.")
            .arg(number);
    case 404: return tr("The endpoint answered 404: there is nothing at that path.");
    case 410: return tr("The endpoint answered 410: it is gone for good.");
    case 413: return tr("The endpoint answered 413: the message is too large for it.");
    case 429: return tr("The endpoint answered 429: it wants fewer requests.");
    default: break;
    }
    if (status >= 500)
        return tr("The endpoint answered %1: it failed inside.").arg(number);
    if (status >= 400)
        return tr("The endpoint answered %1: it refuses this request.").arg(number);
    if (status >= 300)
        return tr("The endpoint answered %1: it points elsewhere, and webhooks do not follow.")
            .arg(number);
    return {};
}

} // namespace

int attemptsInAll(const QString &schedule)
{
    static const QHash<QString, int> kCounts{{QStringLiteral("standard"), 10},
                                             {QStringLiteral("chat"), 7},
                                             {QStringLiteral("momento"), 1}};
    return kCounts.value(schedule, 0);
}

QString deadReasonWords(const QString &reason)
{
    static const QHash<QString, const char *> kWords{
        {QStringLiteral("exhausted"),
         QT_TRANSLATE_NOOP("DeliveryText", "all attempts are used up")},
        {QStringLiteral("expired"), QT_TRANSLATE_NOOP("DeliveryText", "its time ran out")},
        {QStringLiteral("gone"), QT_TRANSLATE_NOOP("DeliveryText", "the endpoint is gone")},
        {QStringLiteral("aborted"),
         QT_TRANSLATE_NOOP("DeliveryText", "the endpoint wants no more of it")},
        {QStringLiteral("blocked"),
         QT_TRANSLATE_NOOP("DeliveryText", "the address is not allowed")},
        {QStringLiteral("rejected"), QT_TRANSLATE_NOOP("DeliveryText", "the endpoint refuses it")},
        {QStringLiteral("overflow"), QT_TRANSLATE_NOOP("DeliveryText", "too many wait already")},
    };
    const char *const words = kWords.value(reason, nullptr);
    return words ? tr(words) : reason;
}

QString deliveryWords(const client::DeliveryInfo &delivery, int inAll, const QDateTime &now)
{
    const QString &state = delivery.state;
    if (state == QLatin1String("delivered"))
        return delivery.attempts > 1
            ? tr("Delivered at attempt %1").arg(countText(delivery.attempts))
            : tr("Delivered");
    if (state == QLatin1String("dead"))
        return delivery.reason.isEmpty() ? tr("Failed")
                                         : tr("Failed: %1").arg(deadReasonWords(delivery.reason));
    if (state == QLatin1String("waiting"))
        return retryingWords(delivery, inAll, now);
    if (state == QLatin1String("held"))
        return tr("Held: its endpoint rests");
    if (state == QLatin1String("sending"))
        return tr("Sending");
    if (state == QLatin1String("queued"))
        return delivery.attempts > 0 ? tr("Queued again") : tr("Queued");
    if (state == QLatin1String("canceled"))
        return tr("Canceled");
    return state;
}

QString causeSentence(const client::AttemptInfo &attempt)
{
    if (attempt.succeeded())
        return attempt.responseTruncated ? tr("Delivered; the answer was longer than what is kept.")
                                         : tr("Delivered.");
    QString sentence = classSentence(attempt.outcome);
    if (sentence.isEmpty())
        sentence = statusSentence(attempt.httpStatus);
    if (sentence.isEmpty())
        sentence = attempt.outcome;
    // The broker knows more of it: "certificate has expired".
    const bool adds = !attempt.outcomeText.isEmpty()
        && attempt.outcomeText != QString::number(attempt.httpStatus);
    return adds ? sentence + QLatin1Char(' ') + attempt.outcomeText : sentence;
}

QString lastOutcomeText(const client::DeliveryInfo &delivery)
{
    if (delivery.lastStatus > 0)
        return QString::number(delivery.lastStatus);
    if (delivery.lastOutcome == QLatin1String("ok"))
        return tr("ok"); // a function's
    if (delivery.lastOutcome.startsWith(QLatin1String("timeout")))
        return tr("timeout");
    return QString(delivery.lastOutcome).replace(QLatin1Char('_'), QLatin1Char(' '));
}

} // namespace parley::ui
