#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "server/base/clock.h"
#include "server/base/error.h"
#include "server/protocol/command.h"
#include "server/protocol/command_decoder.h"
#include "server/protocol/json_writer.h"
#include "server/types/position.h"
#include "server/types/token.h"
#include "server/types/topic_key.h"

// Replies and pushes of the socket as JSON; the caller puts them into frames. Items are made in
// item_frame.h. Source: README.md, sections 3 and 5. Thread: any.
namespace parley {

using CommandId = std::optional<std::uint64_t>; // left out of the reply when the command had none

enum class AckKind : std::uint8_t { Accepted, Stored }; // stored: on disk, after fsync
std::string_view wireName(AckKind kind);

// Replies.
std::string authenticatedReply(CommandId id, const Token &token);
//! \param last sequence of the newest message: what comes up to it was there before.
std::string subscribedReply(CommandId id, const TopicKey &key, Position position,
                            std::uint64_t last);
std::string unsubscribedReply(CommandId id, const TopicKey &key);
std::string ackReply(std::uint64_t id, Position position, AckKind kind);
std::string errorReply(CommandId id, const Error &error);
std::string pongReply(CommandId id);

// Pushes.
std::string gapPush(const TopicKey &key, Position after, Position next);
std::string closedPush(const TopicKey &key, const Error &error);
std::string heartbeatPush(UtcTime time);

void writeError(JsonWriter &out, const Error &error); // {"code":...}, as a value
void writeGap(JsonWriter &out, Position after, Position next); // {"after":...,"next":...}
std::string errorBody(const Error &error); // {"error":{...}}, the body of an HTTP answer

} // namespace parley
