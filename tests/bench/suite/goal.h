#pragma once

#include <cstdio>
#include <string>

namespace parley::bench {

// Which way a figure gets better.
enum class Better { Less, More };

// What Parley's figure is held against.
struct Goal {
    std::string peer; // the ratio of Parley's figure to this one's; "": the figure itself
    double bound = 0; // at most, or at least when more is better
};

//! "met", or "missed by 12 %": of the bound.
inline std::string verdict(double value, double bound, Better better)
{
    const bool met = better == Better::Less ? value <= bound : value >= bound;
    if (met)
        return "met";
    const double miss = better == Better::Less ? value / bound - 1 : 1 - value / bound;
    char text[48];
    std::snprintf(text, sizeof text, "missed by %.*f %%", miss < 0.1 ? 1 : 0, miss * 100);
    return text;
}

} // namespace parley::bench
