#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace parley {

enum class PayloadKind : std::uint8_t { Text, Binary }; // Text is valid UTF-8, always

struct Payload {
    //! Largest payload in bytes. A message frame carries it with its envelope in at most 1 MiB, and
    //! escaping or base64 makes the payload longer there; 256 KiB leaves room for both.
    static constexpr std::size_t kMaxBytes = 256 * 1024;

    PayloadKind kind = PayloadKind::Text;
    std::string bytes{};

    friend bool operator==(const Payload &, const Payload &) = default;
};

} // namespace parley
