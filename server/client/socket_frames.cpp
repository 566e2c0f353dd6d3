#include "server/client/socket_frames.h"

#include <QJsonDocument>

#include "server/client/json_reader.h"
#include "server/client/wire_error.h"

namespace parley::client {
namespace {

Position positionIn(JsonReader &reader, const char *name)
{
    return JsonReader(reader.object(name), name).position();
}

Result<ServerFrame> finished(const JsonReader &reader, ServerFrame frame)
{
    if (reader.failed())
        return reader.error();
    return frame;
}

QJsonObject command(const char *op, OperationId id, const TopicAddress &address)
{
    return {{QStringLiteral("op"), QLatin1String(op)},
            {QStringLiteral("id"), id},
            {QStringLiteral("namespace"), address.nameSpace},
            {QStringLiteral("topic"), address.topic}};
}

QString compact(const QJsonObject &json)
{
    return QString::fromUtf8(QJsonDocument(json).toJson(QJsonDocument::Compact));
}

QJsonValue fromMember(const Start &start)
{
    switch (start.from) {
    case Start::From::Latest: return QStringLiteral("latest");
    case Start::From::Earliest: return QStringLiteral("earliest");
    case Start::From::Last: return QJsonObject{{QStringLiteral("last"), start.last}};
    case Start::From::After: break;
    }
    const QJsonObject position{
        {QStringLiteral("page"), static_cast<qint64>(start.after.page)},
        {QStringLiteral("sequence"), static_cast<qint64>(start.after.sequence)}};
    return QJsonObject{{QStringLiteral("after"), position}};
}

Result<ServerFrame> decodeItem(const QJsonObject &json)
{
    auto item = itemFrom(json);
    if (!item)
        return item.error();
    return ServerFrame(*std::move(item));
}

} // namespace

Result<ServerFrame> serverFrameFrom(const QByteArray &text)
{
    const auto json = jsonObjectFrom(text);
    if (!json)
        return json.error();
    JsonReader reader(*json, "frame");
    const auto type = reader.text("type");
    const auto id = static_cast<OperationId>(reader.numberOr("id", 0));
    if (type == QLatin1String("item"))
        return decodeItem(*json);
    if (type == QLatin1String("subscribed"))
        return finished(
            reader,
            Subscribed{id, reader.topicAddress(), reader.position(), reader.numberOr("last", 0)});
    if (type == QLatin1String("ack")) {
        const bool stored = reader.textOr("ack") == QLatin1String("stored");
        return finished(reader, Acknowledged{id, reader.position(), stored});
    }
    if (type == QLatin1String("gap")) {
        const Gap gap{reader.topicAddress(), positionIn(reader, "after"),
                      positionIn(reader, "next")};
        return finished(reader, gap);
    }
    if (type == QLatin1String("closed"))
        return finished(reader,
                        Closed{reader.topicAddress(), wireErrorFrom(reader.object("error"))});
    if (type == QLatin1String("error"))
        return finished(reader, Refused{id, wireErrorFrom(reader.object("error"))});
    if (type == QLatin1String("heartbeat"))
        return finished(reader, Heartbeat{reader.timeOrNull("time")});
    return finished(reader, OtherFrame{id, type});
}

QString subscribeFrame(OperationId id, const TopicAddress &address, const Start &start)
{
    auto json = command("subscribe", id, address);
    json.insert(QStringLiteral("from"), fromMember(start));
    return compact(json);
}

QString unsubscribeFrame(OperationId id, const TopicAddress &address)
{
    return compact(command("unsubscribe", id, address));
}

QString publishFrame(OperationId id, const TopicAddress &address, const QByteArray &payload,
                     bool isText)
{
    auto json = command("publish", id, address);
    if (isText)
        json.insert(QStringLiteral("text"), QString::fromUtf8(payload));
    else
        json.insert(QStringLiteral("base64"), QString::fromLatin1(payload.toBase64()));
    return compact(json);
}

} // namespace parley::client
