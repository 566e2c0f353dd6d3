#include "server/api/api.h"

#include "server/api/room_setup.h"
#include "server/protocol/json_reader.h"
#include "server/protocol/start_point.h"

// What a room's moderation held, and what moderators make of it. The audit names a message and
// never its words: they are people's, and the audit is for ever.
namespace parley {
namespace {

using Held = std::shared_ptr<const HeldMessage>;

void writeHeld(JsonWriter &writer, const HeldMessage &message)
{
    writer.beginObject()
        .member("id", message.id)
        .member("messageId", message.messageId)
        .member("revision", std::uint64_t{message.revision})
        .member("senderId", message.senderId)
        .member("senderName", message.senderName)
        .member("text", message.text)
        .member("rule", message.rule)
        .member("category", message.category)
        .member("severity", std::int64_t{message.severity})
        .member("heldAt", message.heldAt)
        .member("review", wireName(message.review))
        .member("reviewedAt", message.reviewedAt)
        .member("reviewedBy", message.reviewedBy)
        .endObject();
}

// A number among the parameters, within bounds; nullopt when it is not there.
Result<std::optional<std::uint64_t>> heldNumber(const ApiCall &call, std::string_view name,
                                                std::uint64_t most)
{
    const std::string *text = call.request().parameter(name);
    if (!text)
        return std::optional<std::uint64_t>();
    const auto number = wholeNumber(*text);
    if (!number || *number < 1 || *number > most)
        return Error{ErrorCode::InvalidArgument,
                     std::string(name) + " must be 1 to " + std::to_string(most)};
    return number;
}

Result<HeldQuery> heldQueryOf(const ApiCall &call, const Room &room)
{
    if (auto ok = call.allowParameters({"review", "limit", "before"}); !ok)
        return ok.error();
    HeldQuery query;
    query.nameSpace = room.nameSpace;
    query.room = room.name;
    if (const std::string *word = call.request().parameter("review")) {
        const auto review = reviewFrom(*word);
        if (!review)
            return review.error();
        query.review = *review;
    }
    const auto limit = heldNumber(call, "limit", HeldQuery::kMaxLimit);
    const auto before = heldNumber(call, "before", kMaxWholeNumber);
    if (!limit || !before)
        return limit ? before.error() : limit.error();
    query.limit = static_cast<std::uint32_t>(limit->value_or(query.limit));
    query.before = static_cast<std::int64_t>(before->value_or(0));
    return query;
}

std::string pageJson(const std::vector<HeldMessage> &messages)
{
    std::string json;
    JsonWriter writer(json);
    writer.beginObject().key("held").beginArray();
    for (const HeldMessage &message : messages)
        writeHeld(writer, message);
    writer.endArray().endObject();
    return json;
}

void listHeld(ApiContext &context, const CallPtr &call)
{
    const Room *room = findRoomOrFail(context, call);
    if (!room)
        return;
    const auto query = heldQueryOf(*call, *room);
    if (!query) {
        call->fail(query.error());
        return;
    }
    context.store.read([&loop = context.loop, call, query = *query](Tables &tables) {
        loop.post([call, page = tables.held().page(query)] {
            page ? call->reply(200, pageJson(*page)) : call->fail(page.error());
        });
    });
}

// Looks the message up that the path names, and goes on with it while nobody decided on it.
void withHeld(ApiContext &context, const CallPtr &call, std::function<void(const Held &)> then)
{
    const Room *room = findRoomOrFail(context, call);
    if (!room)
        return;
    const auto id = wholeNumber(call->argument(2));
    if (!id || *id > kMaxWholeNumber) {
        call->fail({ErrorCode::NotFound, "no such message"});
        return;
    }
    context.store.read([&loop = context.loop, call, id = static_cast<std::int64_t>(*id),
                        nameSpace = room->nameSpace, name = room->name,
                        then = std::move(then)](Tables &tables) {
        auto found = tables.held().find(id);
        loop.post([call, then, nameSpace, name, found = std::move(found)] {
            if (!found || found->nameSpace != nameSpace || found->room != name)
                call->fail({ErrorCode::NotFound, "no such message"});
            else if (found->review != Review::Waiting)
                call->fail(
                    {ErrorCode::FailedPrecondition, "a moderator decided on this message before"});
            else
                then(std::make_shared<const HeldMessage>(*found));
        });
    });
}

void decideOn(ApiContext &context, const CallPtr &call, const Held &message, Review review,
              std::function<void()> then)
{
    context.act(
        call,
        {.action = review == Review::Approved ? "message.approved" : "message.denied",
         .object = message->nameSpace.text() + "/" + message->room + "/" + message->messageId},
        [message, review, at = context.clock.utc(),
         by = call->token()->token().id](Tables &tables) -> Result<void> {
            const auto decided = tables.held().decide(message->id, review, at, by);
            return decided ? Result<void>() : decided.error();
        },
        [call, then = std::move(then)](const Result<void> &stored) {
            if (stored && then)
                then();
            call->replyEmptyOr(stored);
        });
}

// What the moderator made of the text; left out, the text is good as it is.
Result<std::optional<std::string>> approvedTextOf(const ApiCall &call)
{
    if (call.request().body.empty())
        return std::optional<std::string>();
    const auto body = call.json();
    if (!body)
        return body.error();
    JsonReader in(*body);
    auto text = in.optionalString("text");
    if (auto ok = in.finish(); !ok)
        return ok.error();
    return text;
}

// First published, then decided: the other way round a crash in between would lose it. Two who
// approve at once publish it once, because every copy has its key.
void approveHeld(ApiContext &context, const CallPtr &call)
{
    const auto text = approvedTextOf(*call);
    if (!text) {
        call->fail(text.error());
        return;
    }
    withHeld(context, call, [&context, call, text = *text](const Held &message) {
        context.functionControl.releaseHeld(
            *message, text.value_or(message->text),
            [&context, call, message](const Result<void> &released) {
                if (released)
                    decideOn(context, call, message, Review::Approved, {});
                else
                    call->fail(released.error());
            });
    });
}

Result<std::string> denialReasonOf(const ApiCall &call)
{
    constexpr std::size_t kMaxReasonBytes = 500; // a sentence or two
    if (call.request().body.empty())
        return std::string();
    const auto body = call.json();
    if (!body)
        return body.error();
    JsonReader in(*body);
    auto reason = in.optionalString("reason").value_or("");
    if (reason.size() > kMaxReasonBytes)
        in.fail("reason", "has at most 500 bytes");
    if (auto ok = in.finish(); !ok)
        return ok.error();
    return reason;
}

void denyHeld(ApiContext &context, const CallPtr &call)
{
    const auto reason = denialReasonOf(*call);
    if (!reason) {
        call->fail(reason.error());
        return;
    }
    withHeld(context, call, [&context, call, reason = *reason](const Held &message) {
        decideOn(context, call, message, Review::Denied, [&context, message, reason] {
            if (const Room *room = context.rooms.find(message->nameSpace, message->room))
                context.functionControl.tellDenied(*message, *room, reason);
        });
    });
}

} // namespace

void addHeldRoutes(Router &router, ApiContext &context)
{
    router.add("GET", "/v1/rooms/*/*/held", Access::read(AdminArea::Moderation),
               [&context](const CallPtr &call) { listHeld(context, call); });
    router.add("POST", "/v1/rooms/*/*/held/*/approve", Access::write(AdminArea::Moderation),
               [&context](const CallPtr &call) { approveHeld(context, call); });
    router.add("POST", "/v1/rooms/*/*/held/*/deny", Access::write(AdminArea::Moderation),
               [&context](const CallPtr &call) { denyHeld(context, call); });
}

} // namespace parley
