#include "server/client/audit_info.h"

#include "server/client/json_reader.h"

namespace parley::client {

bool AuditQuery::takes(const AuditInfo &act) const
{
    const auto asks = [](const QString &wanted, const QString &has) {
        return wanted.isEmpty() || wanted == has;
    };
    return asks(action, act.action) && asks(actor, act.actor) && asks(object, act.object)
        && asks(outcome, act.outcome) && (!from.isValid() || act.time >= from)
        && (!to.isValid() || act.time < to);
}

Result<AuditInfo> auditInfoFrom(const QJsonObject &json)
{
    JsonReader reader(json, "audit entry");
    AuditInfo info;
    info.id = reader.number("id");
    info.time = reader.time("time");
    info.action = reader.text("action");
    info.actor = reader.textOr("actor");
    info.address = reader.textOr("address");
    info.object = reader.textOr("object");
    info.outcome = reader.textOr("outcome", info.outcome);
    info.code = reader.textOr("code");
    info.count = reader.numberOr("count", 1);
    info.before = json.value(QLatin1String("before")).toObject();
    info.after = json.value(QLatin1String("after")).toObject();
    if (reader.failed())
        return reader.error();
    return info;
}

Result<AuditInfo> auditInfoFrom(const Item &item)
{
    const auto object = jsonObjectFrom(item.payload);
    if (!object)
        return object.error();
    return auditInfoFrom(*object);
}

Result<AuditPage> auditPageFrom(const QJsonObject &json)
{
    JsonReader reader(json, "answer");
    AuditPage page;
    for (const auto &element : reader.objects("entries")) {
        auto entry = auditInfoFrom(element);
        if (!entry)
            return entry.error();
        page.entries.append(*std::move(entry));
    }
    if (reader.failed())
        return reader.error();
    page.next = reader.numberOr("next", 0);
    return page;
}

} // namespace parley::client
