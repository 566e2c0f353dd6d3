#pragma once

#include <optional>

#include <QElapsedTimer>
#include <QPointer>
#include <QStandardItemModel>
#include <QTimer>

#include "ui/views/log_filter.h"
#include "ui/views/log_painter.h"
#include "ui/views/log_search.h"
#include "ui/views/log_store.h"

class QHeaderView;

namespace parley::ui {

class LogView;
class Pill;

// What LogView holds: the frame clock, the window on the store, the search and the header.
// Thread: GUI.
class LogViewPrivate final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LogViewPrivate)

public:
    explicit LogViewPrivate(LogView *view);

    void setStore(LogStore *store);
    void setFilter(const LogFilter &filter);
    void rebuildPainter();
    void layOut(); // after a change of size
    void paint(QPainter &painter);

    void drain(); // takes over what the store got since the last frame
    void scheduleFrame();
    void changed(); // the window moved: scroll bar, pill, picture
    void setFollowing(bool following);
    void setPaused(bool paused);
    void userScrolledTo(quint64 top);
    void moveCurrent(qint64 position, LogCursor::Mode mode);
    void moveCurrentBy(qint64 rows, LogCursor::Mode mode);
    void moveByKey(qint64 rows, LogCursor::Mode mode); // decides about following too
    void selectAll();
    bool isOnScreen() const;
    int rowAtY(int y) const; // position, -1: none
    const LogSnapshot &latest() const;

    LogView *const view;
    QPointer<LogStore> store{};
    LogWindow window{};
    LogCursor cursor{};
    LogCells cells{};
    QString emptyText{};
    QStandardItemModel headerModel{};
    QHeaderView *header = nullptr; // child of the view
    Pill *pill = nullptr; // child of the viewport
    std::optional<LogPainter> painter{};
    bool settingScrollBar = false;
    int wheelAngle = 0; // turned, and not scrolled yet; eighths of a degree

private:
    void setUpHeader();
    void announce();
    void takeMatches(const std::vector<quint64> &rows, quint64 searchedTo);
    void searchOn();
    void measureRate();
    LogPainter::Sections sections() const;

    LogFilter m_filter{};
    LogSearch m_search{};
    QTimer m_frame{};
    QElapsedTimer m_rateClock{};
    quint64 m_rateBase = 0; // appended rows when m_rateClock started
    quint64 m_rate = 0; // rows per second, of the last whole second
    quint64 m_announcedNew = 0;
    bool m_announcedFollowing = true;
};

} // namespace parley::ui
