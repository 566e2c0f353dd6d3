#include "tests/support/faulty_disk.h"

#include <algorithm>
#include <cstring>
#include <fstream>

namespace parley::test {
namespace {

std::string contentOf(const std::string &path)
{
    std::ifstream in(path, std::ios::binary | std::ios::ate);
    std::string content(std::size_t(std::max<std::streamoff>(in.tellg(), 0)), '\0');
    in.seekg(0);
    in.read(content.data(), std::streamsize(content.size())); // it may grow; it does not shrink
    return content;
}

} // namespace

// What SQLite holds of an open file: ours first, the real one behind it.
struct FaultyDisk::File {
    sqlite3_file base{};
    FaultyDisk *disk = nullptr;
    std::string *path = nullptr; // null: SQLite never syncs it by name (temporary)

    sqlite3_file *real() { return reinterpret_cast<sqlite3_file *>(this + 1); }
    static File *of(sqlite3_file *file) { return reinterpret_cast<File *>(file); }
};

struct FaultyDisk::Methods {
    static const sqlite3_io_methods kTable;

    static int open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out)
    {
        auto &disk = *static_cast<FaultyDisk *>(vfs->pAppData);
        auto *mine = new (file) File;
        mine->disk = &disk;
        const int rc = disk.m_real->xOpen(disk.m_real, name, mine->real(), flags, out);
        if (rc != SQLITE_OK)
            return rc;
        mine->base.pMethods = &kTable;
        if (name)
            mine->path = new std::string(name);
        return SQLITE_OK;
    }

    static int remove(sqlite3_vfs *vfs, const char *name, int syncDirectory)
    {
        auto &disk = *static_cast<FaultyDisk *>(vfs->pAppData);
        disk.removed(name);
        return disk.m_real->xDelete(disk.m_real, name, syncDirectory);
    }

    static int close(sqlite3_file *file)
    {
        File *mine = File::of(file);
        delete mine->path;
        return mine->real()->pMethods->xClose(mine->real());
    }

    static int write(sqlite3_file *file, const void *bytes, int size, sqlite3_int64 offset)
    {
        File *mine = File::of(file);
        const int rc = mine->disk->check(DiskFault::WriteFails, DiskFault::Full);
        if (rc != SQLITE_OK)
            return rc;
        return mine->real()->pMethods->xWrite(mine->real(), bytes, size, offset);
    }

    static int sync(sqlite3_file *file, int flags)
    {
        File *mine = File::of(file);
        const int rc = mine->disk->check(DiskFault::SyncFails, DiskFault::SyncFails);
        if (rc != SQLITE_OK)
            return rc;
        if (mine->path)
            mine->disk->synced(*mine->path);
        return mine->real()->pMethods->xSync(mine->real(), flags);
    }

    // The rest goes to the real file as it is.
    template <auto Member, typename... Arguments>
    static int pass(sqlite3_file *file, Arguments... arguments)
    {
        sqlite3_file *real = File::of(file)->real();
        return (real->pMethods->*Member)(real, arguments...);
    }
    static void barrier(sqlite3_file *file)
    {
        sqlite3_file *real = File::of(file)->real();
        real->pMethods->xShmBarrier(real);
    }
};

// Version 2: no memory mapping, which would write past us.
const sqlite3_io_methods FaultyDisk::Methods::kTable = {
    .iVersion = 2,
    .xClose = close,
    .xRead = pass<&sqlite3_io_methods::xRead, void *, int, sqlite3_int64>,
    .xWrite = write,
    .xTruncate = pass<&sqlite3_io_methods::xTruncate, sqlite3_int64>,
    .xSync = sync,
    .xFileSize = pass<&sqlite3_io_methods::xFileSize, sqlite3_int64 *>,
    .xLock = pass<&sqlite3_io_methods::xLock, int>,
    .xUnlock = pass<&sqlite3_io_methods::xUnlock, int>,
    .xCheckReservedLock = pass<&sqlite3_io_methods::xCheckReservedLock, int *>,
    .xFileControl = pass<&sqlite3_io_methods::xFileControl, int, void *>,
    .xSectorSize = pass<&sqlite3_io_methods::xSectorSize>,
    .xDeviceCharacteristics = pass<&sqlite3_io_methods::xDeviceCharacteristics>,
    .xShmMap = pass<&sqlite3_io_methods::xShmMap, int, int, int, void volatile **>,
    .xShmLock = pass<&sqlite3_io_methods::xShmLock, int, int, int>,
    .xShmBarrier = barrier,
    .xShmUnmap = pass<&sqlite3_io_methods::xShmUnmap, int>,
    .xFetch = nullptr,
    .xUnfetch = nullptr,
};

FaultyDisk::FaultyDisk() : m_real(sqlite3_vfs_find(nullptr))
{
    m_vfs = *m_real;
    m_vfs.zName = "faulty";
    m_vfs.szOsFile = int(sizeof(File)) + m_real->szOsFile;
    m_vfs.xOpen = Methods::open;
    m_vfs.xDelete = Methods::remove;
    m_vfs.pAppData = this;
    sqlite3_vfs_register(&m_vfs, 1);
}

FaultyDisk::~FaultyDisk()
{
    sqlite3_vfs_unregister(&m_vfs);
}

void FaultyDisk::breakWith(DiskFault fault, int operations)
{
    std::lock_guard guard(m_lock);
    m_fault = fault;
    m_countdown = operations;
}

std::uint64_t FaultyDisk::faults() const
{
    std::lock_guard guard(m_lock);
    return m_faults;
}

int FaultyDisk::check(DiskFault first, DiskFault second)
{
    std::lock_guard guard(m_lock);
    if (m_fault == DiskFault::None || (m_fault != first && m_fault != second))
        return SQLITE_OK;
    if (m_countdown-- > 0)
        return SQLITE_OK;
    m_countdown = 0;
    ++m_faults;
    switch (m_fault) {
    case DiskFault::Full: return SQLITE_FULL;
    case DiskFault::SyncFails: return SQLITE_IOERR_FSYNC;
    default: return SQLITE_IOERR_WRITE;
    }
}

void FaultyDisk::synced(const std::string &path)
{
    std::string content = contentOf(path);
    std::lock_guard guard(m_lock);
    m_onDisk[path] = std::move(content);
}

void FaultyDisk::removed(const std::string &path)
{
    std::lock_guard guard(m_lock);
    m_onDisk.erase(path);
}

void FaultyDisk::losePower(const std::string &directory, const std::function<bool()> &kept) const
{
    constexpr std::size_t kSector = 512;
    std::lock_guard guard(m_lock);
    for (const auto &[path, onDisk] : m_onDisk) {
        std::string left = onDisk;
        const std::string now = contentOf(path);
        for (std::size_t at = 0; at < now.size(); at += kSector) {
            const std::size_t size = std::min(kSector, now.size() - at);
            if (now.compare(at, size, left, std::min(at, left.size()), size) == 0 || !kept())
                continue;
            if (left.size() < at + size)
                left.resize(at + size);
            left.replace(at, size, now, at, size);
        }
        std::ofstream(directory + path.substr(path.rfind('/')), std::ios::binary) << left;
    }
}

} // namespace parley::test
