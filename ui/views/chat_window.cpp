#include "ui/views/chat_window.h"

namespace parley::ui {

void ChatWindow::reset(const std::vector<int> &estimates)
{
    m_heights.clear();
    m_heights.insert(0, estimates);
    m_anchor = count() - 1;
    m_offset = 0;
    m_following = true;
}

void ChatWindow::insert(int first, const std::vector<int> &estimates)
{
    m_heights.insert(first, estimates);
    if (m_anchor < 0)
        m_anchor = 0;
    else if (first <= m_anchor)
        m_anchor += int(estimates.size());
}

void ChatWindow::remove(int first, int removed)
{
    m_heights.remove(first, removed);
    if (m_anchor >= first + removed) {
        m_anchor -= removed;
    } else if (m_anchor >= first) {
        m_anchor = qMin(first, count() - 1);
        m_offset = 0;
    }
}

int ChatWindow::measured(int index)
{
    const int height = m_measure(index);
    m_heights.setHeight(index, height);
    return height;
}

void ChatWindow::settle()
{
    if (count() == 0)
        return;
    if (m_following)
        settleAtBottom();
    else
        settleAtAnchor();
}

void ChatWindow::settleAtBottom()
{
    int y = m_viewport - m_margin;
    int index = count();
    while (index > 0 && (y > 0 || index == count()))
        y -= measured(--index);
    m_anchor = index;
    m_offset = y;
}

void ChatWindow::settleAtAnchor()
{
    m_anchor = qBound(0, m_anchor, count() - 1);
    pullUp();
    pullDown();
    int y = m_offset;
    int index = m_anchor;
    while (index < count() && y < m_viewport)
        y += measured(index++);
    if (index == count() && y < m_viewport - m_margin)
        settleAtBottom(); // nothing is left to fill the screen with from below
}

void ChatWindow::pullUp()
{
    while (m_anchor > 0 && m_offset > 0)
        m_offset -= measured(--m_anchor);
    m_offset = m_anchor == 0 ? qMin(m_offset, 0) : m_offset;
}

void ChatWindow::pullDown()
{
    // A far jump measures the lines around its end only: those between are passed by estimate.
    const int far = 2 * m_viewport;
    while (m_anchor + 1 < count()) {
        const int height = m_offset < -far ? m_heights.height(m_anchor) : measured(m_anchor);
        if (m_offset + height > 0)
            return;
        m_offset += height;
        ++m_anchor;
    }
}

void ChatWindow::scrollBy(qint64 pixels)
{
    m_following = false;
    const auto far = qint64(4) * m_viewport;
    if (qAbs(pixels) > far) {
        scrollTo(value() + pixels);
        return;
    }
    m_offset -= int(pixels);
    settle();
    m_following = isAtBottom();
}

void ChatWindow::scrollTo(qint64 y)
{
    if (count() == 0)
        return;
    if (y >= maximum()) {
        scrollToBottom();
        return;
    }
    m_following = false;
    m_anchor = m_heights.indexAt(qMax(y, qint64(0)));
    m_offset = int(m_heights.top(m_anchor) - qMax(y, qint64(0)));
    settle();
    m_following = isAtBottom();
}

void ChatWindow::scrollToBottom()
{
    m_following = true;
    settle();
}

void ChatWindow::makeVisible(int index)
{
    if (index < 0 || index >= count())
        return;
    if (index > m_anchor && index <= last()) {
        const int hidden = yOf(index) + measured(index) + m_margin - m_viewport;
        if (hidden > 0)
            scrollBy(qMin(hidden, yOf(index)));
        return;
    }
    m_following = false;
    const bool below = index > m_anchor;
    m_anchor = index;
    m_offset = below ? qMax(0, m_viewport - measured(index)) : 0;
    settle();
    m_following = isAtBottom();
}

void ChatWindow::centerOn(int index)
{
    if (index < 0 || index >= count())
        return;
    m_following = false;
    m_anchor = index;
    m_offset = qMax(0, (m_viewport - measured(index)) / 2);
    settle();
    m_following = isAtBottom();
}

bool ChatWindow::isAtBottom() const
{
    return value() >= maximum();
}

qint64 ChatWindow::value() const
{
    return m_anchor < 0 ? 0 : qMax(qint64(0), m_heights.top(m_anchor) - m_offset);
}

qint64 ChatWindow::maximum() const
{
    return qMax(qint64(0), m_heights.total() + m_margin - m_viewport);
}

int ChatWindow::last() const
{
    int y = m_offset;
    int index = m_anchor;
    while (index >= 0 && index < count()) {
        y += height(index);
        if (y >= m_viewport || index + 1 == count())
            return index;
        ++index;
    }
    return index;
}

int ChatWindow::yOf(int index) const
{
    int y = m_offset;
    for (int i = m_anchor; i < index; ++i)
        y += height(i);
    return y;
}

int ChatWindow::indexAt(int y) const
{
    int top = m_offset;
    for (int i = m_anchor; i >= 0 && i < count() && top <= y; ++i) {
        top += height(i);
        if (y < top)
            return y >= m_offset ? i : -1;
    }
    return -1;
}

} // namespace parley::ui
