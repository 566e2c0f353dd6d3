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
    info.body = reader.textOr("body").toUtf8();
    if (reader.failed())
        return reader.error();
    return info;
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
