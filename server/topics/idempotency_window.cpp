#include "server/topics/idempotency_window.h"

namespace parley {

// A key holds no line feed, so no two pairs have the same name.
std::string IdempotencyWindow::nameOf(std::string_view publisherId, std::string_view key)
{
    return std::string(key).append("\n").append(publisherId);
}

std::optional<std::uint64_t> IdempotencyWindow::find(std::string_view publisherId,
                                                     std::string_view key) const
{
    const auto found = m_sequences.find(nameOf(publisherId, key));
    return found == m_sequences.end() ? std::nullopt : std::optional(found->second);
}

void IdempotencyWindow::add(std::string_view publisherId, std::string_view key,
                            std::uint64_t sequence)
{
    std::string name = nameOf(publisherId, key);
    if (!m_sequences.emplace(name, sequence).second)
        return;
    m_order.push_back(std::move(name));
    if (m_order.size() <= kMaxKeys)
        return;
    m_sequences.erase(m_order.front());
    m_order.pop_front();
}

} // namespace parley
