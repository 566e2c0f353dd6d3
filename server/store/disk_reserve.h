#pragma once

#include <cstdint>
#include <string>

namespace parley {

// Space on the store's disk that is given up when there is no other left, so that a revocation and
// its like can still be stored; and the judgement whether there is room again.
// Thread: any one.
class DiskReserve final
{
public:
    static constexpr std::int64_t kBytes = 4 * 1024 * 1024; // thousands of administrative acts
    //! What must be free beside it before messages are taken again, so that the disk is not full
    //! with the next group.
    static constexpr std::int64_t kRoomBytes = 16 * 1024 * 1024;

    explicit DiskReserve(const std::string &directory);

    //! Holds the space, when there is enough. \return whether it is held.
    bool hold();
    void release();
    bool isDiskFull() const; // hardly anything can be written

private:
    std::int64_t available() const; // bytes, to this user

    std::string m_directory;
    std::string m_file;
    bool m_held = false;
};

} // namespace parley
