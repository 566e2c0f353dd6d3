#include "server/topics/topic_registry.h"

#include <algorithm>
#include <mutex>

namespace parley {

TopicRegistry::TopicRegistry(std::uint64_t firstPage) : m_nextPage(firstPage)
{
    m_namespaces.insert(NamespaceName::standard());
}

Result<std::shared_ptr<TopicLog>> TopicRegistry::create(Topic topic, std::uint64_t lastSequence)
{
    std::unique_lock guard(m_lock);
    const TopicKey key = topic.key;
    if (!m_namespaces.contains(key.nameSpace))
        return Error{ErrorCode::NotFound,
                     "namespace \"" + key.nameSpace.text() + "\" does not exist"};
    if (m_topics.contains(key))
        return Error{ErrorCode::AlreadyExists, "topic \"" + key.topic.text() + "\" already exists"};
    if (!key.topic.isSystem() && m_topics.size() - m_systemTopics >= kMaxTopics)
        return Error{ErrorCode::LimitExceeded, "the broker has its 10,000 topics"};
    if (topic.page == 0)
        topic.page = m_nextPage++;
    auto log = std::make_shared<TopicLog>(std::move(topic), lastSequence);
    m_topics.emplace(key, log);
    m_systemTopics += key.topic.isSystem() ? 1 : 0;
    return log;
}

Result<std::shared_ptr<TopicLog>> TopicRegistry::remove(const TopicKey &key)
{
    std::shared_ptr<TopicLog> log;
    {
        std::unique_lock guard(m_lock);
        const auto found = m_topics.find(key);
        if (found == m_topics.end() || key.topic.isSystem())
            return Error{ErrorCode::NotFound, "topic \"" + key.topic.text() + "\" does not exist"};
        log = std::move(found->second);
        m_topics.erase(found);
    }
    log->close();
    return log;
}

std::shared_ptr<TopicLog> TopicRegistry::find(const TopicKey &key) const
{
    std::shared_lock guard(m_lock);
    const auto found = m_topics.find(key);
    return found == m_topics.end() ? nullptr : found->second;
}

Result<std::shared_ptr<TopicLog>> TopicRegistry::require(const TopicKey &key) const
{
    if (auto log = find(key))
        return log;
    return Error{ErrorCode::NotFound, "topic \"" + key.topic.text() + "\" does not exist"};
}

std::vector<std::shared_ptr<TopicLog>> TopicRegistry::all() const
{
    std::vector<std::shared_ptr<TopicLog>> logs;
    std::shared_lock guard(m_lock);
    logs.reserve(m_topics.size());
    for (const auto &[key, log] : m_topics)
        logs.push_back(log);
    return logs;
}

std::vector<std::shared_ptr<TopicLog>> TopicRegistry::sorted() const
{
    auto logs = all();
    std::sort(logs.begin(), logs.end(),
              [](const auto &a, const auto &b) { return a->key() < b->key(); });
    return logs;
}

std::size_t TopicRegistry::size() const
{
    std::shared_lock guard(m_lock);
    return m_topics.size() - m_systemTopics;
}

Result<void> TopicRegistry::createNamespace(const NamespaceName &name)
{
    std::unique_lock guard(m_lock);
    if (m_namespaces.size() >= kMaxNamespaces)
        return Error{ErrorCode::LimitExceeded, "the broker has its 1,000 namespaces"};
    if (!m_namespaces.insert(name).second)
        return Error{ErrorCode::AlreadyExists, "namespace \"" + name.text() + "\" already exists"};
    return {};
}

Result<void> TopicRegistry::removeNamespace(const NamespaceName &name)
{
    std::unique_lock guard(m_lock);
    if (!m_namespaces.contains(name))
        return Error{ErrorCode::NotFound, "namespace \"" + name.text() + "\" does not exist"};
    if (name == NamespaceName::standard())
        return Error{ErrorCode::FailedPrecondition, "the default namespace stays"};
    const bool used = std::any_of(m_topics.begin(), m_topics.end(),
                                  [&](const auto &entry) { return entry.first.nameSpace == name; });
    if (used)
        return Error{ErrorCode::FailedPrecondition,
                     "namespace \"" + name.text() + "\" still has topics"};
    m_namespaces.erase(name);
    return {};
}

bool TopicRegistry::hasNamespace(const NamespaceName &name) const
{
    std::shared_lock guard(m_lock);
    return m_namespaces.contains(name);
}

std::vector<NamespaceName> TopicRegistry::namespaces() const
{
    std::shared_lock guard(m_lock);
    return {m_namespaces.begin(), m_namespaces.end()};
}

} // namespace parley
