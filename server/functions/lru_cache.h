#pragma once

#include <cstddef>
#include <list>
#include <unordered_map>
#include <utility>

namespace parley::functions {

// A map that forgets what was not used for longest. Bounded twice: entries and their cost, which
// the caller counts in bytes. Thread: whichever owns it.
template <typename Key, typename Value>
class LruCache final
{
public:
    LruCache(std::size_t maxEntries, std::size_t maxCost) :
        m_maxEntries(maxEntries), m_maxCost(maxCost)
    {
    }

    //! The value, now the one used last; null when unknown. Valid until the next put().
    Value *find(const Key &key)
    {
        const auto found = m_index.find(key);
        if (found == m_index.end())
            return nullptr;
        m_entries.splice(m_entries.begin(), m_entries, found->second);
        return &found->second->value;
    }

    void put(const Key &key, Value value, std::size_t cost)
    {
        remove(key);
        if (cost > m_maxCost)
            return;
        m_entries.push_front({key, std::move(value), cost});
        m_index.emplace(key, m_entries.begin());
        m_cost += cost;
        while (m_entries.size() > m_maxEntries || m_cost > m_maxCost)
            remove(Key(m_entries.back().key));
    }

    void remove(const Key &key)
    {
        const auto found = m_index.find(key);
        if (found == m_index.end())
            return;
        m_cost -= found->second->cost;
        m_entries.erase(found->second);
        m_index.erase(found);
    }

    std::size_t size() const { return m_entries.size(); }
    std::size_t cost() const { return m_cost; }

private:
    struct Entry {
        Key key;
        Value value;
        std::size_t cost = 0;
    };

    const std::size_t m_maxEntries;
    const std::size_t m_maxCost;
    std::size_t m_cost = 0;
    std::list<Entry> m_entries; // most recently used first
    std::unordered_map<Key, typename std::list<Entry>::iterator> m_index;
};

} // namespace parley::functions
