#pragma once

#include <deque>
#include <list>

#include "server/base/thread_affine.h"

namespace parley::functions {

// Wants to keep a process.
class SlotHolder
{
public:
    virtual bool isIdle() const = 0; // its process could go
    virtual void giveUpSlot() = 0; // lets go of its process; it was idle
    virtual void slotGranted() = 0; // after it had to wait

protected:
    ~SlotHolder() = default; // never deleted through this interface
};

// How many scripts may have a process at once. Who needs one takes it from whoever has been idle
// for longest, else waits in line. Thread: functions; may be made elsewhere.
class ScriptSlots final
{
public:
    //! Each costs about 10 MB beside what its script holds, and the cores are few.
    static constexpr std::size_t kMaxProcesses = 16;

    explicit ScriptSlots(std::size_t most = kMaxProcesses) : m_most(most) {}

    //! False: it is in line, and hears by slotGranted().
    bool take(SlotHolder &holder);
    void becameIdle(SlotHolder &holder); // it may be asked to give up
    void release(SlotHolder &holder); // its place in line, too
    bool hasLine() const { return !m_line.empty(); } // somebody waits

private:
    void serveLine();

    const std::size_t m_most;
    std::list<SlotHolder *> m_holders; // idle for longest first
    std::deque<SlotHolder *> m_line;
    ThreadAffine m_thread;
};

} // namespace parley::functions
