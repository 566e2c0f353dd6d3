#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "tests/bench/fanout/loopback.h"
#include "tests/bench/fanout/reader.h"
#include "tests/bench/support/child_process.h"

namespace parley::bench {

// What a server says that it did, for the size of its batches.
struct SendCount {
    std::uint64_t frames = 0;
    std::uint64_t sends = 0;
};

// A server that is measured: a process of its own, and its wire.
class Server
{
public:
    virtual ~Server() = default;

    virtual std::string name() const = 0; // for the table
    virtual ChildProcess &process() = 0;
    virtual void beginRun() = 0; // a topic that nobody used before
    virtual void endRun() = 0;
    virtual std::optional<SendCount> sendCount() = 0; // null: it does not tell

    virtual Loopback connectPublisher() = 0;
    virtual Loopback connectSubscriber() = 0; // it hears everything published from now on
    virtual std::unique_ptr<Reader> makeReader() const = 0;
    //! Appends \p count messages, ready for the wire; \p next moves on.
    virtual void appendPublishes(std::string &out, ExpectedPayload &next, std::uint64_t count) = 0;
};

} // namespace parley::bench
