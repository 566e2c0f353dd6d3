#pragma once

#include "ui/views/row_ranges.h"

namespace parley::ui {

// The current row of a LogView and the selected ones, by running number, so neither moves when rows
// are evicted. Knows no widget. Thread: GUI.
class LogCursor
{
public:
    enum class Mode { Select, Extend, Toggle };

    quint64 current() const { return m_current; } // 0 = none
    const RowRanges &selection() const { return m_selection; }

    //! Makes \p number current. Select: the only selected row. Extend: all from the anchor to it.
    //! Toggle: adds or takes away this one.
    void moveTo(quint64 number, Mode mode);
    void selectAll(quint64 first, quint64 last);
    void clear();
    void evictBefore(quint64 first); // rows that are gone leave the selection

private:
    quint64 m_current = 0;
    quint64 m_anchor = 0; // where an extended selection begins
    RowRanges m_selection;
};

} // namespace parley::ui
