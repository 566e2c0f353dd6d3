#pragma once

#include <memory>
#include <vector>

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

//! Makes the parts; the topics exist from here on, the rest when it was stored.
Result<RoomSetup> setUpRoom(ApiContext &context, Room room, Durability durability);
void undoRoom(ApiContext &context, const RoomSetup &setup); // it could not be stored

Result<void> storeRoom(Tables &tables, const RoomSetup &setup);
Result<void> removeStoredRoom(Tables &tables, const Room &room, const std::vector<Token> &revoked);

//! Tokens whose every grant is on this room's topics: its members', and its function's.
std::vector<Token> tokensOf(const ApiContext &context, const Room &room);

} // namespace parley
