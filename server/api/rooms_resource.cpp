#include "server/api/api.h"

#include <algorithm>

#include "server/api/issue_token.h"
#include "server/api/resource_json.h"
#include "server/api/room_setup.h"
#include "server/protocol/json_reader.h"
#include "server/protocol/safe_text.h"

namespace parley {
namespace {

struct RoomRequest {
    Room room{};
    Durability durability = Durability::Relaxed; // history survives a restart, nobody waits for it
};

std::string roomJson(const Room &room)
{
    std::string json;
    JsonWriter writer(json);
    writeRoom(writer, room);
    return json;
}

Result<RoomRequest> requestOf(const ApiCall &call)
{
    const auto body = call.json();
    if (!body)
        return body.error();
    JsonReader in(*body);
    RoomRequest request;
    request.room.name = in.string("name");
    request.room.languages = in.strings("languages");
    request.room.failClosed = in.optionalBoolean("failClosed").value_or(true);
    const auto nameSpace = NamespaceName::parse(in.optionalString("namespace").value_or("default"));
    const auto durability = durabilityFrom(in.optionalString("durability").value_or("relaxed"));
    if (auto ok = in.finish(); !ok)
        return ok.error();
    if (!nameSpace)
        return nameSpace.error();
    if (!durability)
        return durability.error();
    request.room.nameSpace = *nameSpace;
    request.durability = *durability;
    auto room = Room::checked(std::move(request.room));
    if (!room)
        return room.error();
    request.room = std::move(*room);
    return request;
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
    const auto request = requestOf(*call);
    if (!request) {
        call->fail(request.error());
        return;
    }
    auto made = setUpRoom(context, request->room, request->durability);
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

// The room that the path names; answers the call itself when there is none.
const Room *findRoomOrFail(const ApiContext &context, const CallPtr &call)
{
    const auto nameSpace = NamespaceName::parse(call->argument(0));
    const Room *room = nameSpace ? context.rooms.find(*nameSpace, call->argument(1)) : nullptr;
    if (!room)
        call->fail({ErrorCode::NotFound, "no such room"});
    return room;
}

void withdraw(ApiContext &context, const Room &room, std::vector<Token> &tokens)
{
    context.rooms.remove(room.nameSpace, room.name);
    context.functionControl.setRooms(context.rooms.all());
    context.webhooks.remove(room.webhookId);
    context.webhookControl.remove(room.webhookId);
    for (Token &token : tokens)
        if (auto revoked = context.tokens.revoke(token.id))
            token = std::move(*revoked);
    std::vector<TopicKey> keys{room.publishTopic()};
    for (const auto &code : room.languages)
        keys.push_back(room.subscribeTopic(code));
    for (const TopicKey &key : keys)
        if (const auto log = context.topics.remove(key))
            context.topicRemoved(*log);
}

void storeRemoval(ApiContext &context, const CallPtr &call, const Room &room,
                  const std::vector<Token> &tokens)
{
    context.act(
        call, {.action = "room.deleted", .object = nameOf(room), .before = roomJson(room)},
        [room, tokens](Tables &tables) { return removeStoredRoom(tables, room, tokens); },
        [call](const Result<void> &stored) { call->replyEmptyOr(stored); });
}

void removeRoom(ApiContext &context, const CallPtr &call)
{
    const Room *found = findRoomOrFail(context, call);
    if (!found)
        return;
    const Room room = *found;
    auto tokens = tokensOf(context, room);
    withdraw(context, room, tokens);
    std::vector<std::string> ids;
    for (const Token &token : tokens)
        ids.push_back(token.id);
    context.endSessionsOf(ids, "the room was deleted", [&context, call, room, tokens] {
        storeRemoval(context, call, room, tokens);
    });
}

Grant grantOn(Role role, const TopicKey &key)
{
    return {role, key.nameSpace, {TopicSelector::Kind::Name, key.topic.text()}};
}

Result<TokenRequest> memberRequest(const ApiCall &call, const Room &room)
{
    const auto body = call.json();
    if (!body)
        return body.error();
    JsonReader in(*body);
    TokenRequest request;
    request.room = nameOf(room);
    request.label = in.optionalString("label").value_or("");
    request.publisherId = in.string("publisherId");
    const auto wanted = in.strings("languages");
    const bool publish = in.optionalBoolean("publish").value_or(true);
    constexpr std::uint64_t kLongest = 366ull * 24 * 3600 * 10; // as TokenRegistry::kMaxLifetime
    if (const auto seconds = in.optionalWholeNumber("validForSeconds", 1, kLongest))
        request.validFor = std::chrono::seconds(*seconds);
    if (request.validFor && *request.validFor <= Token::kMaxDisposable)
        request.kind = TokenKind::Disposable;
    if (auto ok = in.finish(); !ok)
        return ok.error();
    if (publish)
        request.scope.grants.push_back(grantOn(Role::Publish, room.publishTopic()));
    for (const auto &code : wanted) {
        if (std::find(room.languages.begin(), room.languages.end(), code) == room.languages.end())
            return Error{ErrorCode::InvalidArgument, "the room has no language " + quoted(code)};
        request.scope.grants.push_back(grantOn(Role::Subscribe, room.subscribeTopic(code)));
    }
    return request;
}

void issueMemberToken(ApiContext &context, const CallPtr &call)
{
    const Room *room = findRoomOrFail(context, call);
    if (!room)
        return;
    const auto request = memberRequest(*call, *room);
    if (request)
        issueToken(context, call, *request);
    else
        call->fail(request.error());
}

} // namespace

// A room's name is one part of the path: Room::checked() lets no '/' in.
void addRoomRoutes(Router &router, ApiContext &context)
{
    router.add("GET", "/v1/rooms", Access::read(AdminArea::Topics),
               [&context](const CallPtr &call) { listRooms(context, call); });
    router.add("POST", "/v1/rooms", Access::room(),
               [&context](const CallPtr &call) { createRoom(context, call); });
    router.add("DELETE", "/v1/rooms/*/*", Access::room(),
               [&context](const CallPtr &call) { removeRoom(context, call); });
    router.add("POST", "/v1/rooms/*/*/tokens", Access::write(AdminArea::Tokens),
               [&context](const CallPtr &call) { issueMemberToken(context, call); });
}

} // namespace parley
