#pragma once

#include <string>

#include "server/base/result.h"

namespace parley {

// The broker's folder: made with mode 0700, locked for as long as this lives. The lock is the
// operating system's, so kill -9 releases it. Thread: any, one at a time.
class DataDirectory final
{
public:
    //! Unavailable: another broker has it, or it cannot be read and written.
    static Result<DataDirectory> open(const std::string &path);
    static bool isLocked(const std::string &path); // a broker lives in it now
    ~DataDirectory();
    DataDirectory(DataDirectory &&other) noexcept;
    DataDirectory &operator=(DataDirectory &&) = delete;

    const std::string &path() const { return m_path; }
    std::string file(const std::string &name) const { return m_path + "/" + name; }

private:
    DataDirectory(std::string path, int lock) : m_path(std::move(path)), m_lock(lock) {}

    std::string m_path;
    int m_lock; // file descriptor
};

} // namespace parley
