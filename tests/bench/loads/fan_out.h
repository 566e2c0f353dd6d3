#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tests/bench/loads/links.h"
#include "tests/bench/peers/server.h"

namespace parley::bench {

// When a publisher sends on.
enum class Refill {
    AtHalf, // half of its window is free: neither side waits for the other
    WhenAllArrived // the whole window is: the same batches each time, for what is counted
};

struct FanOutShape {
    int publishers = 1; // each on a topic of its own
    int subscribers = 100; // of each topic
    int payload = 200; // bytes
    int window = 128; // messages in flight per publisher, counted at its slowest subscriber
    std::uint64_t messages = 200'000; // of each publisher
    Refill refill = Refill::AtHalf;

    double deliveries() const { return double(messages) * publishers * subscribers; }
};

// Publishers and all subscribers of a run. A publisher keeps its window of messages in flight and
// never refills it for every single message: that would measure the client.
class FanOut
{
public:
    FanOut(Server &server, const FanOutShape &shape); // connects everybody

    void run(); // until everything arrived; a Failure when it does not
    void finish(); // what comes now came twice; the topics go

private:
    struct Topic {
        explicit Topic(std::size_t payloadBytes) : next(payloadBytes) {}

        std::string name{};
        Link *publisher = nullptr;
        std::vector<Link *> subscribers{};
        ExpectedPayload next;
        std::uint64_t sent = 0;
        std::uint64_t mark = 0; // refill when everybody has come so far
        int behindMark = 0; // subscribers that have not
    };

    void addTopic(std::size_t index);
    void countArrived(const Link &link, std::uint64_t before);
    void refill(Topic &topic);
    bool isComplete(const Topic &topic) const;

    Server &m_server;
    FanOutShape m_shape;
    Links m_links;
    std::vector<Topic> m_topics;
    std::size_t m_incomplete = 0; // topics
    std::string m_batch;
};

} // namespace parley::bench
