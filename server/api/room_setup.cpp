#include "server/api/room_setup.h"

#include <algorithm>

#include "server/base/ulid.h"

namespace parley {
namespace {

std::vector<TopicKey> keysOf(const Room &room)
{
    std::vector<TopicKey> keys{room.publishTopic()};
    for (const auto &code : room.languages)
        keys.push_back(room.subscribeTopic(code));
    return keys;
}

// The function may write what people read, and nothing else: not even the topic it hears. It is not
// one of the room's tokens that are revoked together: the room would fall silent.
TokenRequest functionTokenRequest(const Room &room)
{
    TokenRequest request;
    request.label = "Function of room " + room.name;
    request.publisherId = "room";
    for (const auto &code : room.languages) {
        const TopicKey key = room.subscribeTopic(code);
        request.scope.grants.push_back(
            {Role::Publish, key.nameSpace, {TopicSelector::Kind::Name, key.topic.text()}});
    }
    return request;
}

Result<std::vector<std::shared_ptr<TopicLog>>> createTopics(ApiContext &context, const Room &room,
                                                            Durability durability)
{
    std::vector<std::shared_ptr<TopicLog>> logs;
    for (const TopicKey &key : keysOf(room)) {
        Topic topic{.key = key};
        topic.durability = durability;
        topic.createdAt = context.clock.utc();
        auto log = context.topics.create(topic);
        if (!log) {
            for (const auto &made : logs)
                (void)context.topics.remove(made->key());
            return log.error();
        }
        logs.push_back(*log);
    }
    return logs;
}

} // namespace

Result<RoomSetup> setUpRoom(ApiContext &context, Room room, Durability durability)
{
    if (context.rooms.isFull() || context.webhooks.isFull())
        return Error{ErrorCode::LimitExceeded, "the broker has its 500 rooms or 1,000 webhooks"};
    auto token = context.tokens.make(functionTokenRequest(room));
    if (!token)
        return token.error();
    auto topics = createTopics(context, room, durability);
    if (!topics)
        return topics.error();
    Webhook webhook{.key = room.publishTopic()};
    webhook.createdAt = context.clock.utc();
    webhook.id = "whk_" + makeUlid(webhook.createdAt, context.random);
    webhook.name = "Room " + room.name;
    webhook.url = "function:room";
    webhook.settings.schedule = ScheduleName::Chat;
    context.webhookControl.makeSecrets(webhook);
    room.webhookId = webhook.id;
    room.functionTokenId = token->token.id;
    room.createdAt = webhook.createdAt;
    for (const auto &log : *topics)
        context.topicCreated(log);
    return RoomSetup{std::move(room), std::move(webhook), std::move(*token), std::move(*topics)};
}

void undoRoom(ApiContext &context, const RoomSetup &setup)
{
    for (const auto &log : setup.topics) {
        (void)context.topics.remove(log->key());
        context.topicRemoved(log);
    }
}

Result<void> storeRoom(Tables &tables, const RoomSetup &setup)
{
    for (const auto &log : setup.topics)
        if (auto ok = tables.topics().put(log->topic()); !ok)
            return ok;
    if (auto ok = tables.tokens().put(setup.functionToken.token, setup.functionToken.digest); !ok)
        return ok;
    if (auto ok = tables.webhooks().put(setup.webhook); !ok)
        return ok;
    const Position begin{setup.topics.front()->page(), 0}; // the publish topic is new
    if (auto ok = tables.feeds().put({setup.webhook.id, setup.webhook.key, begin}); !ok)
        return ok;
    return tables.rooms().put(setup.room);
}

Result<void> removeStoredRoom(Tables &tables, const Room &room, const std::vector<Token> &revoked)
{
    for (const TopicKey &key : keysOf(room))
        if (auto ok = tables.removeTopic(key); !ok)
            return ok;
    for (const Token &token : revoked)
        if (auto ok = tables.tokens().setRevoked(token.id, *token.revokedAt); !ok)
            return ok;
    if (auto ok = tables.removeWebhook(room.webhookId); !ok)
        return ok;
    return tables.rooms().remove(room.nameSpace, room.name);
}

std::vector<Token> tokensOf(const ApiContext &context, const Room &room)
{
    const auto keys = keysOf(room);
    const auto isOfRoom = [&](const Grant &grant) {
        return grant.topics.kind == TopicSelector::Kind::Name && grant.nameSpace == room.nameSpace
            && std::any_of(keys.begin(), keys.end(), [&](const TopicKey &key) {
                   return key.topic.text() == grant.topics.text;
               });
    };
    return context.tokens.matching([&](const TokenEntry &entry) {
        const Scope &scope = entry.token().scope;
        return !scope.administers() && !entry.isRevoked() && !scope.grants.empty()
            && std::all_of(scope.grants.begin(), scope.grants.end(), isOfRoom);
    });
}

} // namespace parley
