#include "server/api/audit.h"

namespace parley {
namespace {

void writeState(JsonWriter &writer, std::string_view name, const std::string &json)
{
    writer.key(name);
    if (json.empty())
        writer.null();
    else
        writer.raw(json);
}

} // namespace

void writeAuditRecord(JsonWriter &writer, const AuditRecord &record)
{
    writer.beginObject()
        .member("id", record.id)
        .member("time", record.time)
        .member("action", record.action)
        .member("actor", record.actor)
        .member("address", record.address)
        .member("object", record.object)
        .member("outcome", record.refusedBy ? "refused" : "done")
        .member("code", record.refusedBy ? wireName(*record.refusedBy) : std::string_view())
        .member("count", record.count);
    writeState(writer, "before", record.before);
    writeState(writer, "after", record.after);
    writer.endObject();
}

AuditRecord Audit::recordOf(Act act, std::string_view actor, std::string_view address) const
{
    AuditRecord record;
    record.time = m_clock.utc();
    record.action = std::move(act.action);
    record.actor = actor;
    record.address = address;
    record.object = std::move(act.object);
    record.before = std::move(act.before);
    record.after = std::move(act.after);
    return record;
}

void Audit::tell(const AuditRecord &record)
{
    std::string json;
    JsonWriter writer(json);
    writeAuditRecord(writer, record);
    m_events.publish(EventTopic::Audit, std::move(json));
}

} // namespace parley
