#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

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

// A payload that lies elsewhere, for the way from the socket into the log without a copy.
struct PayloadView {
    PayloadView(const Payload &payload) : kind(payload.kind), bytes(payload.bytes) {}
    PayloadView(PayloadKind k, std::string_view b) : kind(k), bytes(b) {}
    //! Text in which JSON escapes nothing; whoever says so has looked.
    static PayloadView plainText(std::string_view text)
    {
        PayloadView view{PayloadKind::Text, text};
        view.isPlain = true;
        return view;
    }

    PayloadKind kind;
    std::string_view bytes;
    bool isPlain = false; // its JSON form is itself
};

} // namespace parley
