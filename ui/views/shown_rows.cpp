#include "ui/views/shown_rows.h"

#include <algorithm>

namespace parley::ui {

void ShownRows::setRange(quint64 first, quint64 end)
{
    m_first = first;
    m_end = qMax(first, end);
    while (!m_matches.empty() && m_matches.front() < m_first)
        m_matches.pop_front();
}

void ShownRows::setFiltered(bool filtered)
{
    m_filtered = filtered;
    m_matches.clear();
}

void ShownRows::addMatches(const std::vector<quint64> &rows)
{
    for (const auto number : rows) {
        if (number >= m_first)
            m_matches.push_back(number);
    }
}

quint64 ShownRows::count() const
{
    return m_filtered ? m_matches.size() : m_end - m_first;
}

quint64 ShownRows::countAfter(quint64 number) const
{
    return count() - rankOf(number + 1);
}

quint64 ShownRows::at(quint64 position) const
{
    const auto rank = mirrored(position);
    return m_filtered ? m_matches[rank] : m_first + rank;
}

std::optional<quint64> ShownRows::positionOf(quint64 number) const
{
    const auto rank = rankOf(number);
    if (rank >= count())
        return std::nullopt;
    const auto position = mirrored(rank);
    return at(position) == number ? std::optional(position) : std::nullopt;
}

quint64 ShownRows::nearestPosition(quint64 number) const
{
    return count() == 0 ? 0 : mirrored(qMin(rankOf(number), count() - 1));
}

quint64 ShownRows::rankOf(quint64 number) const
{
    if (!m_filtered)
        return qBound(m_first, number, m_end) - m_first;
    return quint64(std::lower_bound(m_matches.begin(), m_matches.end(), number)
                   - m_matches.begin());
}

} // namespace parley::ui
