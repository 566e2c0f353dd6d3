#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace parley {

// The keys of a topic's last messages that had one, by publisher. Thread: any, under the lock of
// its TopicLog.
class IdempotencyWindow final
{
public:
    //! About 200 bytes each: 2 MB for the busiest topic, and minutes of a client that is cut off.
    static constexpr std::size_t kMaxKeys = 10'000;

    //! The sequence that the publisher's message of that key has.
    std::optional<std::uint64_t> find(std::string_view publisherId, std::string_view key) const;
    //! A key that is there already keeps its first sequence.
    void add(std::string_view publisherId, std::string_view key, std::uint64_t sequence);

private:
    static std::string nameOf(std::string_view publisherId, std::string_view key);

    std::unordered_map<std::string, std::uint64_t> m_sequences;
    std::deque<std::string> m_order; // oldest first
};

} // namespace parley
