#include "server/store/backup.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include <fcntl.h>
#include <unistd.h>

#include "server/store/data_directory.h"
#include "server/store/tables.h"

namespace parley {
namespace {

namespace fs = std::filesystem;

constexpr std::array<const char *, 2> kFiles{"parley.db", "messages.db"}; // administration first

// A run reserves a block of pages. A restored store goes on so many blocks later, and by chance
// some more: the broker that it is a backup of does not start so often.
constexpr std::uint64_t kBlock = 1ull << 26;
constexpr std::uint64_t kBlocksAhead = 4096;

Error failed(const std::string &doing, const std::string &why)
{
    return {ErrorCode::StorageFailed, doing + ": " + why};
}

// So that the file, or the entries of the directory, are there after a power cut.
Result<void> sync(const fs::path &path)
{
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return failed("opening " + path.string(), std::strerror(errno));
    const bool synced = ::fsync(file) == 0;
    const int why = errno;
    ::close(file);
    return synced ? Result<void>{} : failed("syncing " + path.string(), std::strerror(why));
}

// Reads one snapshot of the whole file, whoever writes to it meanwhile, and writes it in order.
Result<void> copyFile(const fs::path &from, const fs::path &to)
{
    auto source = Database::openForReading(from.string());
    if (!source)
        return source.error();
    if (auto ok = source->copyInto(to.string()); !ok)
        return ok;
    std::error_code failure;
    fs::permissions(to, fs::perms::owner_read | fs::perms::owner_write, failure);
    if (failure)
        return failed("backup", failure.message());
    return sync(to);
}

Result<void> copyAll(const fs::path &from, const fs::path &to)
{
    std::error_code failure;
    fs::create_directories(to, failure);
    if (!failure)
        fs::permissions(to, fs::perms::owner_all, failure);
    if (failure)
        return failed("making " + to.string(), failure.message());
    for (const char *file : kFiles)
        if (auto ok = copyFile(from / file, to / file); !ok)
            return ok;
    return sync(to);
}

bool holdsStore(const fs::path &directory)
{
    std::error_code ignored;
    return fs::exists(directory / kFiles[0], ignored) || fs::exists(directory / kFiles[1], ignored);
}

// The copy becomes a store that begins anew on other pages.
Result<void> turnPages(const std::string &directory, Random &random)
{
    auto tables
        = Tables::open(directory); // brings an older version up to date, refuses a newer one
    if (!tables)
        return tables.error();
    const auto nextPage = tables->meta().value(MetaTable::kNextPage, 1);
    if (!nextPage)
        return nextPage.error();
    const auto more = static_cast<std::uint64_t>(random.unit() * double(kBlocksAhead));
    const auto page = *nextPage + static_cast<std::int64_t>((kBlocksAhead + more) * kBlock);
    if (auto ok = tables->meta().set(MetaTable::kNextPage, page); !ok)
        return ok;
    if (auto ok = tables->meta().set(MetaTable::kRestored, 1); !ok)
        return ok;
    if (auto ok = tables->commit(); !ok)
        return ok;
    return tables->checkpoint();
}

Result<void> moveInto(const fs::path &from, const fs::path &to)
{
    std::error_code failure;
    for (const char *file : kFiles) {
        fs::rename(from / file, to / file, failure);
        if (failure)
            return failed("restore", failure.message());
    }
    fs::remove_all(from, failure);
    return sync(to);
}

} // namespace

Result<void> backUpStore(const std::string &dataDirectory, const std::string &target)
{
    if (!holdsStore(dataDirectory))
        return Error{ErrorCode::NotFound, dataDirectory + " holds no store"};
    std::error_code failure;
    if (fs::exists(target, failure))
        return Error{ErrorCode::AlreadyExists, target + " exists already"};
    const fs::path partial = target + ".partial";
    fs::remove_all(partial, failure); // of a backup that was interrupted
    auto copied = copyAll(dataDirectory, partial);
    if (copied) {
        fs::rename(partial, target, failure);
        if (failure)
            copied = failed("naming the backup", failure.message());
        else
            return sync(fs::absolute(target).parent_path());
    }
    fs::remove_all(partial, failure);
    return copied;
}

Result<void> restoreStore(const std::string &backup, const std::string &dataDirectory,
                          Random &random)
{
    if (!holdsStore(backup))
        return Error{ErrorCode::NotFound, backup + " holds no backup"};
    const auto directory = DataDirectory::open(dataDirectory); // nobody starts on it meanwhile
    if (!directory)
        return directory.error();
    if (holdsStore(dataDirectory))
        return Error{ErrorCode::AlreadyExists,
                     dataDirectory + " holds a store already; move it away first"};
    const fs::path partial = dataDirectory + "/restore.partial";
    std::error_code failure;
    fs::remove_all(partial, failure);
    auto done = copyAll(backup, partial);
    if (done)
        done = turnPages(partial.string(), random);
    if (done)
        done = moveInto(partial, dataDirectory);
    fs::remove_all(partial, failure);
    return done;
}

} // namespace parley
