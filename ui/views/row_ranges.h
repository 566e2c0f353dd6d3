#pragma once

#include <QtGlobal>

#include <map>

namespace parley::ui {

// A set of row numbers kept as ranges: selecting a million rows costs one entry. Thread: any.
class RowRanges
{
public:
    bool isEmpty() const { return m_ranges.empty(); }
    bool contains(quint64 number) const;
    quint64 count() const; // of numbers
    quint64 first() const; // must not be empty
    quint64 last() const; // must not be empty
    std::size_t rangeCount() const { return m_ranges.size(); }

    void clear() { m_ranges.clear(); }
    void add(quint64 first, quint64 last); // inclusive; joins what touches
    void remove(quint64 first, quint64 last);
    void toggle(quint64 number);

    friend bool operator==(const RowRanges &, const RowRanges &) = default;

private:
    std::map<quint64, quint64> m_ranges; // first -> last, apart by at least one number
};

} // namespace parley::ui
