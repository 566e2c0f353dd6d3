#include "tests/bench/support/scheduling.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <system_error>

#include <sched.h>
#include <sys/prctl.h>
#include <sys/resource.h>

namespace parley::bench {
namespace {

// Every thread that the process has now. \return whether the kernel let us.
bool setPolicy(pid_t process, int policy)
{
    sched_param how{};
    how.sched_priority = policy == SCHED_FIFO ? 10 : 0;
    bool allowed = true;
    std::error_code error;
    const std::filesystem::path tasks = "/proc/" + std::to_string(process) + "/task";
    for (const auto &task : std::filesystem::directory_iterator(tasks, error))
        if (sched_setscheduler(pid_t(std::atoi(task.path().filename().c_str())), policy, &how) != 0)
            allowed = false;
    return allowed && !error;
}

bool setOwnPolicy(int policy)
{
    sched_param how{};
    how.sched_priority = policy == SCHED_FIFO ? 10 : 0;
    return sched_setscheduler(0, policy, &how) == 0;
}

} // namespace

unsigned long raiseDescriptorLimit()
{
    constexpr rlim_t kEnough = 20'000; // the largest case has 5,000 connections, both ends
    rlimit limit{};
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, kEnough);
    setrlimit(RLIMIT_NOFILE, &limit);
    return limit.rlim_cur;
}

UrgentRun::UrgentRun(pid_t server) :
    m_server(server), m_granted(setOwnPolicy(SCHED_FIFO) && setPolicy(server, SCHED_FIFO))
{
    prctl(PR_SET_TIMERSLACK, 1); // ns; the kernel may otherwise be 50 us late without FIFO
}

UrgentRun::~UrgentRun()
{
    setOwnPolicy(SCHED_OTHER);
    setPolicy(m_server, SCHED_OTHER);
}

} // namespace parley::bench
