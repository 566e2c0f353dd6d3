#include "ui/views/row_ranges.h"

namespace parley::ui {

bool RowRanges::contains(quint64 number) const
{
    auto range = m_ranges.upper_bound(number);
    return range != m_ranges.begin() && (--range)->second >= number;
}

quint64 RowRanges::count() const
{
    quint64 sum = 0;
    for (const auto &[from, to] : m_ranges)
        sum += to - from + 1;
    return sum;
}

quint64 RowRanges::first() const
{
    return m_ranges.begin()->first;
}

quint64 RowRanges::last() const
{
    return m_ranges.rbegin()->second;
}

void RowRanges::add(quint64 first, quint64 last)
{
    auto range = m_ranges.upper_bound(first);
    if (range != m_ranges.begin() && std::prev(range)->second + 1 >= first) {
        --range;
        first = range->first;
    }
    while (range != m_ranges.end() && range->first <= last + 1) {
        last = qMax(last, range->second);
        range = m_ranges.erase(range);
    }
    m_ranges.emplace(first, last);
}

void RowRanges::remove(quint64 first, quint64 last)
{
    add(first, last); // one range now covers all of it
    const auto whole = std::prev(m_ranges.upper_bound(first));
    const auto from = whole->first;
    const auto to = whole->second;
    m_ranges.erase(whole);
    if (from < first)
        m_ranges.emplace(from, first - 1);
    if (to > last)
        m_ranges.emplace(last + 1, to);
}

void RowRanges::toggle(quint64 number)
{
    if (contains(number))
        remove(number, number);
    else
        add(number, number);
}

} // namespace parley::ui
