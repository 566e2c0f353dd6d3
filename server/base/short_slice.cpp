#include "server/base/short_slice.h"

#if defined(__linux__)
#include <cstdint>

#include <sys/syscall.h>
#include <unistd.h>
#endif

namespace parley {

#if defined(__linux__) && defined(SYS_sched_setattr) && defined(SYS_sched_getattr)

namespace {

// struct sched_attr of the kernel (sched_setattr(2)) in its first form; glibc 2.36 has none.
struct SchedulingAttributes {
    std::uint32_t size = sizeof(SchedulingAttributes);
    std::uint32_t policy = 0;
    std::uint64_t flags = 0;
    std::int32_t nice = 0;
    std::uint32_t priority = 0;
    std::uint64_t runtime = 0; // nanoseconds; of an ordinary thread: its slice
    std::uint64_t deadline = 0;
    std::uint64_t period = 0;
};

} // namespace

void askForShortSlices()
{
    constexpr std::uint64_t kSlice = 100'000; // the shortest that the kernel gives
    SchedulingAttributes now; // its policy and its niceness stay
    if (syscall(SYS_sched_getattr, 0, &now, sizeof now, 0) != 0 || now.policy != 0)
        return; // not an ordinary thread: somebody has arranged that
    now.runtime = kSlice;
    (void)syscall(SYS_sched_setattr, 0, &now, 0);
}

#else

void askForShortSlices() {}

#endif

} // namespace parley
