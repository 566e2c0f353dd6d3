#include "server/client/item.h"

#include "server/client/json_reader.h"

namespace parley::client {

Result<QByteArray> payloadFrom(const QJsonObject &json)
{
    const auto text = json.value(QLatin1String("text"));
    if (text.isString())
        return text.toString().toUtf8();
    const auto coded = json.value(QLatin1String("base64"));
    if (!coded.isString())
        return Error{ErrorCode::Internal, "the broker sent an item without a payload"};
    const auto bytes = QByteArray::fromBase64Encoding(coded.toString().toLatin1(),
                                                      QByteArray::AbortOnBase64DecodingErrors);
    if (!bytes)
        return Error{ErrorCode::Internal, "the broker sent an item with broken base64"};
    return *bytes;
}

Result<Item> itemFrom(const QJsonObject &json)
{
    JsonReader reader(json, "item");
    Item item;
    item.address = reader.topicAddress();
    item.position = reader.position();
    item.time = reader.time("time");
    item.publisherId = reader.textOr("publisherId");
    item.isText = json.contains(QLatin1String("text"));
    if (reader.failed())
        return reader.error();
    auto payload = payloadFrom(json);
    if (!payload)
        return payload.error();
    item.payload = *std::move(payload);
    return item;
}

} // namespace parley::client
