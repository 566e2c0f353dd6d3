#include "app/common/process_setup.h"

#include <csignal>

#include <sys/resource.h>

namespace parley::app {

void prepareProcess()
{
    std::signal(SIGPIPE, SIG_IGN);
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return;
    constexpr rlim_t kEnough = 65536; // some systems say "unlimited", and tables of that size exist
    limit.rlim_cur = limit.rlim_max < kEnough ? limit.rlim_max : kEnough;
    setrlimit(RLIMIT_NOFILE, &limit);
}

} // namespace parley::app
