#include "ui/views/log_cursor.h"

namespace parley::ui {

void LogCursor::moveTo(quint64 number, Mode mode)
{
    m_current = number;
    if (mode == Mode::Toggle) {
        m_selection.toggle(number);
        m_anchor = number;
        return;
    }
    if (mode == Mode::Select || m_anchor == 0)
        m_anchor = number;
    m_selection.clear();
    m_selection.add(qMin(m_anchor, number), qMax(m_anchor, number));
}

void LogCursor::selectAll(quint64 first, quint64 last)
{
    m_selection.clear();
    m_selection.add(first, last);
    m_anchor = first;
    if (m_current < first || m_current > last)
        m_current = last;
}

void LogCursor::clear()
{
    *this = {};
}

void LogCursor::evictBefore(quint64 first)
{
    if (!m_selection.isEmpty() && m_selection.first() < first)
        m_selection.remove(m_selection.first(), first - 1);
    if (m_current < first)
        m_current = 0;
    if (m_anchor < first)
        m_anchor = m_selection.isEmpty() ? 0 : m_selection.first();
}

} // namespace parley::ui
