#include "server/functions/ordered_outbox.h"

#include <utility>

namespace parley::functions {

OrderedOutbox::Ticket OrderedOutbox::enter(const std::string &lane)
{
    const Ticket ticket = ++m_last;
    m_lanes[lane].push_back(Entry{ticket, false, {}});
    m_laneOf.emplace(ticket, lane);
    return ticket;
}

void OrderedOutbox::ready(Ticket ticket, std::function<void()> send)
{
    settle(ticket, std::move(send));
}

void OrderedOutbox::leave(Ticket ticket)
{
    settle(ticket, {});
}

void OrderedOutbox::settle(Ticket ticket, std::function<void()> send)
{
    const auto found = m_laneOf.find(ticket);
    if (found == m_laneOf.end())
        return; // settled before
    const std::string lane = std::move(found->second);
    m_laneOf.erase(found);
    for (Entry &entry : m_lanes[lane]) {
        if (entry.ticket == ticket) {
            entry.settled = true;
            entry.send = std::move(send);
            break;
        }
    }
    flush(lane);
}

void OrderedOutbox::flush(const std::string &lane)
{
    // Looked up anew each time: what is sent may enter or settle others.
    for (auto found = m_lanes.find(lane); found != m_lanes.end(); found = m_lanes.find(lane)) {
        std::deque<Entry> &entries = found->second;
        if (entries.empty()) {
            m_lanes.erase(found);
            return;
        }
        if (!entries.front().settled)
            return;
        const auto send = std::move(entries.front().send);
        entries.pop_front();
        if (send)
            send();
    }
}

} // namespace parley::functions
