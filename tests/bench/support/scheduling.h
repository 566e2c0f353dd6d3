#pragma once

#include <sys/types.h>

namespace parley::bench {

//! The servers inherit it. \return how many descriptors this process may have open now.
unsigned long raiseDescriptorLimit();

// While it lives, all threads of a server and this thread run before everything that is not urgent
// (SCHED_FIFO), so that latency is not the wait for a core that a compiler has. Needs root.
class UrgentRun
{
public:
    explicit UrgentRun(pid_t server);
    ~UrgentRun();
    UrgentRun(const UrgentRun &) = delete;
    UrgentRun &operator=(const UrgentRun &) = delete;

    bool isGranted() const { return m_granted; }

private:
    pid_t m_server;
    bool m_granted;
};

} // namespace parley::bench
