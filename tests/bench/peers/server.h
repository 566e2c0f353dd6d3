#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tests/bench/peers/loopback.h"
#include "tests/bench/peers/reader.h"
#include "tests/bench/support/child_process.h"

namespace parley::bench {

// What a server says that it did, for the size of its batches.
struct SendCount {
    std::uint64_t frames = 0;
    std::uint64_t sends = 0;
};

// What a server does with the messages of a reader that does not read.
enum class QueueLimits {
    Lifted, // so that none wins by dropping
    Default // what people get, for the case of stalled readers
};

// A server that used no CPU for so long is through with what it was given; long enough that nobody
// has a thing done later, when nobody counts.
inline constexpr int kStillMs = 300;

// Nothing came from a server for so long: it never will.
inline constexpr std::int64_t kPatienceNs = 30'000'000'000;

// A server that is measured: a process of its own, and its wire.
class Server
{
public:
    virtual ~Server() = default;

    virtual ChildProcess &process() = 0;

    //! A topic that nobody used before.
    virtual std::string newTopic() = 0;
    virtual void dropTopic(const std::string & /*topic*/) {}
    //! Null: it does not tell.
    virtual std::optional<SendCount> sendCount() { return std::nullopt; }

    virtual std::uint16_t port() const = 0;
    virtual Wire wire() const { return Wire::Plain; } // that is spoken there
    //! What a client says until it may publish, and what answers it.
    virtual std::vector<Step> greeting() const = 0;
    //! The same for one that has been greeted and wants to hear of everything from now on.
    virtual std::vector<Step> subscribing(const std::string &topic) const = 0;
    virtual std::unique_ptr<Reader> makeReader(const std::string &topic,
                                               std::size_t payloadBytes) const = 0;
    //! Appends \p count messages, ready for the wire; \p next moves on.
    virtual void appendPublishes(std::string &out, const std::string &topic, ExpectedPayload &next,
                                 std::uint64_t count) const = 0;

    Loopback connect() const { return Loopback(port(), wire()); } // not greeted yet
    Loopback connectPublisher() const
    {
        Loopback connection = connect();
        connection.take(greeting());
        return connection;
    }
    Loopback connectSubscriber(const std::string &topic) const
    {
        Loopback connection = connectPublisher();
        connection.take(subscribing(topic));
        return connection;
    }
};

// One that says of each message that it has it on disk. Publishes on one connection, answers on
// the same.
class StoringServer : public Server
{
public:
    virtual Loopback connectStoringPublisher() const { return connectPublisher(); }
    virtual std::unique_ptr<AckReader> makeAckReader() const = 0;
    //! Appends \p count messages that want an acknowledgement, in the order of their payloads.
    virtual void appendStoredPublishes(std::string &out, const std::string &topic,
                                       ExpectedPayload &next, std::uint64_t count) const = 0;
    //! A connection on which every message that the topic holds comes again, the oldest first, for
    //! a reader of makeReader().
    virtual Loopback connectReplay(const std::string &topic) const = 0;
};

} // namespace parley::bench
