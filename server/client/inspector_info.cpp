#include "server/client/inspector_info.h"

#include <QJsonArray>

#include "server/client/json_reader.h"

using namespace Qt::StringLiterals;

namespace parley::client {
namespace {

HeaderList headersOf(JsonReader &reader)
{
    HeaderList headers;
    for (const auto &header : reader.objects("headers")) {
        const JsonReader inner(header, "header");
        headers.append({inner.textOr("name"), inner.textOr("value")});
    }
    return headers;
}

} // namespace

Result<InspectorInfo> inspectorInfoFrom(const QJsonObject &json)
{
    JsonReader reader(json, "inspector");
    InspectorInfo info;
    info.isOn = reader.flagOr("on", false);
    info.status = int(reader.number("status"));
    info.delayMilliseconds = int(reader.number("delayMilliseconds"));
    info.headers = headersOf(reader);
    info.body = reader.text("body");
    info.address = reader.text("address");
    if (reader.failed())
        return reader.error();
    return info;
}

QJsonObject toJson(const InspectorInfo &info)
{
    QJsonArray headers;
    for (const auto &[name, value] : info.headers)
        headers.append(QJsonObject{{u"name"_s, name}, {u"value"_s, value}});
    return {{u"on"_s, info.isOn},
            {u"status"_s, info.status},
            {u"delayMilliseconds"_s, info.delayMilliseconds},
            {u"headers"_s, headers},
            {u"body"_s, info.body}};
}

Result<InspectedRequestInfo> inspectedRequestFrom(const QJsonObject &json)
{
    JsonReader reader(json, "inspected request");
    InspectedRequestInfo info;
    info.id = reader.number("id");
    info.time = reader.time("time");
    info.peer = reader.textOr("peer");
    info.method = reader.text("method");
    info.target = reader.text("target");
    info.headers = headersOf(reader);
    info.body = json.contains("bodyBase64"_L1)
        ? QByteArray::fromBase64(json.value("bodyBase64"_L1).toString().toLatin1())
        : reader.textOr("body").toUtf8();
    info.bodyBytes = reader.numberOr("bodyBytes", 0);
    info.status = int(reader.numberOr("status", 0));
    info.answeredAt = reader.timeOrNull("answeredAt");
    if (reader.failed())
        return reader.error();
    return info;
}

} // namespace parley::client
