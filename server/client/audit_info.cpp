#include "server/client/audit_info.h"

#include <QJsonDocument>

#include "server/client/json_reader.h"

namespace parley::client {
namespace {

// "detail" may be text or an object; people see it as text either way.
QString plainText(const QJsonValue &value)
{
    if (value.isObject())
        return QString::fromUtf8(QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact));
    return value.toVariant().toString();
}

} // namespace

Result<AuditInfo> auditInfoFrom(const Item &item)
{
    const auto object = jsonObjectFrom(item.payload);
    if (!object)
        return object.error();
    JsonReader reader(*object, "audit event");
    AuditInfo info;
    info.position = item.position;
    info.time = reader.timeOrNull("time");
    if (!info.time.isValid())
        info.time = item.time;
    info.action = reader.text("action");
    info.actor = plainText(object->value(QLatin1String("actor")));
    info.object = plainText(object->value(QLatin1String("object")));
    info.detail = plainText(object->value(QLatin1String("detail")));
    if (reader.failed())
        return reader.error();
    return info;
}

} // namespace parley::client
