#include "app/common/secret_file.h"

#include <cerrno>
#include <cstring>

#include <QFile>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace parley::app {
namespace {

constexpr qint64 kMaxBytes = 4096; // a token has 52

Error failure(const QString &path, const char *doing)
{
    return {ErrorCode::Unavailable,
            std::string(doing) + " " + path.toStdString() + ": " + std::strerror(errno)};
}

bool writeAll(int file, const QByteArray &content)
{
    qsizetype at = 0;
    while (at < content.size()) {
        const ssize_t n = ::write(file, content.constData() + at,
                                  static_cast<std::size_t>(content.size() - at));
        if (n < 0)
            return false;
        at += n;
    }
    return ::fsync(file) == 0;
}

// A draft beside it, on the disk.
Result<void> writeDraft(const QString &path, const QByteArray &draft, const QByteArray &content)
{
    ::unlink(draft.constData());
    const int file
        = ::open(draft.constData(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0)
        return failure(path, "cannot write");
    const bool written = writeAll(file, content);
    ::close(file);
    return written ? Result<void>() : failure(path, "cannot write");
}

} // namespace

Result<void> writeSecretFile(const QString &path, const QByteArray &content)
{
    const QByteArray target = QFile::encodeName(path);
    const QByteArray draft = target + ".new";
    auto written = writeDraft(path, draft, content);
    if (written && ::rename(draft.constData(), target.constData()) != 0)
        written = failure(path, "cannot write");
    if (!written)
        ::unlink(draft.constData());
    return written;
}

Result<void> makeSecretFile(const QString &path, const QByteArray &content)
{
    const QByteArray target = QFile::encodeName(path);
    const QByteArray draft = target + ".new." + QByteArray::number(::getpid());
    auto written = writeDraft(path, draft, content);
    if (written && ::link(draft.constData(), target.constData()) != 0) {
        const bool isThere = errno == EEXIST;
        written = isThere
            ? Error{ErrorCode::AlreadyExists, path.toStdString() + " is there already"}
            : failure(path, "cannot make");
    }
    ::unlink(draft.constData());
    return written;
}

Result<QByteArray> readPrivateFile(const QString &path, qint64 maxBytes)
{
    const int file = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC);
    if (file < 0 && errno == ENOENT)
        return Error{ErrorCode::NotFound, "cannot read " + path.toStdString() + ": no such file"};
    if (file < 0)
        return failure(path, "cannot read");
    struct stat status {
    };
    QByteArray content(maxBytes, '\0');
    const bool readable = ::fstat(file, &status) == 0;
    const ssize_t n = ::read(file, content.data(), static_cast<std::size_t>(content.size()));
    ::close(file);
    if (!readable || n < 0)
        return failure(path, "cannot read");
    if (S_ISREG(status.st_mode) && (status.st_mode & 077) != 0)
        return Error{ErrorCode::Unavailable,
                     path.toStdString() + " can be read by others; chmod 600 it first"};
    content.truncate(n);
    return content;
}

Result<QByteArray> readSecretFile(const QString &path)
{
    const auto content = readPrivateFile(path, kMaxBytes);
    if (!content)
        return Error{ErrorCode::Unavailable, content.error().message};
    const qsizetype end = content->indexOf('\n'); // -1: there is one line, and nothing ends it
    return content->left(end < 0 ? content->size() : end).trimmed();
}

} // namespace parley::app
