#include "server/client/subscriber_info.h"

#include "server/client/json_reader.h"

namespace parley::client {

Result<SubscriberInfo> subscriberInfoFrom(const QJsonObject &json)
{
    JsonReader reader(json, "subscriber");
    SubscriberInfo info;
    info.connectionId = json.value(QLatin1String("connectionId")).toVariant().toString();
    info.transport = reader.text("transport");
    info.tokenId = reader.textOr("tokenId");
    info.label = reader.textOr("label");
    info.publisherId = reader.textOr("publisherId");
    info.address = reader.textOr("address");
    info.since = reader.timeOrNull("since");
    info.sequence = reader.numberOr("sequence", 0);
    info.lagMessages = reader.numberOr("lagMessages", 0);
    info.lagBytes = reader.numberOr("lagBytes", 0);
    info.lagSeconds = reader.numberOr("lagSeconds", 0);
    if (reader.failed())
        return reader.error();
    return info;
}

} // namespace parley::client
