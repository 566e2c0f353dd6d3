#include "tests/bench/peers/installed_server.h"

#include <cstdio>

#include "tests/bench/peers/loopback.h"
#include "tests/bench/support/failure.h"

namespace parley::bench {

std::string installedVersion(const std::string &command)
{
    std::string text;
    if (FILE *pipe = popen((command + " 2>/dev/null").c_str(), "r")) {
        char line[128];
        if (std::fgets(line, sizeof line, pipe))
            text = line;
        pclose(pipe);
    }
    const auto begin = text.find_first_of("0123456789");
    return begin == std::string::npos
        ? ""
        : text.substr(begin, text.find_first_of(" \n", begin) - begin);
}

void waitUntilListening(ChildProcess &process, std::uint16_t port, const std::string &name)
{
    constexpr int kTries = 500; // of 20 ms
    for (int i = 0; i < kTries && process.isRunning(); ++i) {
        if (Loopback::answers(port))
            return;
        pauseMs(20);
    }
    throw Failure(name + " did not start: " + process.printed());
}

} // namespace parley::bench
