#pragma once

#include <vector>

#include "server/net/event_loop.h"

namespace parley {

// Has replies that wait for the end of the turn.
class ReplySource
{
public:
    virtual void flushReplies() = 0;

protected:
    ~ReplySource() = default; // never deleted through this interface
};

// Sends the replies of a turn together: a publisher whose hundred messages arrived in one read gets
// his hundred acks in one send. Thread: I/O loop.
class ReplyFlusher final : private TurnObserver
{
public:
    explicit ReplyFlusher(EventLoop &loop);
    ~ReplyFlusher();
    ReplyFlusher(const ReplyFlusher &) = delete;
    ReplyFlusher &operator=(const ReplyFlusher &) = delete;

    void add(ReplySource &source) { m_sources.push_back(&source); } // once, until it was flushed
    void remove(const ReplySource &source);

private:
    void turnEnded() override;

    EventLoop &m_loop;
    std::vector<ReplySource *> m_sources;
};

} // namespace parley
