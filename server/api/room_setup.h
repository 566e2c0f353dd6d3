#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "server/api/api_call.h"
#include "server/api/api_context.h"
#include "server/auth/token_registry.h"

namespace parley {

// Everything that belongs to a room: topics, the webhook that calls its function, and the token
// with which the function publishes. Made and removed as one. Thread: I/O loop.
struct RoomSetup {
    Room room{};
    Webhook webhook;
    IssuedToken functionToken{};
    std::vector<std::shared_ptr<TopicLog>> topics{};
};

//! The room that a call's path names; answers the call itself when there is none.
const Room *findRoomOrFail(const ApiContext &context, const CallPtr &call);

//! Makes the parts; the topics exist from here on, the rest when it was stored.
Result<RoomSetup> setUpRoom(ApiContext &context, Room room);
void undoRoom(ApiContext &context, const RoomSetup &setup); // it could not be stored

Result<void> storeRoom(Tables &tables, const RoomSetup &setup);
//! \param topics all that stand in the store and belong to the room
Result<void> removeStoredRoom(Tables &tables, const Room &room, const std::vector<TopicKey> &topics,
                              const std::vector<Token> &revoked);

// What changes with a room's settings. Another language needs a topic, and a function's token that
// may write there; the old token ends when the new one works.
struct RoomChange {
    Room before{};
    Room after{};
    std::optional<IssuedToken> functionToken{}; // when the languages changed
    std::vector<std::shared_ptr<TopicLog>> added{}; // topics
    std::vector<TopicKey> removed{};
    std::vector<Topic> resized{}; // as they are to be, when the retention changed
};

//! The topics that are new exist from here on, the rest when it was stored. LimitExceeded,
//! AlreadyExists (a topic of that name).
Result<RoomChange> planRoomChange(ApiContext &context, const Room &before, Room after);
void undoRoomChange(ApiContext &context, const RoomChange &change);
Result<void> storeRoomChange(Tables &tables, const RoomChange &change, UtcTime now);
void applyRoomChange(ApiContext &context, const RoomChange &change); // it is stored

//! The log of a room's topic, made when there is none; not stored yet.
Result<std::shared_ptr<TopicLog>> createRoomTopic(ApiContext &context, const Room &room,
                                                  const TopicKey &key);

std::vector<TopicKey> topicsOf(const ApiContext &context, const Room &room); // that there are
//! Tokens whose every grant is on this room's topics: its members', and its function's.
std::vector<Token> tokensOf(const ApiContext &context, const Room &room);

} // namespace parley
