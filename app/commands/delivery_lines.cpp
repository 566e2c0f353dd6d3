#include "app/commands/delivery_lines.h"

#include <QJsonDocument>
#include <QJsonObject>

#include "app/commands/terminal_text.h"

using namespace Qt::StringLiterals;

namespace parley::app {
namespace {

QByteArray lineOf(const QJsonObject &json)
{
    return QJsonDocument(json).toJson(QJsonDocument::Compact) + '\n';
}

QString timeText(const QDateTime &time)
{
    return time.toUTC().toString(Qt::ISODateWithMs);
}

QJsonValue timeOrNull(const QDateTime &time)
{
    return time.isValid() ? QJsonValue(timeText(time)) : QJsonValue();
}

} // namespace

QString deliveryLine(const client::DeliveryInfo &delivery)
{
    QString state = delivery.state;
    if (!delivery.reason.isEmpty())
        state += u':' + delivery.reason;
    const QString last = delivery.lastOutcome.isEmpty() ? u"-"_s
                                                        : delivery.lastOutcome
            + (delivery.lastStatus > 0 ? u' ' + QString::number(delivery.lastStatus) : QString());
    return u"%1\t%2\t%3\t%4/%5\t%6\t%7\t%8"_s.arg(
        delivery.id, timeText(delivery.createdAt), state, delivery.address.nameSpace,
        delivery.address.topic, delivery.webhookId, QString::number(delivery.attempts), last);
}

QString attemptLine(const client::AttemptInfo &attempt)
{
    return u"%1\t%2\t%3\t%4\t%5\t%6 ms\t%7\t%8"_s.arg(
        QString::number(attempt.number), timeText(attempt.startedAt), attempt.trigger,
        attempt.outcome, QString::number(attempt.httpStatus),
        QString::number(double(attempt.timing.total) / 1000.0, 'f', 1),
        harmless(attempt.outcomeText), harmless(attempt.decision));
}

QString replayLine(const client::ReplayInfo &replay)
{
    return u"%1\t%2\t%3%4 deliveries\t%5 queued again\t%6 failed"_s.arg(
        replay.id, replay.state, replay.counted ? QString() : u"at least "_s,
        QString::number(replay.count), QString::number(replay.done),
        QString::number(replay.failed));
}

QString retentionLine(const client::RetentionInfo &kept)
{
    return u"%1 days\tfailed ones %2 days\tat most %3 MiB\t%4 deliveries of %5\t%6 bytes"_s.arg(
        QString::number(kept.days), QString::number(kept.failedDays),
        QString::number(kept.megabytes), QString::number(kept.deliveries),
        QString::number(kept.maxDeliveries), QString::number(kept.bytes));
}

QByteArray deliveryJsonLine(const client::DeliveryInfo &delivery)
{
    QJsonObject json{{u"id"_s, delivery.id},
                     {u"webhookId"_s, delivery.webhookId},
                     {u"namespace"_s, delivery.address.nameSpace},
                     {u"topic"_s, delivery.address.topic},
                     {u"page"_s, qint64(delivery.position.page)},
                     {u"sequence"_s, qint64(delivery.position.sequence)},
                     {u"publisherId"_s, delivery.publisherId},
                     {u"createdAt"_s, timeText(delivery.createdAt)},
                     {u"state"_s, delivery.state},
                     {u"reason"_s, delivery.reason},
                     {u"attempts"_s, qint64(delivery.attempts)},
                     {u"nextAttemptAt"_s, timeOrNull(delivery.nextAttemptAt)},
                     {u"lastOutcome"_s, delivery.lastOutcome},
                     {u"lastStatus"_s, delivery.lastStatus}};
    if (delivery.bodyIsKnown)
        json.insert(u"body"_s, QString::fromUtf8(delivery.body));
    return lineOf(json);
}

QByteArray attemptJsonLine(const client::AttemptInfo &attempt)
{
    const client::TimingInfo &timing = attempt.timing;
    const QJsonObject phases{{u"dns"_s, qint64(timing.dns)},
                             {u"connect"_s, qint64(timing.connect)},
                             {u"tls"_s, qint64(timing.tls)},
                             {u"write"_s, qint64(timing.write)},
                             {u"firstByte"_s, qint64(timing.firstByte)},
                             {u"body"_s, qint64(timing.body)},
                             {u"total"_s, qint64(timing.total)}};
    return lineOf({{u"number"_s, qint64(attempt.number)},
                   {u"trigger"_s, attempt.trigger},
                   {u"startedAt"_s, timeText(attempt.startedAt)},
                   {u"outcome"_s, attempt.outcome},
                   {u"outcomeText"_s, attempt.outcomeText},
                   {u"httpStatus"_s, attempt.httpStatus},
                   {u"address"_s, attempt.address},
                   {u"tls"_s, attempt.tls},
                   {u"reusedConnection"_s, attempt.reusedConnection},
                   {u"timingMicroseconds"_s, phases},
                   {u"requestHead"_s, attempt.requestHead},
                   {u"responseHead"_s, attempt.responseHead},
                   {u"responseBody"_s, QString::fromUtf8(attempt.responseBody)},
                   {u"responseBytes"_s, qint64(attempt.responseBytes)},
                   {u"responseTruncated"_s, attempt.responseTruncated},
                   {u"decision"_s, attempt.decision}});
}

} // namespace parley::app
