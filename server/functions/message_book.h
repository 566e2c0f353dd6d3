#pragma once

#include <limits>
#include <string>

#include "server/functions/lru_cache.h"

namespace parley::functions {

// How new each message's text is, so that an old text that took long in the translator, or was
// delivered again, never comes behind a newer one. Bounded, and not kept over a restart: what it
// has forgotten it lets through, and readers keep the newest revision themselves. Thread:
// functions.
class MessageBook final
{
public:
    static constexpr std::size_t kMaxMessages = 4096; // an hour at one message a second
    static constexpr std::size_t kMaxBytes = 1024 * 1024; // ids are short
    static constexpr int kDeleted = std::numeric_limits<int>::max(); // revision of what is gone

    //! Takes note of a revision. \return false when a newer one is known
    //! \param message room, sender and id of the original
    bool enter(const std::string &message, int revision);

    bool isCurrent(const std::string &message, int revision) const; // nothing newer was entered

private:
    mutable LruCache<std::string, int> m_revisions{kMaxMessages, kMaxBytes};
};

} // namespace parley::functions
