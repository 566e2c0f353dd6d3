#pragma once

#include <cstdlib>
#include <memory>
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
            const std::string said = m_process.printed();
            const auto end = said.rfind('\n');
            const auto begin = said.find_last_not_of("0123456789", end - 1);
            if (end != std::string::npos && end > 0) {
                m_number = said.substr(begin + 1, end - begin - 1);
                if (!m_number.empty())
                    return;
            }
            pauseMs(20);
        }
        throw Failure("Xvfb did not start: " + m_process.printed());
    }

    static bool isInstalled() { return std::system("command -v Xvfb >/dev/null 2>&1") == 0; }

    std::string display() const { return ":" + m_number; }

private:
    TemporaryFolder m_folder;
    ChildProcess m_process;
    std::string m_number;
};

} // namespace parley::bench
