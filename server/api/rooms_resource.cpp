#include "server/api/api.h"

#include "server/api/resource_json.h"
#include "server/api/room_setup.h"
#include "server/protocol/json_reader.h"
#include "server/protocol/room_json.h"

namespace parley {
namespace {

std::string roomJson(const Room &room)
{
    std::string json;
    JsonWriter writer(json);
    writeRoom(writer, room);
    return json;
}

// A new room: its name stands in the body.
Result<Room> newRoomOf(const ApiCall &call)
{
    const auto body = call.json();
    if (!body)
        return body.error();
    JsonReader in(*body);
    Room room;
    room.name = in.string("name");
    const auto nameSpace = NamespaceName::parse(in.optionalString("namespace").value_or("default"));
    readRoomSettings(in, room);
    if (auto ok = in.finish(); !ok)
        return ok.error();
    if (!nameSpace)
        return nameSpace.error();
    room.nameSpace = *nameSpace;
    return Room::checked(std::move(room));
}

// What is left out of the body stays as it is. Topics that exist keep their names, and how they are
// kept on the disk.
Result<Room> changedRoomOf(const ApiCall &call, const Room &room)
{
    const auto body = call.json();
    if (!body)
        return body.error();
    JsonReader in(*body);
    Room changed = room;
    readRoomSettings(in, changed);
    if (auto ok = in.finish(); !ok)
        return ok.error();
    if (changed.topicNames != room.topicNames || changed.durability != room.durability)
        return Error{ErrorCode::FailedPrecondition,
                     "the names and the durability of a room's topics are fixed when it is made"};
    return Room::checked(std::move(changed));
}

// A list that cannot be read would leave the room without a filter.
Result<void> checkTerms(const ApiContext &context, const Room &room)
{
    return context.functionControl.checkTerms(room.moderation.terms);
}

void listRooms(const ApiContext &context, const CallPtr &call)
{
    std::string json;
    JsonWriter writer(json);
    writer.beginObject().key("rooms").beginArray();
    for (const Room &room : context.rooms.all())
        writeRoom(writer, room);
    writer.endArray().endObject();
    call->reply(200, std::move(json));
}

std::string nameOf(const Room &room)
{
    return room.nameSpace.text() + "/" + room.name;
}

void created(ApiContext &context, const CallPtr &call, const RoomSetup &setup)
{
    context.tokens.add(setup.functionToken.token, setup.functionToken.digest);
    context.webhooks.put(setup.webhook);
    context.rooms.add(setup.room);
    context.functionControl.setRooms(context.rooms.all()); // before the first call can come
    context.webhookControl.put(setup.webhook);
    call->reply(201, roomJson(setup.room));
}

void createRoom(ApiContext &context, const CallPtr &call)
{
    const auto room = newRoomOf(*call);
    const auto terms = room ? checkTerms(context, *room) : room.error();
    if (!terms) {
        call->fail(terms.error());
        return;
    }
    auto made = setUpRoom(context, *room);
    if (!made) {
        call->fail(made.error());
        return;
    }
    const auto setup = std::make_shared<const RoomSetup>(std::move(*made));
    context.act(
        call,
        {.action = "room.created", .object = nameOf(setup->room), .after = roomJson(setup->room)},
        [setup](Tables &tables) { return storeRoom(tables, *setup); },
        [&context, call, setup](const Result<void> &stored) {
            if (stored) {
                created(context, call, *setup);
                return;
            }
            undoRoom(context, *setup);
            call->fail(stored.error());
        });
}

void showRoom(const ApiContext &context, const CallPtr &call)
{
    if (const Room *room = findRoomOrFail(context, call))
        call->reply(200, roomJson(*room));
}

void changeRoom(ApiContext &context, const CallPtr &call)
{
    const Room *found = findRoomOrFail(context, call);
    if (!found)
        return;
    const auto after = changedRoomOf(*call, *found);
    const auto terms = after ? checkTerms(context, *after) : after.error();
    if (!terms) {
        call->fail(terms.error());
        return;
    }
    auto planned = planRoomChange(context, *found, *after);
    if (!planned) {
        call->fail(planned.error());
        return;
    }
    const auto change = std::make_shared<const RoomChange>(std::move(*planned));
    context.act(
        call,
        {.action = "room.changed",
         .object = nameOf(change->after),
         .before = roomJson(change->before),
         .after = roomJson(change->after)},
        [change, now = context.clock.utc()](Tables &tables) {
            return storeRoomChange(tables, *change, now);
        },
        [&context, call, change](const Result<void> &stored) {
            if (!stored) {
                undoRoomChange(context, *change);
                call->fail(stored.error());
                return;
            }
            applyRoomChange(context, *change);
            call->reply(200, roomJson(change->after));
        });
}

void withdraw(ApiContext &context, const Room &room, const std::vector<TopicKey> &topics,
              std::vector<Token> &tokens)
{
    context.rooms.remove(room.nameSpace, room.name);
    context.functionControl.setRooms(context.rooms.all());
    context.webhooks.remove(room.webhookId);
    context.webhookControl.remove(room.webhookId);
    for (Token &token : tokens)
        if (auto revoked = context.tokens.revoke(token.id))
            token = std::move(*revoked);
    for (const TopicKey &key : topics)
        if (const auto log = context.topics.remove(key))
            context.topicRemoved(*log);
}

struct RoomRemoval {
    Room room{};
    std::vector<TopicKey> topics{};
    std::vector<Token> tokens{};
};

void storeRemoval(ApiContext &context, const CallPtr &call,
                  const std::shared_ptr<const RoomRemoval> &removal)
{
    context.act(
        call,
        {.action = "room.deleted",
         .object = nameOf(removal->room),
         .before = roomJson(removal->room)},
        [removal](Tables &tables) {
            return removeStoredRoom(tables, removal->room, removal->topics, removal->tokens);
        },
        [call](const Result<void> &stored) { call->replyEmptyOr(stored); });
}

void removeRoom(ApiContext &context, const CallPtr &call)
{
    const Room *found = findRoomOrFail(context, call);
    if (!found)
        return;
    const auto removal = std::make_shared<RoomRemoval>(
        RoomRemoval{*found, topicsOf(context, *found), tokensOf(context, *found)});
    withdraw(context, removal->room, removal->topics, removal->tokens);
    std::vector<std::string> ids;
    for (const Token &token : removal->tokens)
        ids.push_back(token.id);
    context.endSessionsOf(ids, "the room was deleted",
                          [&context, call, removal] { storeRemoval(context, call, removal); });
}

} // namespace

const Room *findRoomOrFail(const ApiContext &context, const CallPtr &call)
{
    const auto nameSpace = NamespaceName::parse(call->argument(0));
    const Room *room = nameSpace ? context.rooms.find(*nameSpace, call->argument(1)) : nullptr;
    if (!room)
        call->fail({ErrorCode::NotFound, "no such room"});
    return room;
}

// A room's name is one part of the path: Room::checked() lets no '/' in.
void addRoomRoutes(Router &router, ApiContext &context)
{
    router.add("GET", "/v1/rooms", Access::read(AdminArea::Topics),
               [&context](const CallPtr &call) { listRooms(context, call); });
    router.add("POST", "/v1/rooms", Access::room(),
               [&context](const CallPtr &call) { createRoom(context, call); });
    router.add("GET", "/v1/rooms/*/*", Access::read(AdminArea::Topics),
               [&context](const CallPtr &call) { showRoom(context, call); });
    router.add("PUT", "/v1/rooms/*/*", Access::room(),
               [&context](const CallPtr &call) { changeRoom(context, call); });
    router.add("DELETE", "/v1/rooms/*/*", Access::room(),
               [&context](const CallPtr &call) { removeRoom(context, call); });
    addRoomMemberRoutes(router, context);
    addHeldRoutes(router, context);
}

} // namespace parley
