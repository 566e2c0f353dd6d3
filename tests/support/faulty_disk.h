#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>

#include <sqlite3.h>

namespace parley::test {

// What may go wrong.
enum class DiskFault : std::uint8_t {
    None,
    WriteFails, // an I/O error
    SyncFails,
    Full,
};

// Stands between SQLite and the file system of this process: fails when it is told to, and knows
// what would be left of every file if the power went now. One at a time, before any database is
// opened. Thread: any.
class FaultyDisk final
{
public:
    FaultyDisk();
    ~FaultyDisk();
    FaultyDisk(const FaultyDisk &) = delete;
    FaultyDisk &operator=(const FaultyDisk &) = delete;

    //! From now on, after \p operations more of that kind, until mend().
    void breakWith(DiskFault fault, int operations = 0);
    void mend() { breakWith(DiskFault::None); }
    std::uint64_t faults() const; // operations that were made to fail

    //! Writes to \p directory what is on the disk if the power goes now: of each file what it was
    //! when it was last synced, and for a sector (512 bytes) that was written since what \p kept
    //! says: whether the new content had reached the disk.
    void losePower(const std::string &directory, const std::function<bool()> &kept) const;

private:
    struct File;
    struct Methods;
    friend struct Methods;

    int check(DiskFault first, DiskFault second);
    void synced(const std::string &path);
    void removed(const std::string &path);

    mutable std::mutex m_lock;
    DiskFault m_fault = DiskFault::None;
    int m_countdown = 0;
    std::uint64_t m_faults = 0;
    std::map<std::string, std::string> m_onDisk; // by path: content at the last sync
    sqlite3_vfs *m_real;
    sqlite3_vfs m_vfs{};
};

} // namespace parley::test
