#include "tests/bench/support/child_process.h"

#include <csignal>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <sstream>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/bench/support/failure.h"

namespace parley::bench {
namespace {

// Between fork() and exec(): the bench has one thread, so the child may do what it likes.
[[noreturn]] void become(const std::vector<std::string> &command,
                         const std::vector<std::string> &environment, const std::string &output)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    const int file = open(output.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, 0600);
    dup2(file, STDOUT_FILENO);
    dup2(file, STDERR_FILENO);
    for (const std::string &entry : environment) {
        const auto equals = entry.find('=');
        setenv(entry.substr(0, equals).c_str(), entry.substr(equals + 1).c_str(), 1);
    }
    std::vector<char *> words;
    for (const std::string &word : command)
        words.push_back(const_cast<char *>(word.c_str()));
    words.push_back(nullptr);
    execvp(words[0], words.data());
    _exit(127);
}

} // namespace

ChildProcess::ChildProcess(const std::vector<std::string> &command,
                           const std::vector<std::string> &environment, const std::string &output) :
    m_output(output)
{
    m_pid = fork();
    if (m_pid < 0)
        throw Failure("no process could be made for " + command.front());
    if (m_pid == 0)
        become(command, environment, output);
}

ChildProcess::~ChildProcess()
{
    if (!isRunning())
        return;
    kill(m_pid, SIGTERM);
    constexpr int kTries = 500; // of 20 ms: a broker may take its time to write the last messages
    for (int i = 0; i < kTries; ++i) {
        if (!isRunning())
            return;
        pauseMs(20);
    }
    kill(m_pid, SIGKILL);
    waitpid(m_pid, nullptr, 0);
}

bool ChildProcess::isRunning()
{
    if (m_pid > 0 && waitpid(m_pid, nullptr, WNOHANG) != 0)
        m_pid = -1;
    return m_pid > 0;
}

std::string ChildProcess::printed() const
{
    return contentOf(m_output);
}

double ChildProcess::cpuSeconds() const
{
    const std::string line = contentOf("/proc/" + std::to_string(m_pid) + "/stat");
    const auto nameEnd = line.rfind(')'); // the name may hold anything
    if (nameEnd == std::string::npos)
        throw Failure("a process that is measured has ended");
    std::istringstream fields(line.substr(nameEnd + 1));
    std::string skipped;
    constexpr int kFieldsBetween = 11; // from "state" to "cmajflt"
    for (int i = 0; i < kFieldsBetween; ++i)
        fields >> skipped;
    unsigned long user = 0;
    unsigned long kernel = 0;
    fields >> user >> kernel;
    return double(user + kernel) / double(sysconf(_SC_CLK_TCK));
}

long ChildProcess::memoryKb(const std::string &name) const
{
    std::istringstream lines(contentOf("/proc/" + std::to_string(m_pid) + "/status"));
    for (std::string line; std::getline(lines, line);)
        if (line.starts_with(name + ":"))
            return std::atol(line.c_str() + name.size() + 1);
    throw Failure("the kernel does not say " + name + " of a process that is measured");
}

void ChildProcess::waitUntilIdle(int stillMs) const
{
    constexpr int kStepMs = 20;
    constexpr double kPatience = 60; // seconds; then it is not idle, and counted as it is
    const double begun = monotonicSeconds();
    double last = cpuSeconds();
    for (int still = 0; still < stillMs && monotonicSeconds() - begun < kPatience;) {
        pauseMs(kStepMs);
        const double now = cpuSeconds();
        still = now > last ? 0 : still + kStepMs;
        last = now;
    }
}

std::string contentOf(const std::string &file)
{
    std::ifstream stream(file);
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
}

double monotonicSeconds()
{
    timespec time{};
    clock_gettime(CLOCK_MONOTONIC, &time);
    return double(time.tv_sec) + double(time.tv_nsec) / 1e9;
}

void pauseMs(int milliseconds)
{
    const timespec time{milliseconds / 1000, (milliseconds % 1000) * 1'000'000L};
    nanosleep(&time, nullptr);
}

} // namespace parley::bench
