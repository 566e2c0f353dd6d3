#pragma once

#include <string>
#include <vector>

#include "server/types/room.h"

namespace parley {

// What the API asks of the functions. Thread: I/O loop.
class FunctionControl
{
public:
    virtual std::vector<std::string> functionNames() const = 0;
    virtual std::string enginesJson() const = 0; // a JSON array, see server/protocol/README.md, 6.6
    virtual void setRooms(const std::vector<Room> &rooms) = 0;

protected:
    ~FunctionControl() = default; // never deleted through this interface
};

} // namespace parley
