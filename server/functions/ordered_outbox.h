#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <unordered_map>

namespace parley::functions {

// Keeps what people say in order although translations end out of order. A lane is one sender in
// one language of one room; whoever entered a lane first is sent first. A slow head holds up only
// its lane, and never longer than the translator's deadline. Holds one entry for each language of
// each open job, so the limit on jobs bounds it. Thread: functions.
class OrderedOutbox final
{
public:
    using Ticket = std::uint64_t;

    Ticket enter(const std::string &lane);
    //! Runs \p send now, or as soon as everybody before in the lane is ready or has left.
    void ready(Ticket ticket, std::function<void()> send);
    void leave(Ticket ticket); // nothing to send after all

    bool isEmpty() const { return m_lanes.empty(); }

private:
    struct Entry {
        Ticket ticket = 0;
        bool settled = false;
        std::function<void()> send{}; // empty after leave()
    };

    void settle(Ticket ticket, std::function<void()> send);
    void flush(const std::string &lane);

    std::unordered_map<std::string, std::deque<Entry>> m_lanes;
    std::unordered_map<Ticket, std::string> m_laneOf;
    Ticket m_last = 0;
};

} // namespace parley::functions
