#include "server/api/api.h"

#include <algorithm>

#include "server/api/inspector.h"
#include "server/base/digest.h"
#include "server/base/encoding.h"
#include "server/protocol/json_reader.h"

// The inspector's settings, and what came to it. What came are messages of any topic: who reads
// them must be one who may read logs.
namespace parley {
namespace {

constexpr std::uint64_t kDefaultRequests = 100; // in an answer

std::string inspectorJson(const Inspector &inspector, const InspectorSettings &settings)
{
    std::string json;
    JsonWriter writer(json);
    writer.beginObject();
    writeSettings(writer, settings);
    writer.member("address", inspector.address()).endObject();
    return json;
}

// As the audit keeps it: the answer's body may be long.
std::string notedJson(const InspectorSettings &settings)
{
    std::string json;
    JsonWriter writer(json);
    writer.beginObject()
        .member("on", settings.on)
        .member("status", settings.status)
        .member("delayMilliseconds", std::int64_t{settings.delay.count()})
        .key("headers")
        .beginArray();
    for (const HttpHeader &header : settings.headers)
        writer.string(header.name);
    writer.endArray()
        .member("bodyBytes", settings.body.size())
        .member("bodySha256", hex(sha256(settings.body)))
        .endObject();
    return json;
}

void putInspector(ApiContext &context, const CallPtr &call)
{
    Inspector &inspector = context.inspector;
    const auto body = call->json();
    if (!body)
        return call->fail(body.error());
    const InspectorSettings before = inspector.settings();
    const auto settings = changedSettings(before, *body, false);
    if (!settings)
        return call->fail(settings.error());
    if (auto ok = inspector.apply(*settings); !ok)
        return call->fail(ok.error());
    context.act(
        call,
        {.action = "inspector.changed",
         .object = "inspector",
         .before = notedJson(before),
         .after = notedJson(*settings)},
        [json = storedJson(inspector.settings())](Tables &tables) {
            return tables.inspector().put(json);
        },
        [&inspector, call, before](const Result<void> &stored) {
            if (stored)
                return call->reply(200, inspectorJson(inspector, inspector.settings()));
            (void)inspector.apply(before); // begins nothing: it listens or it is off
            call->fail(stored.error());
        });
}

Result<std::uint64_t> numberOr(const ApiCall &call, std::string_view name, std::uint64_t most,
                               std::uint64_t otherwise)
{
    const std::string *text = call.request().parameter(name);
    if (!text)
        return otherwise;
    constexpr std::size_t kDigits = 18;
    if (text->empty() || text->size() > kDigits
        || !std::all_of(text->begin(), text->end(), [](char c) { return c >= '0' && c <= '9'; }))
        return Error{ErrorCode::InvalidArgument, std::string(name) + " must be a whole number"};
    const std::uint64_t number = std::stoull(*text);
    if (number < 1 || number > most)
        return Error{ErrorCode::InvalidArgument, std::string(name) + " is out of its range"};
    return number;
}

void listRequests(const ApiContext &context, const CallPtr &call)
{
    if (auto ok = call->allowParameters({"limit", "before"}); !ok)
        return call->fail(ok.error());
    const auto limit = numberOr(*call, "limit", InspectorLog::kMaxRequests, kDefaultRequests);
    const auto before = numberOr(*call, "before", UINT64_MAX, UINT64_MAX);
    if (!limit || !before)
        return call->fail(limit ? before.error() : limit.error());
    std::string json;
    JsonWriter writer(json);
    writer.beginObject().key("requests").beginArray();
    const auto &all = context.inspector.log().all();
    std::uint64_t left = *limit;
    for (auto one = all.rbegin(); one != all.rend() && left > 0; ++one) {
        if (one->id >= *before)
            continue;
        writeInspected(writer, *one);
        --left;
    }
    writer.endArray().endObject();
    call->reply(200, std::move(json));
}

void clear(ApiContext &context, const CallPtr &call)
{
    context.act(
        call, {.action = "inspector.cleared", .object = "inspector"},
        [](Tables &) { return Result<void>(); },
        [&context, call](const Result<void> &stored) {
            if (stored)
                context.inspector.log().clear();
            call->replyEmptyOr(stored);
        });
}

} // namespace

void addInspectorRoutes(Router &router, ApiContext &context)
{
    router.add("GET", "/v1/inspector", Access::read(AdminArea::Webhooks),
               [&context](const CallPtr &call) {
                   const Inspector &inspector = context.inspector;
                   call->reply(200, inspectorJson(inspector, inspector.settings()));
               });
    router.add("PUT", "/v1/inspector", Access::write(AdminArea::Webhooks),
               [&context](const CallPtr &call) { putInspector(context, call); });
    router.add("GET", "/v1/inspector/requests", Access::read(AdminArea::Logs),
               [&context](const CallPtr &call) { listRequests(context, call); });
    router.add("DELETE", "/v1/inspector/requests", Access::write(AdminArea::Webhooks),
               [&context](const CallPtr &call) { clear(context, call); });
}

} // namespace parley
