#include "ui/views/log_window.h"

namespace parley::ui {

void LogWindow::update(const LogSnapshot &latest)
{
    m_latestEnd = latest.endNumber;
    if (m_paused)
        return;
    m_rows = latest;
    settle();
}

void LogWindow::forget()
{
    const bool newestFirst = m_shown.isNewestFirst();
    const bool filtered = m_shown.isFiltered();
    const auto pageRows = m_pageRows;
    *this = {};
    m_pageRows = pageRows;
    m_shown.setNewestFirst(newestFirst);
    m_shown.setFiltered(filtered);
}

quint64 LogWindow::newRows() const
{
    return m_shown.countAfter(m_seenThrough) + (m_latestEnd - m_rows.endNumber);
}

void LogWindow::setFollowing(bool following)
{
    m_following = following;
    settle();
}

void LogWindow::setPaused(bool paused, const LogSnapshot &latest)
{
    m_paused = paused;
    update(latest);
}

void LogWindow::setNewestFirst(bool newestFirst)
{
    m_shown.setNewestFirst(newestFirst);
    settle();
}

void LogWindow::setFiltered(bool filtered)
{
    m_shown.setFiltered(filtered);
    m_searchedTo = 0;
    settle();
}

void LogWindow::addMatches(const std::vector<quint64> &rows, quint64 searchedTo)
{
    m_shown.addMatches(rows);
    m_searchedTo = searchedTo;
    settle();
}

void LogWindow::hideAll()
{
    m_hiddenBefore = m_hiddenThrough;
    m_hiddenThrough = m_latestEnd - 1;
    settle();
}

void LogWindow::unhide()
{
    m_hiddenThrough = m_hiddenBefore;
    if (m_shown.isFiltered())
        setFiltered(true); // the matches before were dropped: search again
    settle();
}

quint64 LogWindow::maximumTop() const
{
    return count() > m_pageRows ? count() - m_pageRows : 0;
}

void LogWindow::setPageRows(quint64 rows)
{
    m_pageRows = qMax(rows, quint64(1));
    settle();
}

void LogWindow::scrollTo(quint64 top)
{
    m_following = false;
    placeTop(top);
    anchor();
    m_following = atNewestEdge();
}

void LogWindow::makeVisible(quint64 position)
{
    if (position >= m_top && position < m_top + m_pageRows)
        return;
    scrollTo(position < m_top ? position : position - m_pageRows + 1);
}

void LogWindow::settle()
{
    m_shown.setRange(qMax(m_rows.firstNumber, m_hiddenThrough + 1), m_rows.endNumber);
    if (!m_following) {
        placeTop(m_shown.nearestPosition(m_topNumber)); // the anchor outlives a passing filter
        return;
    }
    placeTop(m_shown.isNewestFirst() ? 0 : maximumTop());
    anchor();
}

void LogWindow::anchor()
{
    if (count() > 0)
        m_topNumber = m_shown.at(m_top);
}

void LogWindow::placeTop(quint64 top)
{
    m_top = qMin(top, maximumTop());
    if (count() == 0) {
        m_seenThrough = qMax(m_seenThrough, m_rows.endNumber - 1);
        return;
    }
    const auto bottom = m_shown.at(qMin(m_top + m_pageRows, count()) - 1);
    m_seenThrough = qMax(m_seenThrough, qMax(m_shown.at(m_top), bottom));
}

bool LogWindow::atNewestEdge() const
{
    return m_shown.isNewestFirst() ? m_top == 0 : m_top == maximumTop();
}

} // namespace parley::ui
