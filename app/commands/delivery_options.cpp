#include "app/commands/delivery_options.h"

using namespace Qt::StringLiterals;

namespace parley::app {
namespace {

// "2026-11-27", or with a clock time; without a zone it is this computer's.
Result<QDateTime> timeOption(const QCommandLineParser &parser, const QString &option)
{
    if (!parser.isSet(option))
        return QDateTime();
    const auto time = QDateTime::fromString(parser.value(option), Qt::ISODateWithMs);
    if (!time.isValid())
        return Error{ErrorCode::InvalidArgument,
                     "a time is written 2026-11-27 or 2026-11-27T14:00"};
    return time;
}

} // namespace

void addDeliveryOptions(QCommandLineParser &parser)
{
    parser.addOptions({
        {u"webhook"_s, u"Of this webhook."_s, u"ID"_s},
        {u"state"_s,
         u"queued, sending, waiting, held, delivered, dead or canceled; several with commas."_s,
         u"WORDS"_s},
        {u"reason"_s, u"Why it is dead: exhausted, expired, gone, ..."_s, u"WORD"_s},
        {u"status"_s, u"Of the last attempt: 2xx, 3xx, 4xx, 5xx, none; several with commas."_s,
         u"WORDS"_s},
        {u"outcome"_s, u"Of the last attempt: http_5xx, timeout_total, ..."_s, u"WORDS"_s},
        {u"namespace"_s, u"Namespace of the topic."_s, u"NAME"_s},
        {u"topic"_s, u"Messages of this topic."_s, u"TOPIC"_s},
        {u"publisher"_s, u"Messages of this publisher."_s, u"ID"_s},
        {u"from"_s, u"Messages since then: 2026-11-27 or 2026-11-27T14:00."_s, u"TIME"_s},
        {u"to"_s, u"Messages until then, without that moment."_s, u"TIME"_s},
        {u"text"_s, u"In the body, or in what an endpoint was sent or answered."_s, u"TEXT"_s},
        {u"id"_s, u"The webhook-id."_s, u"ID"_s},
        {u"match"_s, u"Event pattern on the payload, such as {\"kind\":[\"order\"]}."_s, u"JSON"_s},
    });
}

Result<client::DeliveryQuery> deliveryQueryOf(const QCommandLineParser &parser)
{
    client::DeliveryQuery query;
    query.webhookId = parser.value(u"webhook"_s);
    query.state = parser.value(u"state"_s);
    query.reason = parser.value(u"reason"_s);
    query.status = parser.value(u"status"_s);
    query.outcome = parser.value(u"outcome"_s);
    query.address = {parser.value(u"namespace"_s), parser.value(u"topic"_s)};
    query.publisherId = parser.value(u"publisher"_s);
    query.text = parser.value(u"text"_s);
    query.id = parser.value(u"id"_s);
    query.json = parser.value(u"match"_s).toUtf8();
    const auto from = timeOption(parser, u"from"_s);
    const auto to = timeOption(parser, u"to"_s);
    if (!from || !to)
        return from ? to.error() : from.error();
    query.from = *from;
    query.to = *to;
    return query;
}

} // namespace parley::app
