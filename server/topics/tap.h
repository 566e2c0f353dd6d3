#pragma once

#include <atomic>

namespace parley {

// Somebody who reads logs with cursors and wants to know when there is something new. Told once,
// until it rearms; rearm before moving the cursors, so that a later append tells it again.
// Thread: tell(), wake() and notify() from any, also from two at once.
class Tap
{
public:
    virtual ~Tap() = default;

    //! \return whether it was not told yet: then wake it, once no lock is held. Not looked at
    //! before: a plain load may be served before the mark that was just set is seen by others, and
    //! then both sides believe that the other one goes on.
    bool tell() { return !m_told.exchange(true); }
    virtual void wake() = 0; // brief, and never back into the log
    bool isTold() const { return m_told.load(std::memory_order_relaxed); }
    //! Whether who appends on this thread must not run far ahead of it: it reads on another one,
    //! for clients who could keep up. It calls TopicLog::readersMoved() each time it has read.
    virtual bool holdsBack() const { return false; }

    void notify()
    {
        if (tell())
            wake();
    }

    //! An exchange, not a store: it must see the bytes of whoever told us last.
    void rearm() { m_told.exchange(false); }

private:
    std::atomic<bool> m_told{false};
};

} // namespace parley
