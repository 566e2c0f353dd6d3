#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace parley::fuzz {

// An input: its first byte says how the stream behind it is cut into reads (tests/support).
struct Input {
    Input(const std::uint8_t *data, std::size_t size)
    {
        if (size == 0)
            return;
        cutting = data[0];
        stream = {reinterpret_cast<const char *>(data) + 1, size - 1};
    }
    unsigned cutting = 0;
    std::string_view stream{};
};

inline void require(bool holds, const char *invariant) // a finding when it does not
{
    if (holds)
        return;
    std::fprintf(stderr, "broken: %s\n", invariant);
    std::abort();
}

} // namespace parley::fuzz
