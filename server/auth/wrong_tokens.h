#pragma once

#include <list>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "server/base/clock.h"
#include "server/base/result.h"

namespace parley {

// Slows down whoever tries tokens. Only wrong ones count: a right one is taken whatever came from
// its address before, so nobody can lock the owner out, not even on loopback, where everybody
// shares an address. Source: facts on reliability, section 4.5. Thread: any.
class WrongTokens final
{
public:
    static constexpr int kBurst = 10; // at once
    static constexpr std::chrono::milliseconds kEach{100}; // one more: ten a second
    //! The addresses remembered; the one that was quiet longest makes room. 1 MB at most.
    static constexpr std::size_t kMaxAddresses = 4096;

    //! A wrong token came. \return the error to answer with: Unauthenticated (\p usual), or
    //! RateLimited when there were too many.
    Error note(std::string_view peer, Error usual, MonotonicTime now);

    //! The part of an address that one person has: all of IPv4, the network of IPv6 (64 bits).
    //! \p peer may have a port.
    static std::string personOf(std::string_view peer);

private:
    struct Tries {
        std::string person;
        MonotonicTime fullAt; // when nothing counts any more
    };

    std::mutex m_lock;
    std::list<Tries> m_tries; // the last one to try first
    std::unordered_map<std::string, std::list<Tries>::iterator> m_byPerson;
};

} // namespace parley
