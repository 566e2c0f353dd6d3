#include "server/api/api.h"

#include "server/protocol/start_point.h"

namespace parley {
namespace {

Error wrong(std::string_view parameter, std::string_view must)
{
    return {ErrorCode::InvalidArgument, std::string(parameter) + " must be " + std::string(must)};
}

// A whole number among the parameters; nullopt when it is not there.
Result<std::optional<std::uint64_t>> numberOf(const ApiCall &call, std::string_view name)
{
    const std::string *text = call.request().parameter(name);
    if (!text)
        return std::optional<std::uint64_t>();
    const auto number = wholeNumber(*text);
    if (!number)
        return wrong(name, "a whole number");
    return number;
}

Result<std::optional<UtcTime>> timeOf(const ApiCall &call, std::string_view name)
{
    const auto number = numberOf(call, name);
    if (!number)
        return number.error();
    if (!*number)
        return std::optional<UtcTime>();
    return std::optional(fromEpochMilliseconds(static_cast<std::int64_t>(**number)));
}

std::string textOf(const ApiCall &call, std::string_view name)
{
    const std::string *text = call.request().parameter(name);
    return text ? *text : std::string();
}

Result<void> readPage(const ApiCall &call, AuditQuery &query)
{
    const auto before = numberOf(call, "before");
    const auto limit = numberOf(call, "limit");
    if (!before || !limit)
        return before ? limit.error() : before.error();
    query.before = *before;
    query.limit = limit->value_or(query.limit);
    if (query.limit < 1 || query.limit > AuditQuery::kMaxEntries)
        return wrong("limit", "1 to 1000");
    return {};
}

Result<AuditQuery> auditQueryOf(const ApiCall &call)
{
    const auto known = call.allowParameters(
        {"before", "limit", "action", "actor", "object", "outcome", "from", "to"});
    if (!known)
        return known.error();
    AuditQuery query;
    if (auto ok = readPage(call, query); !ok)
        return ok.error();
    query.action = textOf(call, "action");
    query.actor = textOf(call, "actor");
    query.object = textOf(call, "object");
    if (const std::string outcome = textOf(call, "outcome"); !outcome.empty()) {
        if (outcome != "done" && outcome != "refused")
            return wrong("outcome", "done or refused");
        query.refused = outcome == "refused";
    }
    const auto from = timeOf(call, "from");
    const auto to = timeOf(call, "to");
    if (!from || !to)
        return from ? to.error() : from.error();
    query.from = *from;
    query.to = *to;
    return query;
}

std::string pageJson(const AuditFound &found)
{
    std::string json;
    JsonWriter writer(json);
    writer.beginObject().key("entries").beginArray();
    for (const AuditRecord &record : found.records)
        writeAuditRecord(writer, record);
    writer.endArray().key("next");
    if (found.next)
        writer.number(*found.next);
    else
        writer.null();
    writer.endObject();
    return json;
}

void listAudit(ApiContext &context, const CallPtr &call)
{
    const auto query = auditQueryOf(*call);
    if (!query) {
        call->fail(query.error());
        return;
    }
    context.store.read([&loop = context.loop, call, query = *query](Tables &tables) {
        const auto found = tables.audit().find(query);
        Result<std::string> json
            = found ? Result<std::string>(pageJson(*found)) : Result<std::string>(found.error());
        loop.post([call, json = std::move(json)] {
            if (json)
                call->reply(200, *json);
            else
                call->fail(json.error());
        });
    });
}

} // namespace

void addAuditRoutes(Router &router, ApiContext &context)
{
    router.add("GET", "/v1/audit", Access::read(AdminArea::Logs),
               [&context](const CallPtr &call) { listAudit(context, call); });
}

} // namespace parley
