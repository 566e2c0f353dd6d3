#pragma once

#include <vector>

#include "server/functions/translated_room.h"

namespace parley::functions {

// The functions that come with Parley, and the handles by which others steer and watch them:
//
//     BuiltInFunctions functions(options, {publisher, clock, log, onVerdict});
//     functions.setRooms(rooms);
//     FunctionHost host(functions.entries()); // declared behind: it must go first
//
// Thread: setRooms() and engineStatus() from any; the rest by the owner.
class BuiltInFunctions final
{
public:
    struct Surroundings { // all borrowed, all outlive the host
        Publisher &publisher;
        const Clock &clock;
        LogSink &log;
        //! JSON of every verdict, for `$events/verdicts`. Called on the functions thread. The
        //! author of a held or blocked message is told nowhere else: in the room others read too.
        RoomFunction::VerdictHook onVerdict{};
        RoomFunction::HoldHook onHeld{}; // as RoomFunction has it
    };

    BuiltInFunctions(FunctionOptions options, Surroundings surroundings);

    std::vector<FunctionEntry> entries(); // echo and room; they refer to this object

    void setRooms(std::vector<Room> rooms); // each one checked by Room::checked
    std::vector<EngineStatus> engineStatus() const; // empty until the host's thread has looked

private:
    const FunctionOptions m_options;
    const Surroundings m_surroundings;
    RoomDirectory m_rooms;
    EngineBoard m_board;
};

} // namespace parley::functions
