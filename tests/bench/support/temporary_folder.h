#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>
#include <system_error>

#include "tests/bench/support/failure.h"

namespace parley::bench {

// A folder that only we can read and that goes away with its object.
class TemporaryFolder
{
public:
    TemporaryFolder()
    {
        std::string path = std::filesystem::temp_directory_path() / "parley-bench-XXXXXX";
        if (!mkdtemp(path.data()))
            throw Failure("no temporary folder could be made");
        m_path = path;
    }
    ~TemporaryFolder()
    {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
    }
    TemporaryFolder(const TemporaryFolder &) = delete;
    TemporaryFolder &operator=(const TemporaryFolder &) = delete;

    std::string file(const std::string &name) const { return m_path / name; }

private:
    std::filesystem::path m_path;
};

} // namespace parley::bench
