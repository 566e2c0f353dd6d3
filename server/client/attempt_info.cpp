#include "server/client/attempt_info.h"

#include "server/client/json_reader.h"

namespace parley::client {
namespace {

TimingInfo timingFrom(const QJsonObject &json)
{
    const JsonReader reader(json, "timing");
    TimingInfo timing;
    timing.dns = reader.numberOr("dns", 0);
    timing.connect = reader.numberOr("connect", 0);
    timing.tls = reader.numberOr("tls", 0);
    timing.write = reader.numberOr("write", 0);
    timing.firstByte = reader.numberOr("firstByte", 0);
    timing.body = reader.numberOr("body", 0);
    timing.total = reader.numberOr("total", 0);
    return timing;
}

// "" when there is none or the base64 is broken: a body is for looking at, nothing depends on it.
void readResponseBody(const JsonReader &reader, AttemptInfo &info)
{
    info.responseIsText = !reader.json().contains(QLatin1String("responseBodyBase64"));
    info.responseBody = info.responseIsText
        ? reader.textOr("responseBody").toUtf8()
        : QByteArray::fromBase64(reader.textOr("responseBodyBase64").toLatin1());
}

} // namespace

Result<AttemptInfo> attemptInfoFrom(const QJsonObject &json)
{
    JsonReader reader(json, "attempt");
    AttemptInfo info;
    info.deliveryId = reader.textOr("deliveryId");
    info.number = static_cast<std::uint32_t>(reader.number("number"));
    info.trigger = reader.textOr("trigger");
    info.startedAt = reader.time("startedAt");
    info.outcome = reader.text("outcome");
    info.outcomeText = reader.textOr("outcomeText");
    info.httpStatus = static_cast<int>(reader.numberOr("httpStatus", 0));
    info.address = reader.textOr("address");
    info.tls = reader.textOr("tls");
    info.reusedConnection = reader.flagOr("reusedConnection", false);
    info.timing = timingFrom(json.value(QLatin1String("timing")).toObject());
    info.requestHead = reader.textOr("requestHead");
    info.responseHead = reader.textOr("responseHead");
    readResponseBody(reader, info);
    info.responseBytes = reader.numberOr("responseBytes", 0);
    info.responseTruncated = reader.flagOr("responseTruncated", false);
    info.decision = reader.textOr("decision");
    if (reader.failed())
        return reader.error();
    return info;
}

} // namespace parley::client
