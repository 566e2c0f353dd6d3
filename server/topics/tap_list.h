#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "server/topics/tap.h"

namespace parley {

using ToldTaps = std::vector<std::shared_ptr<Tap>>;

// Once no lock is held.
inline void wake(const ToldTaps &told)
{
    for (const auto &tap : told)
        tap->wake();
}

// Who wants to hear of a log, and how much was published when each was told.
// Thread: any; the log's lock guards it.
class TapList final
{
public:
    void add(std::shared_ptr<Tap> tap, std::uint64_t publishedBytes);
    void remove(const Tap &tap);

    //! Tells everybody; \p told gets those who were not told yet, for wake().
    void tell(std::uint64_t publishedBytes, ToldTaps &told);
    //! Whether more than \p most bytes were published since somebody was told who has not come yet
    //! and who holdsBack().
    bool isAhead(std::uint64_t publishedBytes, std::uint64_t most) const;

private:
    struct Entry {
        std::shared_ptr<Tap> tap;
        std::uint64_t toldAt; // bytes published when it was told, the first time since it read
    };

    std::vector<Entry> m_entries;
};

} // namespace parley
