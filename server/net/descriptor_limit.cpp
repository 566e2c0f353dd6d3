#include "server/net/descriptor_limit.h"

#include <algorithm>
#include <filesystem>
#include <limits>

#include <sys/resource.h>

namespace parley {
namespace {

std::size_t openDescriptors()
{
    namespace fs = std::filesystem;
    std::error_code failure;
    std::size_t open = 0;
    for (fs::directory_iterator each("/dev/fd", failure), end; !failure && each != end;
         each.increment(failure))
        ++open;
    return open;
}

} // namespace

std::size_t connectionsThatFit(std::size_t openLater)
{
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY)
        return std::numeric_limits<std::size_t>::max();
    const std::size_t taken = openDescriptors() + openLater + kReservedDescriptors;
    const auto all = static_cast<std::size_t>(limit.rlim_cur);
    return std::max(kLeastConnections, all > taken ? all - taken : 0);
}

} // namespace parley
