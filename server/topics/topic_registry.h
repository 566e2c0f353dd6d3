#pragma once

#include <memory>
#include <set>
#include <shared_mutex>
#include <unordered_map>
#include <vector>

#include "server/base/result.h"
#include "server/topics/topic_log.h"

namespace parley {

// All topics of the broker, by name. Thread: any; guarded by its own lock, which is never held
// while calling into a log.
class TopicRegistry final
{
public:
    static constexpr std::size_t kMaxTopics = 10'000; // a name and 4 KiB each at least: 40 MiB
    static constexpr std::size_t kMaxNamespaces = 1'000;

    //! \param firstPage pages from here on were never used before, in this run or another.
    explicit TopicRegistry(std::uint64_t firstPage);

    //! Makes a topic; assigns the next page when topic.page is 0. AlreadyExists, LimitExceeded,
    //! NotFound (no such namespace).
    Result<std::shared_ptr<TopicLog>> create(Topic topic, std::uint64_t lastSequence = 0);
    //! Closes the log and forgets it. NotFound when there is none.
    Result<std::shared_ptr<TopicLog>> remove(const TopicKey &key);
    std::shared_ptr<TopicLog> find(const TopicKey &key) const; // null when there is none
    Result<std::shared_ptr<TopicLog>> require(const TopicKey &key) const; // NotFound, for a person

    std::vector<std::shared_ptr<TopicLog>> all() const; // in no order; system topics included
    std::vector<std::shared_ptr<TopicLog>> sorted() const; // the same, by key
    std::size_t size() const; // without system topics

    Result<void> createNamespace(const NamespaceName &name); // AlreadyExists, LimitExceeded
    Result<void>
    removeNamespace(const NamespaceName &name); // FailedPrecondition while it has topics
    bool hasNamespace(const NamespaceName &name) const;
    std::vector<NamespaceName> namespaces() const;

private:
    mutable std::shared_mutex m_lock;
    std::unordered_map<TopicKey, std::shared_ptr<TopicLog>> m_topics;
    std::set<NamespaceName> m_namespaces;
    std::uint64_t m_nextPage;
    std::size_t m_systemTopics = 0;
};

} // namespace parley
