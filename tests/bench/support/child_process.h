#pragma once

#include <string>
#include <vector>

#include <sys/types.h>

namespace parley::bench {

// A program that runs beside the bench, and what the kernel says about it. It ends with its object,
// and with the bench, however that ends.
class ChildProcess
{
public:
    //! \param environment "NAME=value" each, beside what the bench has; "NAME=" empties one.
    //! \param output file for what it prints, both streams.
    ChildProcess(const std::vector<std::string> &command,
                 const std::vector<std::string> &environment, const std::string &output);
    ~ChildProcess(); // asks it to end, and makes it after a while
    ChildProcess(const ChildProcess &) = delete;
    ChildProcess &operator=(const ChildProcess &) = delete;

    pid_t pid() const { return m_pid; }
    bool isRunning();
    std::string printed() const; // so far

    //! utime + stime of /proc/PID/stat; counted in ticks of 10 ms.
    double cpuSeconds() const;
    //! A memory figure of /proc/PID/status in KB, such as "VmRSS" or "RssAnon".
    long memoryKb(const std::string &name) const;
    //! Waits until it used no CPU for \p stillMs, so that what it does afterwards is counted too.
    void waitUntilIdle(int stillMs) const;

private:
    std::string m_output;
    pid_t m_pid = -1;
};

std::string contentOf(const std::string &file); // "" when it cannot be read
double monotonicSeconds();
void pauseMs(int milliseconds);

} // namespace parley::bench
