#include "server/store/data_directory.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace parley {
namespace {

Error unusable(const std::string &path, const std::string &why)
{
    return {ErrorCode::Unavailable, "data directory " + path + ": " + why};
}

} // namespace

Result<DataDirectory> DataDirectory::open(const std::string &path)
{
    namespace fs = std::filesystem;
    std::error_code failure;
    const bool made = fs::create_directories(path, failure);
    if (failure)
        return unusable(path, failure.message());
    struct stat status {
    };
    if (stat(path.c_str(), &status) != 0 || !S_ISDIR(status.st_mode))
        return unusable(path, "is not a directory");
    if (status.st_uid != geteuid())
        return unusable(path, "belongs to another user");
    if (made || (status.st_mode & 077) != 0) // others may have been able to read it
        if (chmod(path.c_str(), 0700) != 0)
            return unusable(path, std::strerror(errno));

    const std::string lockPath = path + "/lock";
    const int lock = ::open(lockPath.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (lock < 0)
        return unusable(path, std::strerror(errno));
    if (flock(lock, LOCK_EX | LOCK_NB) != 0) {
        const bool held = errno == EWOULDBLOCK;
        ::close(lock);
        return unusable(path, held ? "is in use by another Parley" : std::strerror(errno));
    }
    return DataDirectory(path, lock);
}

bool DataDirectory::isLocked(const std::string &path)
{
    const int lock = ::open((path + "/lock").c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (lock < 0)
        return false;
    const bool taken = flock(lock, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    ::close(lock);
    return taken;
}

DataDirectory::DataDirectory(DataDirectory &&other) noexcept :
    m_path(std::move(other.m_path)), m_lock(std::exchange(other.m_lock, -1))
{
}

DataDirectory::~DataDirectory()
{
    if (m_lock >= 0)
        ::close(m_lock); // releases the lock
}

} // namespace parley
