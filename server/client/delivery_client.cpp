#include "server/client/delivery_client.h"

#include <QJsonArray>

namespace parley::client {
namespace {

constexpr std::chrono::seconds kPlanPatience{60}; // a text is looked for in all that is kept

// Lists stand as lists, the pattern as an object; the broker says what is wrong with either.
QJsonObject replayJson(const DeliveryQuery &query)
{
    QJsonObject json;
    for (const auto &[name, value] : queryItems(query)) {
        const bool isList = name == u"state" || name == u"status" || name == u"outcome";
        const auto pattern = QJsonDocument::fromJson(query.json);
        if (isList)
            json.insert(name, QJsonArray::fromStringList(value.split(u',')));
        else if (name == u"json" && pattern.isObject())
            json.insert(name, pattern.object());
        else if (name == u"from" || name == u"to")
            json.insert(name, value.toLongLong());
        else
            json.insert(name, value);
    }
    return json;
}

Result<QString> idFrom(const QJsonObject &json)
{
    JsonReader reader(json, "answer");
    const QString id = reader.text("id");
    if (reader.failed())
        return reader.error();
    return id;
}

Result<QStringList> headerLinesFrom(const QJsonObject &json)
{
    QStringList lines;
    for (const auto &value : json.value(QLatin1String("headers")).toArray()) {
        JsonReader reader(value.toObject(), "header");
        const QString name = reader.text("name");
        lines.append(name + QStringLiteral(": ") + reader.text("value"));
        if (reader.failed())
            return reader.error();
    }
    return lines;
}

// An answer that has begun cannot fail any more: its end tells.
bool isWhole(const QByteArray &bytes, const QString &format)
{
    if (format == QLatin1String("har"))
        return bytes.endsWith("]}}\n");
    if (format == QLatin1String("curl"))
        return bytes.endsWith("# the end\n");
    const auto lastLine = bytes.lastIndexOf('\n', -2) + 1; // -1: there is one line
    return !QByteArrayView(bytes).sliced(lastLine).startsWith("{\"error\":");
}

} // namespace

Result<RetentionInfo> retentionInfoFrom(const QJsonObject &json)
{
    JsonReader reader(json, "retention");
    RetentionInfo info;
    info.days = static_cast<int>(reader.number("days"));
    info.failedDays = static_cast<int>(reader.number("failedDays"));
    info.megabytes = static_cast<int>(reader.number("megabytes"));
    info.deliveries = reader.number("deliveries");
    info.bytes = reader.number("bytes");
    info.maxDeliveries = reader.number("maxDeliveries");
    if (reader.failed())
        return reader.error();
    return info;
}

Result<ReplayInfo> replayInfoFrom(const QJsonObject &json)
{
    JsonReader reader(json, "replay");
    ReplayInfo info;
    info.id = reader.text("id");
    info.state = reader.text("state");
    info.count = reader.number("count");
    info.counted = reader.flagOr("counted", true);
    info.done = reader.numberOr("done", 0);
    info.failed = reader.numberOr("failed", 0);
    if (reader.failed())
        return reader.error();
    for (const auto &value : json.value(QLatin1String("sample")).toArray()) {
        auto delivery = deliveryInfoFrom(value.toObject());
        if (!delivery)
            return delivery.error();
        info.sample.append(*std::move(delivery));
    }
    return info;
}

void DeliveryClient::resend(const QString &id, const QByteArray &body, QObject *context,
                            Answer<QString> answer)
{
    auto request = idRequest("POST", "deliveries", id, "/resend");
    if (request)
        request = withJson(*request, {{QStringLiteral("body"), QString::fromUtf8(body)}});
    exchange(m_http, request, context, answer, valueReader(&idFrom));
}

void DeliveryClient::sign(const QString &id, QObject *context, Answer<QStringList> answer)
{
    exchange(m_http, idRequest("POST", "deliveries", id, "/sign"), context, answer,
             valueReader(&headerLinesFrom));
}

void DeliveryClient::retention(QObject *context, Answer<RetentionInfo> answer)
{
    exchange(m_http, Result<HttpClient::Request>(listRequest("deliveries/retention")), context,
             answer, valueReader(&retentionInfoFrom));
}

void DeliveryClient::setRetention(const RetentionInfo &wanted, QObject *context,
                                  Answer<RetentionInfo> answer)
{
    auto request = withJson(listRequest("deliveries/retention"),
                            {{QStringLiteral("days"), wanted.days},
                             {QStringLiteral("failedDays"), wanted.failedDays},
                             {QStringLiteral("megabytes"), wanted.megabytes}});
    request.method = "PUT";
    exchange(m_http, Result<HttpClient::Request>(request), context, answer,
             valueReader(&retentionInfoFrom));
}

void DeliveryClient::forgetResponse(const QString &id, std::uint32_t attempt, QObject *context,
                                    Answer<Nothing> answer)
{
    const QByteArray verb = "/attempts/" + QByteArray::number(attempt) + "/response";
    exchange(m_http, idRequest("DELETE", "deliveries", id, verb.constData()), context, answer,
             nothingFrom);
}

void DeliveryClient::planReplay(const DeliveryQuery &query, QObject *context,
                                Answer<ReplayInfo> answer)
{
    auto request = postJson("replays", replayJson(query));
    request.patience = kPlanPatience;
    exchange(m_http, Result<HttpClient::Request>(request), context, answer,
             valueReader(&replayInfoFrom));
}

void DeliveryClient::runReplay(const QString &id, QObject *context, Answer<ReplayInfo> answer)
{
    exchange(m_http, idRequest("POST", "replays", id, "/run"), context, answer,
             valueReader(&replayInfoFrom));
}

void DeliveryClient::replay(const QString &id, QObject *context, Answer<ReplayInfo> answer)
{
    exchange(m_http, idRequest("GET", "replays", id), context, answer,
             valueReader(&replayInfoFrom));
}

void DeliveryClient::cancelReplay(const QString &id, QObject *context, Answer<Nothing> answer)
{
    exchange(m_http, idRequest("DELETE", "replays", id), context, answer, nothingFrom);
}

void DeliveryClient::exportAll(const ExportRequest &wanted, QObject *context,
                               Answer<QByteArray> answer)
{
    auto request = listRequest("deliveries/export");
    for (const auto &[name, value] : queryItems(wanted.query))
        addToQuery(request, name.toLatin1().constData(), value);
    addToQuery(request, "format", wanted.format);
    addToQuery(request, "redact", wanted.redact ? QStringLiteral("true") : QStringLiteral("false"));
    addToQuery(request, "signature",
               wanted.signature ? QStringLiteral("true") : QStringLiteral("false"));
    exchange(m_http, Result<HttpClient::Request>(request), context, answer,
             [format = wanted.format](const QByteArray &bytes) -> Result<QByteArray> {
                 if (isWhole(bytes, format))
                     return bytes;
                 return Error{ErrorCode::Unavailable,
                              "the broker broke the export off: not all of it is there"};
             });
}

} // namespace parley::client
