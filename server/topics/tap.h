#pragma once

#include <atomic>

namespace parley {

// Somebody who reads logs with cursors and wants to know when there is something new. Told once,
// until it rearms; rearm before moving the cursors, so that a later append tells it again.
// Thread: notify() from any, also from two at once.
class Tap
{
public:
    virtual ~Tap() = default;

    void notify()
    {
        // Not looked at before: a plain load may be served before the mark that was just set is
        // seen by others, and then both sides believe that the other one goes on.
        if (!m_told.exchange(true))
            wake();
    }

    //! An exchange, not a store: it must see the bytes of whoever told us last.
    void rearm() { m_told.exchange(false); }

private:
    virtual void wake() = 0; // brief, and never back into the log

    std::atomic<bool> m_told{false};
};

} // namespace parley
