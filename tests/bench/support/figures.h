#pragma once

#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

namespace parley::bench {

// The same figure from several runs. One run says little on a machine that others use too: what
// counts is the median, and the range says how much it can be trusted.
class Figures
{
public:
    void add(double value)
    {
        m_values.insert(std::upper_bound(m_values.begin(), m_values.end(), value), value);
    }

    bool isEmpty() const { return m_values.empty(); }
    double lowest() const { return m_values.front(); }
    double highest() const { return m_values.back(); }

    double median() const
    {
        const std::size_t middle = m_values.size() / 2;
        return m_values.size() % 2 ? m_values[middle]
                                   : (m_values[middle - 1] + m_values[middle]) / 2;
    }

    //! "0.071 (0.066-0.090)"; "-" when there is none.
    std::string text(int decimals) const
    {
        if (isEmpty())
            return "-";
        char line[96];
        std::snprintf(line, sizeof line, "%.*f (%.*f-%.*f)", decimals, median(), decimals, lowest(),
                      decimals, highest());
        return line;
    }

private:
    std::vector<double> m_values; // sorted
};

} // namespace parley::bench
