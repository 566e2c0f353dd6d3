#include "server/store/disk_reserve.h"

#include <fcntl.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace parley {

DiskReserve::DiskReserve(const std::string &directory) :
    m_directory(directory), m_file(directory + "/reserve")
{
}

std::int64_t DiskReserve::available() const
{
    struct statvfs space {
    };
    if (statvfs(m_directory.c_str(), &space) != 0)
        return 0;
    return static_cast<std::int64_t>(space.f_bavail) * static_cast<std::int64_t>(space.f_frsize);
}

bool DiskReserve::isDiskFull() const
{
    constexpr std::int64_t kHardly = 1024 * 1024; // SQLite's log grows by this in one group
    return available() < kHardly;
}

bool DiskReserve::hold()
{
    if (m_held)
        return true;
    const int file = ::open(m_file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0)
        return false;
    const off_t before = ::lseek(file, 0, SEEK_END); // the last run's may still be there
    const bool enough = available() >= kRoomBytes + kBytes - before;
    m_held = enough && ::posix_fallocate(file, 0, kBytes) == 0;
    ::close(file);
    if (!m_held)
        release();
    return m_held;
}

void DiskReserve::release()
{
    ::unlink(m_file.c_str());
    m_held = false;
}

} // namespace parley
