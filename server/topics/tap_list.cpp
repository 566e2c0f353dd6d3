#include "server/topics/tap_list.h"

#include <algorithm>

namespace parley {

void TapList::add(std::shared_ptr<Tap> tap, std::uint64_t publishedBytes)
{
    m_entries.push_back({std::move(tap), publishedBytes});
}

void TapList::remove(const Tap &tap)
{
    std::erase_if(m_entries, [&](const Entry &one) { return one.tap.get() == &tap; });
}

void TapList::tell(std::uint64_t publishedBytes, ToldTaps &told)
{
    for (Entry &one : m_entries)
        if (one.tap->tell()) {
            one.toldAt = publishedBytes;
            told.push_back(one.tap);
        }
}

bool TapList::isAhead(std::uint64_t publishedBytes, std::uint64_t most) const
{
    return std::ranges::any_of(m_entries, [&](const Entry &one) {
        return publishedBytes - one.toldAt > most && one.tap->isTold() && one.tap->holdsBack();
    });
}

} // namespace parley
