#include "server/auth/wrong_tokens.h"

#include <algorithm>
#include <array>

#include <arpa/inet.h>

#include "server/base/peer_address.h"

namespace parley {

std::string WrongTokens::personOf(std::string_view peer)
{
    const std::string_view address = hostOf(peer);
    std::array<unsigned char, 16> bytes{};
    if (inet_pton(AF_INET6, std::string(address).c_str(), bytes.data()) != 1)
        return std::string(address);
    constexpr std::array<unsigned char, 12> kMapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    const bool isMapped = std::equal(kMapped.begin(), kMapped.end(), bytes.begin()); // IPv4
    if (!isMapped)
        std::fill(bytes.begin() + 8, bytes.end(), 0);
    std::array<char, INET6_ADDRSTRLEN> text{};
    return inet_ntop(AF_INET6, bytes.data(), text.data(), text.size());
}

Error WrongTokens::note(std::string_view peer, Error usual, MonotonicTime now)
{
    std::string person = personOf(peer);
    std::lock_guard guard(m_lock);
    auto found = m_byPerson.find(person);
    if (found == m_byPerson.end()) {
        if (m_tries.size() >= kMaxAddresses) {
            m_byPerson.erase(m_tries.back().person);
            m_tries.pop_back();
        }
        m_tries.push_front({person, now});
        found = m_byPerson.emplace(std::move(person), m_tries.begin()).first;
    }
    m_tries.splice(m_tries.begin(), m_tries, found->second);
    Tries &tries = m_tries.front();
    const MonotonicTime after = std::max(tries.fullAt, now) + kEach;
    if (after - now > kBurst * kEach)
        return {ErrorCode::RateLimited, "too many wrong tokens came from this address; wait"};
    tries.fullAt = after;
    return usual;
}

} // namespace parley
