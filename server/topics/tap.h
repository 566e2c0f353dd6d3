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
        // The plain load keeps the common case (told already) free of a locked instruction.
        if (!m_told.load(std::memory_order_relaxed) && !m_told.exchange(true))
            wake();
    }

    //! An exchange, not a store: it must see the bytes of whoever told us last.
    void rearm() { m_told.exchange(false); }

private:
    virtual void wake() = 0; // brief, and never back into the log

    std::atomic<bool> m_told{false};
};

} // namespace parley
