#include "server/client/admin_client.h"

#include "server/client/http_exchange.h"
#include "server/client/json_reader.h"

namespace parley::client {
namespace {

using Request = HttpClient::Request;

Result<HistoryPage> historyPageFrom(const QJsonObject &json)
{
    JsonReader reader(json, "page of history");
    HistoryPage page;
    for (const auto &element : reader.objects("items")) {
        auto item = itemFrom(element);
        if (!item)
            return item.error();
        page.items.append(*std::move(item));
    }
    if (json.value(QLatin1String("next")).isObject())
        page.next = JsonReader(reader.object("next"), "next").position();
    if (reader.failed())
        return reader.error();
    return page;
}

Result<Position> positionFrom(const QJsonObject &json)
{
    JsonReader reader(json, "ack");
    const auto position = reader.position();
    if (reader.failed())
        return reader.error();
    return position;
}

} // namespace

AdminClient::AdminClient(QObject *parent) : QObject(parent) {}

void AdminClient::status(QObject *context, Answer<StatusInfo> answer)
{
    exchange(m_http, listRequest("status"), context, answer, valueReader(&statusInfoFrom));
}

void AdminClient::topics(QObject *context, Answer<QList<TopicInfo>> answer)
{
    exchange(m_http, listRequest("topics"), context, answer, listReader("topics", &topicInfoFrom));
}

void AdminClient::topic(const TopicAddress &address, QObject *context, Answer<TopicInfo> answer)
{
    exchange(m_http, topicRequest("GET", "topics", address), context, answer,
             valueReader(&topicInfoFrom));
}

void AdminClient::makeTopic(const TopicAddress &address, const QString &durability,
                            QObject *context, Answer<TopicInfo> answer)
{
    auto request = topicRequest("PUT", "topics", address);
    if (request)
        request = withJson(*request, {{QStringLiteral("durability"), durability}});
    exchange(m_http, request, context, answer, valueReader(&topicInfoFrom));
}

void AdminClient::deleteTopic(const TopicAddress &address, QObject *context, Answer<Nothing> answer)
{
    exchange(m_http, topicRequest("DELETE", "topics", address), context, answer, nothingFrom);
}

void AdminClient::subscribers(const TopicAddress &address, QObject *context,
                              Answer<QList<SubscriberInfo>> answer)
{
    exchange(m_http, topicRequest("GET", "subscribers", address), context, answer,
             listReader("subscribers", &subscriberInfoFrom));
}

void AdminClient::history(const TopicAddress &address, Position after, int limit, QObject *context,
                          Answer<HistoryPage> answer)
{
    auto request = topicRequest("GET", "history", address);
    if (request) {
        request->query.addQueryItem(QStringLiteral("limit"), QString::number(limit));
        if (after.page != 0)
            request->query.addQueryItem(
                QStringLiteral("after"),
                QStringLiteral("%1-%2").arg(after.page).arg(after.sequence));
    }
    exchange(m_http, request, context, answer, valueReader(&historyPageFrom));
}

void AdminClient::publish(const TopicAddress &address, const QByteArray &payload, bool isText,
                          QObject *context, Answer<Position> answer)
{
    auto request = topicRequest("POST", "publish", address);
    if (request) {
        request->contentType = isText ? "text/plain; charset=utf-8" : "application/octet-stream";
        request->body = payload;
    }
    exchange(m_http, request, context, answer, valueReader(&positionFrom));
}

void AdminClient::webhooks(QObject *context, Answer<QList<WebhookInfo>> answer)
{
    exchange(m_http, listRequest("webhooks"), context, answer,
             listReader("webhooks", &webhookInfoFrom));
}

void AdminClient::deliveries(const DeliveryQuery &query, QObject *context,
                             Answer<DeliveryPage> answer)
{
    auto request = listRequest("deliveries");
    for (const auto &[name, value] : queryItems(query))
        addToQuery(request, name.toLatin1().constData(), value);
    addToQuery(request, "before", query.before);
    addToQuery(request, "limit", QString::number(query.limit));
    exchange(m_http, Result<Request>(request), context, answer, valueReader(&deliveryPageFrom));
}

void AdminClient::delivery(const QString &id, QObject *context, Answer<DeliveryInfo> answer)
{
    exchange(m_http, idRequest("GET", "deliveries", id), context, answer,
             valueReader(&deliveryInfoFrom));
}

void AdminClient::attempts(const QString &deliveryId, QObject *context,
                           Answer<QList<AttemptInfo>> answer)
{
    exchange(m_http, idRequest("GET", "deliveries", deliveryId, "/attempts"), context, answer,
             listReader("attempts", &attemptInfoFrom));
}

void AdminClient::retryDelivery(const QString &id, QObject *context, Answer<Nothing> answer)
{
    exchange(m_http, idRequest("POST", "deliveries", id, "/retry"), context, answer, nothingFrom);
}

void AdminClient::cancelDelivery(const QString &id, QObject *context, Answer<Nothing> answer)
{
    exchange(m_http, idRequest("POST", "deliveries", id, "/cancel"), context, answer, nothingFrom);
}

void AdminClient::functions(QObject *context, Answer<FunctionsInfo> answer)
{
    exchange(m_http, listRequest("functions"), context, answer, valueReader(&functionsInfoFrom));
}

} // namespace parley::client
