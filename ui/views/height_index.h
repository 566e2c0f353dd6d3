#pragma once

#include <vector>

#include <QtGlobal>

namespace parley::ui {

// Heights of lines one above the other, with sums in O(log n): where a line begins, and which line
// is at a place. A Fenwick tree (Fenwick 1994). Adding at the front or in the middle rebuilds, O(n)
// and about a nanosecond a line. Thread: any.
class HeightIndex
{
public:
    int count() const { return int(m_heights.size()); }
    qint64 total() const { return m_total; }
    int height(int index) const { return m_heights[std::size_t(index)]; }
    void setHeight(int index, int height); // 0 or more
    void insert(int first, const std::vector<int> &heights);
    void remove(int first, int count);
    void clear();

    qint64 top(int index) const; // of index 0 to count(): the sum of the heights above
    int indexAt(qint64 y) const; // the line that covers y; clamped; -1 when there is none

private:
    void rebuild(std::size_t from);

    std::vector<int> m_heights;
    std::vector<qint64> m_tree; // m_tree[i]: sum of the (i & -i) heights that end at line i, from 1
    qint64 m_total = 0;
};

} // namespace parley::ui
