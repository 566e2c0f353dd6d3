#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "server/base/clock.h"

namespace parley {

// An answer whose body is written bit by bit, at the client's pace: a connection of HTTP/1.1 or a
// stream of HTTP/2. Thread: I/O loop.
class AnswerStream
{
public:
    virtual void write(std::string bytes) = 0;
    //! Something waits for the client to read: hold further bulk data back until drained().
    virtual bool isBlocked() const = 0;
    virtual void end() = 0; // what was written is sent, then it is over
    virtual std::uint64_t connectionId() const = 0;
    virtual std::string peerAddress() const = 0;

protected:
    ~AnswerStream() = default; // never deleted through this interface
};

// Who writes such an answer. Owned by the stream. Thread: I/O loop.
class AnswerWriter
{
public:
    virtual ~AnswerWriter() = default;
    virtual void drained() = 0; // all that was written is on its way, after it was not
    virtual void tick(MonotonicTime now) = 0; // once a second
    virtual void closed() = 0; // the last call: the client has gone, or all is sent
};

using MakeWriter = std::function<std::unique_ptr<AnswerWriter>(AnswerStream &)>;

} // namespace parley
