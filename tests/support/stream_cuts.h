#pragma once

#include <algorithm>
#include <cstddef>
#include <random>
#include <string_view>
#include <vector>

namespace parley::test {

// Where a stream is cut into reads: cutting 0 leaves it whole, 1 cuts at every byte, any other is a
// seed for random places. The same number always cuts the same stream alike.
inline std::vector<std::string_view> cutUp(std::string_view stream, unsigned cutting)
{
    if (cutting == 0)
        return {stream};
    std::minstd_rand random(cutting);
    std::vector<std::string_view> pieces;
    while (!stream.empty()) {
        const std::size_t longest = cutting == 1 ? 1 : random() % 2 ? 4 : 200;
        const auto size = std::min<std::size_t>(random() % longest + 1, stream.size());
        pieces.push_back(stream.substr(0, size));
        stream.remove_prefix(size);
    }
    return pieces;
}

inline constexpr unsigned kCuttings = 24; // whole, bytewise, and 22 random ones

} // namespace parley::test
