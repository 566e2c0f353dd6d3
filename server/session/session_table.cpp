#include "server/session/session_table.h"

namespace parley {
namespace {

SessionTable::Reader readerOf(const Session &session, const Subscription &subscription)
{
    return {session.connectionId(),     session.transport(),     session.token(),
            session.address(),          session.since(),         subscription.sequence(),
            subscription.lagMessages(), subscription.lagBytes(), subscription.behindSince()};
}

} // namespace

void SessionTable::endAllOf(const std::unordered_set<std::string> &tokenIds, CloseCode code,
                            std::string_view reason)
{
    std::vector<Session *> ending;
    for (Session *session : m_sessions)
        if (session->token() && tokenIds.count(session->token()->token().id))
            ending.push_back(session);
    for (Session *session : ending)
        session->end(code, reason);
}

void SessionTable::endAll(CloseCode code, std::string_view reason)
{
    const std::vector<Session *> ending(m_sessions.begin(), m_sessions.end());
    for (Session *session : ending)
        session->end(code, reason);
}

std::vector<SessionTable::Reader> SessionTable::readersOf(const TopicKey &key) const
{
    std::vector<Reader> readers;
    for (const Session *session : m_sessions)
        for (const Subscription *subscription : session->subscriptions())
            if (subscription->log()->key() == key)
                readers.push_back(readerOf(*session, *subscription));
    return readers;
}

} // namespace parley
