#pragma once

#include <functional>

#include "ui/views/height_index.h"

namespace parley::ui {

// The part of a chat that is on screen. Heights are estimates until a line is measured, and only
// lines that come on screen are; the line at the top of the screen keeps its place whatever is put
// above or corrected. Knows no widget. Thread: GUI.
class ChatWindow
{
public:
    using Measure = std::function<int(int index)>; // the true height; called for lines on screen

    void setMeasure(Measure measure) { m_measure = std::move(measure); }
    void setViewportHeight(int height) { m_viewport = height; }
    void setBottomMargin(int margin) { m_margin = margin; } // free below the last line

    void reset(const std::vector<int> &estimates); // goes to the bottom
    void insert(int first, const std::vector<int> &estimates);
    void remove(int first, int count);

    void settle(); // measures what is on screen; call after any change, before painting
    void scrollBy(qint64 pixels); // down is positive
    void scrollTo(qint64 y); // as value()
    void scrollToBottom();
    void makeVisible(int index);
    void centerOn(int index);

    int count() const { return m_heights.count(); }
    bool isFollowing() const { return m_following; }
    bool isAtBottom() const;
    qint64 value() const; // what is above the screen, pixels
    qint64 maximum() const;

    // Lines on screen: from first() with its top at firstY() (0 or less, but for a short chat).
    int first() const { return m_anchor; } // -1 when empty
    int firstY() const { return m_offset; }
    int last() const; // -1 when empty
    int yOf(int index) const; // of a line from first() to last()
    int height(int index) const { return m_heights.height(index); }
    int indexAt(int y) const; // -1: none there

private:
    int measured(int index);
    void settleAtBottom();
    void settleAtAnchor();
    void pullDown(); // the anchor is the first line that is seen
    void pullUp();

    HeightIndex m_heights;
    Measure m_measure;
    int m_viewport = 0;
    int m_margin = 0;
    int m_anchor = -1;
    int m_offset = 0; // of the anchor's top, from the top of the screen
    bool m_following = true;
};

} // namespace parley::ui
