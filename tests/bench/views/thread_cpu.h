#pragma once

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <vector>

namespace parley::bench {

//! CPU of the calling thread, milliseconds: what other programs do on the machine is not in it.
inline double threadCpuMs()
{
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return double(time.tv_sec) * 1e3 + double(time.tv_nsec) / 1e6;
}

template <typename Work>
double cpuMs(Work &&work)
{
    const double before = threadCpuMs();
    work();
    return threadCpuMs() - before;
}

inline double percentile(std::vector<double> values, double share)
{
    std::sort(values.begin(), values.end());
    return values[std::min(values.size() - 1, std::size_t(double(values.size()) * share))];
}

inline double mean(const std::vector<double> &values)
{
    double sum = 0;
    for (const double value : values)
        sum += value;
    return sum / double(values.size());
}

//! One line of the table; \p gate is the highest value that is good.
inline void report(const char *what, double value, double gate, const char *unit)
{
    std::printf("%-58s %9.3f %-6s gate %7.2f  %s\n", what, value, unit, gate,
                value <= gate ? "ok" : "MISSED");
}

} // namespace parley::bench
