#pragma once

#include <memory>

#include <QAbstractScrollArea>

#include "ui/views/log_row.h"

class QHeaderView;

namespace parley::ui {

class LogFilter;
class LogStore;
class LogViewPrivate;

// The live log: an own-painted table over a LogStore that stays fluent at a million rows. Shows at
// most one new picture per frame (16 ms), nothing at all while hidden. Scrolls by row, so it has no
// ceiling of pixels; knows rows by their running number, so eviction moves nothing.
//
// Keys: arrows, Page, Home, End (with Shift: extends the selection), Ctrl+A, Ctrl+C, Space pauses.
// Thread: GUI.
class LogView final : public QAbstractScrollArea
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LogView)

public:
    explicit LogView(QWidget *parent = nullptr);
    ~LogView() override;

    void setStore(LogStore *store); // borrowed; null or destroyed = empty
    LogStore *store() const;

    //! Rows that match, evaluated on a worker; an empty filter shows all.
    void setFilter(const LogFilter &filter);
    quint64 shownRows() const; // rows that the scroll bar ranges over
    quint64 newRows() const; // arrived below what is shown: the number on the pill

    bool isFollowing() const; // keeps to the newest row
    bool isPaused() const; // the picture is frozen; storing goes on
    bool isNewestFirst() const;
    void setNewestFirst(bool newestFirst);

    bool timesInUtc() const;
    void setTimesInUtc(bool utc); // else local time

    quint64 currentRow() const; // running number; 0 = none
    void setCurrentRow(quint64 number); // also scrolls to it; unknown numbers are ignored
    //! The row as shown, held as long as it is on screen even when the store evicted it.
    //! Valid until control returns to the event loop.
    std::optional<LogRowView> row(quint64 number) const;
    QList<quint64> selectedRows(qsizetype atMost) const; // ascending
    QString selectedText() const; // what Ctrl+C copies: one row per line, columns by tabs

    QString emptyText() const; // shown while the store has no rows
    void setEmptyText(const QString &text);

    bool canUndoClear() const;
    QHeaderView *header() const; // for saveState() and restoreState()

public Q_SLOTS:
    void setFollowing(bool following);
    void setPaused(bool paused);
    void clear(); // hides all rows up to now; works without a connection
    void undoClear();
    void copySelection() const;

Q_SIGNALS:
    void currentRowChanged(quint64 runningNumber); // 0 = none
    void rowActivated(quint64 runningNumber); // Return or double click
    void selectionChanged();
    void followChanged(bool following);
    void pausedChanged(bool paused);
    void newRowsChanged(quint64 newRows);
    void clearedChanged(bool canUndo);
    void filterProgressed(quint64 matches, quint64 searchedRows, quint64 totalRows);

protected:
    bool viewportEvent(QEvent *event) override;
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;

private:
    friend class LogViewPrivate;
    friend class LogViewAccessible;
    std::unique_ptr<LogViewPrivate> d;
};

} // namespace parley::ui
