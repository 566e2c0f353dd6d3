#pragma once

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

    void endAllOf(std::string_view tokenId, CloseCode code, std::string_view reason);
    void endAll(CloseCode code, std::string_view reason);

    struct Reader {
        const Session *session = nullptr;
        const Subscription *subscription = nullptr;
    };
    std::vector<Reader> readersOf(const TopicKey &key) const;

private:
    std::unordered_set<Session *> m_sessions;
};

} // namespace parley
