#pragma once

#include <functional>
#include <string>
#include <vector>

#include "server/base/result.h"
#include "server/types/held_message.h"
#include "server/types/room.h"
#include "server/types/stored_function.h"

namespace parley {

// What the API asks of the functions. Thread: I/O loop.
class FunctionControl
{
public:
    virtual std::vector<std::string> functionNames() const = 0; // all that webhooks can call
    virtual std::string enginesJson() const = 0; // a JSON array, see server/protocol/README.md, 6.6
    virtual void setRooms(const std::vector<Room> &rooms) = 0;
    //! Whether a room's own word list can be read: InvalidArgument that names the line. "": none.
    virtual Result<void> checkTerms(const std::string &terms) const = 0;
    //! Publishes what a moderator let pass, with his text. \p done runs once, here; NotFound when
    //! the room has gone, FailedPrecondition when its author took it back, Unavailable: try again.
    virtual void releaseHeld(const HeldMessage &message, const std::string &text,
                             std::function<void(Result<void>)> done)
        = 0;
    //! Tells the author on his notices topic.
    virtual void tellDenied(const HeldMessage &message, const Room &room, const std::string &reason)
        = 0;
    //! Runs it from now on, in the place of the one of that name; takes it away.
    virtual void putFunction(const StoredFunction &function) = 0;
    virtual void removeFunction(const std::string &name) = 0;
    //! Calls it once with \p body; nothing is published. \p done runs once, here, with the answer's
    //! JSON, see README.md, 6.6.
    virtual void tryFunction(const StoredFunction &function, const std::string &body,
                             std::function<void(Result<std::string>)> done)
        = 0;

protected:
    ~FunctionControl() = default; // never deleted through this interface
};

} // namespace parley
