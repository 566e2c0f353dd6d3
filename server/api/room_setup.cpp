#include "server/api/room_setup.h"

#include <algorithm>
#include <chrono>
#include <iterator>

#include "server/base/ulid.h"

namespace parley {
namespace {

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
    request.scope.grants.push_back(
        {Role::Publish, room.nameSpace, {TopicSelector::Kind::Prefix, room.noticesPrefix()}});
    return request;
}

// What a room's topic keeps. Who is here, or typing, is of no use later; and what became of a
// message is of use for as long as somebody may wonder.
Topic topicFor(const Room &room, const TopicKey &key)
{
    constexpr std::chrono::minutes kPresenceKept{2};
    constexpr std::chrono::hours kNoticesKept{7 * 24};
    Topic topic{.key = key};
    topic.durability = room.durability;
    topic.retention = room.retention;
    if (key == room.presenceTopic()) {
        topic.durability = Durability::Memory;
        topic.retention = {Retention::kMinBytes, 0, kPresenceKept};
    } else if (room.isNoticesTopic(key)) {
        topic.durability = Durability::Relaxed;
        topic.retention = {Retention::kMinBytes, 0, kNoticesKept};
    }
    return topic;
}

void forget(ApiContext &context, const std::vector<std::shared_ptr<TopicLog>> &logs)
{
    for (const auto &log : logs) {
        (void)context.topics.remove(log->key());
        context.topicRemoved(log);
    }
}

// All or none.
Result<std::vector<std::shared_ptr<TopicLog>>> createTopics(ApiContext &context, const Room &room,
                                                            const std::vector<TopicKey> &keys)
{
    std::vector<std::shared_ptr<TopicLog>> logs;
    for (const TopicKey &key : keys) {
        auto log = createRoomTopic(context, room, key);
        if (!log) {
            forget(context, logs);
            return log.error();
        }
        logs.push_back(*log);
    }
    return logs;
}

Result<void> putTopics(Tables &tables, const std::vector<std::shared_ptr<TopicLog>> &logs)
{
    for (const auto &log : logs)
        if (auto ok = tables.topics().put(log->topic()); !ok)
            return ok;
    return {};
}

// Of `all`, those that are not in `others`.
std::vector<TopicKey> without(const std::vector<TopicKey> &all, const std::vector<TopicKey> &others)
{
    std::vector<TopicKey> rest;
    std::copy_if(all.begin(), all.end(), std::back_inserter(rest), [&](const TopicKey &key) {
        return std::find(others.begin(), others.end(), key) == others.end();
    });
    return rest;
}

std::vector<Topic> resizedTopics(const ApiContext &context, const RoomChange &change)
{
    std::vector<Topic> resized;
    if (change.before.retention == change.after.retention)
        return resized;
    for (const TopicKey &key : change.after.topics()) {
        const auto log = context.topics.find(key);
        if (!log || key == change.after.presenceTopic())
            continue;
        resized.push_back(log->topic());
        resized.back().retention = change.after.retention;
    }
    return resized;
}

} // namespace

Result<std::shared_ptr<TopicLog>> createRoomTopic(ApiContext &context, const Room &room,
                                                  const TopicKey &key)
{
    Topic topic = topicFor(room, key);
    topic.createdAt = context.clock.utc();
    auto log = context.topics.create(topic);
    if (log)
        context.topicCreated(*log);
    return log;
}

Result<RoomSetup> setUpRoom(ApiContext &context, Room room)
{
    if (context.rooms.isFull() || context.webhooks.isFull())
        return Error{ErrorCode::LimitExceeded, "the broker has its 500 rooms or 1,000 webhooks"};
    auto token = context.tokens.make(functionTokenRequest(room));
    if (!token)
        return token.error();
    auto topics = createTopics(context, room, room.topics());
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
    return RoomSetup{std::move(room), std::move(webhook), std::move(*token), std::move(*topics)};
}

void undoRoom(ApiContext &context, const RoomSetup &setup)
{
    forget(context, setup.topics);
}

