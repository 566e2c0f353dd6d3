#pragma once

#include <string>
#include <string_view>

#include "server/protocol/json_reader.h"
#include "server/protocol/json_writer.h"
#include "server/types/room.h"

namespace parley {

// Rooms as the wire and the store write them. Source: README.md, section 6.6.

//! The members of what a person sets: languages, topic names, moderation, engines, glossary,
//! durability, retention, and whom it translates for. Into an object that is open.
void writeRoomSettings(JsonWriter &writer, const Room &room);

//! The same members, each where it is there; what is left out stays as it is in \p room. Not
//! checked as a whole: Room::checked() is for that. Faults are in.finish()'s.
void readRoomSettings(JsonReader &in, Room &room);

std::string roomSettingsJson(const Room &room); // an object of nothing else, for the store
Result<Room> roomSettingsFromJson(std::string_view text, Room room); // checked

} // namespace parley
