#include "server/tls/private_file.h"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace parley {
namespace {

Error failure(const std::string &path, const char *doing)
{
    return {ErrorCode::Unavailable, std::string(doing) + ' ' + path + ": " + std::strerror(errno)};
}

bool writeAll(int file, std::string_view content)
{
    while (!content.empty()) {
        const ssize_t n = ::write(file, content.data(), content.size());
        if (n < 0)
            return false;
        content.remove_prefix(static_cast<std::size_t>(n));
    }
    return ::fsync(file) == 0;
}

} // namespace

Result<std::string> readPemFile(const std::string &path)
{
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return failure(path, "cannot read");
    std::string content(kMaxPemBytes + 1, '\0');
    std::size_t size = 0;
    ssize_t n = 0;
    do {
        n = ::read(file, content.data() + size, content.size() - size);
        size += n > 0 ? static_cast<std::size_t>(n) : 0;
    } while (n > 0 && size < content.size());
    const Error error = failure(path, "cannot read"); // while errno is still that of read()
    ::close(file);
    if (n < 0)
        return error;
    if (size > kMaxPemBytes)
        return Error{ErrorCode::Unavailable, path + " is too large to be a certificate or key"};
    content.resize(size);
    return content;
}

Result<void> writePrivateFile(const std::string &path, std::string_view content)
{
    const std::string draft = path + ".new";
    ::unlink(draft.c_str());
    const int file
        = ::open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0)
        return failure(path, "cannot write");
    const bool written = writeAll(file, content);
    if (::close(file) != 0 || !written || ::rename(draft.c_str(), path.c_str()) != 0) {
        const Error error = failure(path, "cannot write");
        ::unlink(draft.c_str());
        return error;
    }
    return {};
}

bool isReadByOthers(const std::string &path)
{
    struct stat status {
    };
    return ::stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode)
        && (status.st_mode & 077) != 0;
}

} // namespace parley
