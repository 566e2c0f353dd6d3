#include "server/client/delivery_event.h"

#include "server/client/json_reader.h"

namespace parley::client {
namespace {

// Absent is fine; there but broken fails the whole event.
template <typename T>
Result<void> readInto(std::optional<T> &target, const QJsonObject &json, const char *name,
                      Result<T> (*decode)(const QJsonObject &))
{
    const auto member = json.value(QLatin1String(name));
    if (!member.isObject())
        return {};
    auto value = decode(member.toObject());
    if (!value)
        return value.error();
    target = *std::move(value);
    return {};
}

} // namespace

Result<DeliveryEvent> deliveryEventFrom(const Item &item)
{
    const auto object = jsonObjectFrom(item.payload);
    if (!object)
        return object.error();
    DeliveryEvent event;
    if (const auto done = readInto(event.delivery, *object, "delivery", &deliveryInfoFrom); !done)
        return done.error();
    if (const auto done = readInto(event.attempt, *object, "attempt", &attemptInfoFrom); !done)
        return done.error();
    if (const auto done = readInto(event.webhook, *object, "webhook", &webhookInfoFrom); !done)
        return done.error();
    return event;
}

} // namespace parley::client
