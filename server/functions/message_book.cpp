#include "server/functions/message_book.h"

namespace parley::functions {

bool MessageBook::enter(const std::string &message, int revision)
{
    if (!isCurrent(message, revision))
        return false;
    m_revisions.put(message, revision, message.size());
    return true;
}

bool MessageBook::isCurrent(const std::string &message, int revision) const
{
    const int *known = m_revisions.find(message);
    return !known || *known <= revision;
}

} // namespace parley::functions
