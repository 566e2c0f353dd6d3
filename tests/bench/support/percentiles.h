#pragma once

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstdint>
#include <vector>

namespace parley::bench {

// Many samples of one figure, for what all but a few of them stay below.
class Percentiles
{
public:
    void reserve(std::size_t count) { m_samples.reserve(count); }
    void add(std::int64_t sample) { m_samples.push_back(sample); }
    std::size_t count() const { return m_samples.size(); }

    //! The smallest sample that at least \p percent of all are not above (nearest rank: always one
    //! that was measured). \param percent above 0, up to 100. There must be samples.
    std::int64_t at(double percent)
    {
        assert(!m_samples.empty() && percent > 0 && percent <= 100);
        // A hair less than the product, because 0.999 * 1000 is 999.0000000000001 in binary.
        const double rank = std::ceil(percent / 100 * double(m_samples.size()) - 1e-6);
        const auto index = std::size_t(std::max(rank, 1.0)) - 1;
        const auto place = m_samples.begin() + std::ptrdiff_t(index);
        std::nth_element(m_samples.begin(), place, m_samples.end());
        return *place;
    }

private:
    std::vector<std::int64_t> m_samples;
};

} // namespace parley::bench
