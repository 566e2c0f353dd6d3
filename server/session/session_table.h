#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "server/session/session.h"

namespace parley {

// All conversations of one loop. Thread: I/O loop.
class SessionTable final
{
public:
    void add(Session &session) { m_sessions.insert(&session); }
    void remove(Session &session) { m_sessions.erase(&session); }
    std::size_t size() const { return m_sessions.size(); }

    void endAllOf(const std::unordered_set<std::string> &tokenIds, CloseCode code,
                  std::string_view reason);
    void endAll(CloseCode code, std::string_view reason);

    // Who reads a topic, and how far he is.
    struct Reader {
        std::uint64_t connectionId = 0;
        std::string_view transport{}; // a literal
        std::shared_ptr<const TokenEntry> token{};
        std::string address{};
        UtcTime since{};
        std::uint64_t sequence = 0;
        std::uint64_t lagMessages = 0;
        std::uint64_t lagBytes = 0;
        std::optional<UtcTime> behindSince{};
    };
    std::vector<Reader> readersOf(const TopicKey &key) const;

private:
    std::unordered_set<Session *> m_sessions;
};

} // namespace parley
