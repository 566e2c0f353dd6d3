#pragma once

#include <deque>
#include <optional>
#include <vector>

#include <QtGlobal>

namespace parley::ui {

// Which rows a LogView can scroll to, in the order of the screen: all rows of a range, or the ones
// that a filter found. Position 0 is the top. Thread: any.
class ShownRows
{
public:
    void setRange(quint64 first, quint64 end); // rows outside are not shown any more
    void setFiltered(bool filtered); // forgets all matches
    void addMatches(const std::vector<quint64> &rows); // ascending, after those known
    void setNewestFirst(bool newestFirst) { m_newestFirst = newestFirst; }

    bool isFiltered() const { return m_filtered; }
    bool isNewestFirst() const { return m_newestFirst; }
    quint64 count() const;
    quint64 countAfter(quint64 number) const; // rows newer than number
    quint64 at(quint64 position) const; // must be below count()
    std::optional<quint64> positionOf(quint64 number) const;
    //! Where \p number stands, or else its next newer (at the end: next older) neighbour.
    quint64 nearestPosition(quint64 number) const; // 0 when empty

private:
    quint64 rankOf(quint64 number) const; // rows older than number
    quint64 mirrored(quint64 rank) const { return m_newestFirst ? count() - 1 - rank : rank; }

    quint64 m_first = 1;
    quint64 m_end = 1;
    bool m_filtered = false;
    bool m_newestFirst = false;
    std::deque<quint64> m_matches; // ascending; those in the range only
};

} // namespace parley::ui
