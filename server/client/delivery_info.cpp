#include "server/client/delivery_info.h"

#include "server/client/json_reader.h"

namespace parley::client {

Result<DeliveryInfo> deliveryInfoFrom(const QJsonObject &json)
{
    JsonReader reader(json, "delivery");
    DeliveryInfo info;
    info.id = reader.text("id");
    info.webhookId = reader.text("webhookId");
    info.address = reader.topicAddress();
    info.position = reader.position();
    info.publisherId = reader.textOr("publisherId");
    info.createdAt = reader.time("createdAt");
    info.state = reader.text("state");
    info.reason = reader.textOr("reason");
    info.attempts = static_cast<std::uint32_t>(reader.numberOr("attempts", 0));
    info.nextAttemptAt = reader.timeOrNull("nextAttemptAt");
    info.lastOutcome = reader.textOr("lastOutcome");
    info.lastStatus = static_cast<int>(reader.numberOr("lastStatus", 0));
    info.batchId = reader.textOr("batchId");
    info.bodyIsKnown = json.contains(QLatin1String("body"));
    info.body = reader.textOr("body").toUtf8();
    if (json.contains(QLatin1String("bodyBase64"))) {
        info.bodyIsKnown = true;
        info.body = QByteArray::fromBase64(reader.textOr("bodyBase64").toLatin1());
    }
    if (reader.failed())
        return reader.error();
    return info;
}

QList<std::pair<QString, QString>> queryItems(const DeliveryQuery &query)
{
    QList<std::pair<QString, QString>> items;
    const auto add = [&items](const char *name, const QString &value) {
        if (!value.isEmpty())
            items.emplaceBack(QLatin1String(name), value);
    };
    const auto addTime = [&add](const char *name, const QDateTime &time) {
        if (time.isValid())
            add(name, QString::number(time.toMSecsSinceEpoch()));
    };
    add("webhook", query.webhookId);
    add("state", query.state);
    add("reason", query.reason);
    add("status", query.status);
    add("outcome", query.outcome);
    add("namespace", query.address.nameSpace);
    add("topic", query.address.topic);
    add("publisher", query.publisherId);
    addTime("from", query.from);
    addTime("to", query.to);
    add("text", query.text);
    add("id", query.id);
    add("json", QString::fromUtf8(query.json));
    return items;
}

Result<DeliveryPage> deliveryPageFrom(const QJsonObject &json)
{
    JsonReader reader(json, "page of deliveries");
    DeliveryPage page;
    const auto elements = reader.objects("deliveries");
    page.next = reader.textOr("next");
    if (reader.failed())
        return reader.error();
    for (const auto &element : elements) {
        auto delivery = deliveryInfoFrom(element);
        if (!delivery)
            return delivery.error();
        page.deliveries.append(*std::move(delivery));
    }
    return page;
}

} // namespace parley::client
