#pragma once

#include "ui/views/log_snapshot.h"
#include "ui/views/shown_rows.h"

namespace parley::ui {

// The part of a log that a LogView shows: which rows, from where, whether it follows the newest row
// and whether it is frozen. Knows no widget. Thread: GUI.
//
// While paused it keeps its own snapshot, so rows on screen stay even when the store evicts them;
// at worst the log's memory is then held twice.
class LogWindow
{
public:
    void update(const LogSnapshot &latest); // what the store holds now
    void forget(); // another store

    const LogSnapshot &rows() const { return m_rows; }
    const ShownRows &shown() const { return m_shown; }
    quint64 count() const { return m_shown.count(); }
    quint64 newRows() const; // arrived, and not on screen yet

    bool isFollowing() const { return m_following; }
    bool isPaused() const { return m_paused; }
    void setFollowing(bool following);
    void setPaused(bool paused, const LogSnapshot &latest);
    void setNewestFirst(bool newestFirst);

    // A filter is evaluated elsewhere; its matches come in pieces.
    void setFiltered(bool filtered);
    void addMatches(const std::vector<quint64> &rows, quint64 searchedTo);
    quint64 searchedTo() const { return m_searchedTo; } // first row that was not looked at

    void hideAll(); // "clear": hides rows up to now
    void unhide();
    bool canUnhide() const { return m_hiddenThrough > m_hiddenBefore; }

    // Positions count rows from the top of the list.
    quint64 top() const { return m_top; }
    quint64 maximumTop() const;
    quint64 pageRows() const { return m_pageRows; }
    void setPageRows(quint64 rows); // whole rows that fit, at least 1
    void scrollTo(quint64 top); // a person's wish: decides about following
    void makeVisible(quint64 position); // the keyboard's: following ends when it leaves the edge

private:
    void settle();
    void placeTop(quint64 top);
    void anchor(); // what stands at the top now stays there
    bool atNewestEdge() const;

    LogSnapshot m_rows;
    ShownRows m_shown;
    quint64 m_latestEnd = 1; // of the store, also while paused
    quint64 m_hiddenThrough = 0;
    quint64 m_hiddenBefore = 0; // what an undo goes back to
    quint64 m_searchedTo = 0;
    quint64 m_pageRows = 1;
    quint64 m_top = 0;
    quint64 m_topNumber = 0; // the row that stays in its place while others come and go
    quint64 m_seenThrough = 0;
    bool m_following = true;
    bool m_paused = false;
};

} // namespace parley::ui
