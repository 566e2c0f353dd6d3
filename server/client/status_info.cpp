#include "server/client/status_info.h"

#include "server/client/json_reader.h"

namespace parley::client {

Result<StatusInfo> statusInfoFrom(const QJsonObject &json)
{
    JsonReader reader(json, "status");
    StatusInfo info;
    info.version = reader.text("version");
    info.startedAt = reader.time("startedAt");
    info.connections = reader.number("connections");
    info.sessions = reader.numberOr("sessions", 0);
    info.subscriptions = reader.numberOr("subscriptions", 0);
    info.topics = reader.numberOr("topics", 0);
    info.publishedMessages = reader.number("publishedMessages");
    info.publishedBytes = reader.numberOr("publishedBytes", 0);
    info.deliveredMessages = reader.number("deliveredMessages");
    info.sentBytes = reader.numberOr("sentBytes", 0);
    if (reader.failed())
        return reader.error();
    return info;
}

} // namespace parley::client
