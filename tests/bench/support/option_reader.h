#pragma once

#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace parley::bench {

[[noreturn]] inline void endWithUsage(const char *usage, int code)
{
    std::fputs(usage, code == 0 ? stdout : stderr);
    std::exit(code);
}

//! Reads "--name value" pairs. \p take gets each and says whether it knows the name and can use the
//! value; else, and for --help, the program ends with its usage.
template <typename Take>
void readOptions(int argc, char **argv, const char *usage, Take take)
{
    for (int i = 1; i < argc; i += 2) {
        if (std::string_view(argv[i]) == "--help")
            endWithUsage(usage, 0);
        if (i + 1 == argc || !take(std::string_view(argv[i]), argv[i + 1]))
            endWithUsage(usage, 2);
    }
}

} // namespace parley::bench
