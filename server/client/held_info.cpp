#include "server/client/held_info.h"

#include "server/client/json_reader.h"

namespace parley::client {

Result<HeldInfo> heldInfoFrom(const QJsonObject &json)
{
    JsonReader reader(json, "held message");
    HeldInfo info;
    info.id = qint64(reader.number("id"));
    info.messageId = reader.text("messageId");
    info.revision = int(reader.numberOr("revision", 1));
    info.senderId = reader.text("senderId");
    info.senderName = reader.textOr("senderName");
    info.text = reader.text("text");
    info.rule = reader.textOr("rule");
    info.category = reader.textOr("category");
    info.severity = int(reader.numberOr("severity", 0));
    info.heldAt = reader.time("heldAt");
    info.review = reader.text("review");
    info.reviewedAt = reader.timeOrNull("reviewedAt");
    info.reviewedBy = reader.textOr("reviewedBy");
    if (reader.failed())
        return reader.error();
    return info;
}

} // namespace parley::client