Result<void> storeRoom(Tables &tables, const RoomSetup &setup)
{
    if (auto ok = putTopics(tables, setup.topics); !ok)
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

Result<void> removeStoredRoom(Tables &tables, const Room &room, const std::vector<TopicKey> &topics,
                              const std::vector<Token> &revoked)
{
    for (const TopicKey &key : topics)
        if (auto ok = tables.removeTopic(key); !ok)
            return ok;
    for (const Token &token : revoked)
        if (auto ok = tables.tokens().setRevoked(token.id, *token.revokedAt); !ok)
            return ok;
    if (auto ok = tables.removeWebhook(room.webhookId); !ok)
        return ok;
    return tables.removeRoom(room.nameSpace, room.name);
}

Result<RoomChange> planRoomChange(ApiContext &context, const Room &before, Room after)
{
    RoomChange change{before, std::move(after), {}, {}, {}, {}};
    std::vector<TopicKey> newKeys; // also what a room of an older Parley never had
    for (const TopicKey &key : change.after.topics())
        if (!context.topics.find(key))
            newKeys.push_back(key);
    change.removed = without(before.topics(), change.after.topics());
    change.resized = resizedTopics(context, change);
    if (newKeys.empty() && change.removed.empty())
        return change;
    auto token = context.tokens.make(functionTokenRequest(change.after));
    if (!token)
        return token.error();
    auto added = createTopics(context, change.after, newKeys);
    if (!added)
        return added.error();
    change.after.functionTokenId = token->token.id;
    change.functionToken = std::move(*token);
    change.added = std::move(*added);
    return change;
}

void undoRoomChange(ApiContext &context, const RoomChange &change)
{
    forget(context, change.added);
}

Result<void> storeRoomChange(Tables &tables, const RoomChange &change, UtcTime now)
{
    if (auto ok = putTopics(tables, change.added); !ok)
        return ok;
    for (const Topic &topic : change.resized)
        if (auto ok = tables.topics().put(topic); !ok)
            return ok;
    for (const TopicKey &key : change.removed)
        if (auto ok = tables.removeTopic(key); !ok)
            return ok;
    if (const auto &token = change.functionToken) {
        if (auto ok = tables.tokens().put(token->token, token->digest); !ok)
            return ok;
        if (auto ok = tables.tokens().setRevoked(change.before.functionTokenId, now); !ok)
            return ok;
    }
    return tables.rooms().put(change.after);
}

// The room function knows the new token before the old one ends.
void applyRoomChange(ApiContext &context, const RoomChange &change)
{
    if (change.functionToken)
        context.tokens.add(change.functionToken->token, change.functionToken->digest);
    context.rooms.replace(change.after);
    context.functionControl.setRooms(context.rooms.all());
    if (change.functionToken)
        (void)context.tokens.revoke(change.before.functionTokenId);
    for (const Topic &topic : change.resized)
        if (const auto log = context.topics.find(topic.key))
            log->change(topic.retention, topic.slowReaders);
    for (const TopicKey &key : change.removed)
        if (const auto log = context.topics.remove(key))
            context.topicRemoved(*log);
}

std::vector<TopicKey> topicsOf(const ApiContext &context, const Room &room)
{
    std::vector<TopicKey> keys;
    for (const auto &log : context.topics.all())
        if (room.owns(log->key()))
            keys.push_back(log->key());
    return keys;
}

std::vector<Token> tokensOf(const ApiContext &context, const Room &room)
{
    const auto isOfRoom = [&](const Grant &grant) {
        if (grant.nameSpace != room.nameSpace)
            return false;
        if (grant.topics.kind == TopicSelector::Kind::Prefix)
            return grant.topics.text == room.noticesPrefix();
        const auto topic = TopicName::parse(grant.topics.text);
        return topic && room.owns({room.nameSpace, *topic});
    };
    return context.tokens.matching([&](const TokenEntry &entry) {
        const Scope &scope = entry.token().scope;
        return !scope.administers() && !entry.isRevoked() && !scope.grants.empty()
            && std::all_of(scope.grants.begin(), scope.grants.end(), isOfRoom);
    });
}

} // namespace parley
