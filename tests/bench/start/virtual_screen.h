#pragma once

#include <cstdlib>
#include <string>

#include "tests/bench/support/child_process.h"
#include "tests/bench/support/failure.h"
#include "tests/bench/support/temporary_folder.h"

namespace parley::bench {

// An X server without a screen, on a display number that it chose itself.
class VirtualScreen
{
public:
    VirtualScreen() :
        m_process({"Xvfb", "-displayfd", "1", "-screen", "0", "1600x1000x24", "-nolisten", "tcp"},
                  {}, m_folder.file("log"))
    {
        constexpr int kTries = 500; // of 20 ms
        for (int i = 0; i < kTries && m_process.isRunning(); ++i) {
            m_number = lastNumberLine(m_process.printed());
            if (!m_number.empty())
                return;
            pauseMs(20);
        }
        throw Failure("Xvfb did not start: " + m_process.printed());
    }

    static bool isInstalled() { return std::system("command -v Xvfb >/dev/null 2>&1") == 0; }

    std::string display() const { return ":" + m_number; }

private:
    static std::string lastNumberLine(const std::string &said) // warnings may stand before it
    {
        const auto end = said.rfind('\n');
        if (end == std::string::npos)
            return {};
        const auto before = said.rfind('\n', end - 1);
        const std::string line
            = said.substr(before + 1, end - before - 1); // npos + 1 is the beginning
        return line.find_first_not_of("0123456789") == std::string::npos ? line : std::string();
    }

    TemporaryFolder m_folder;
    ChildProcess m_process;
    std::string m_number;
};

} // namespace parley::bench
