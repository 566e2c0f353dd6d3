#include "ui/views/log_view_p.h"

#include <algorithm>

#include <QHeaderView>
#include <QLocale>
#include <QPainter>
#include <QScrollBar>

#include "ui/views/log_view.h"
#include "ui/views/pill.h"

namespace parley::ui {
namespace {

constexpr int kFrameMs = 16; // one picture per frame of a 60 Hz screen
constexpr quint64 kSampledRate
    = 5000; // rows/s above which nobody can read along and the view says so
constexpr qint64 kRateIntervalMs = 1000;
constexpr int kMinColumnWidth = 40;
// Of the header at first, in letters: time, topic, position, bytes, publisher.
constexpr std::array<int, kLogColumns> kColumnLetters{14, 29, 11, 9, 15, 20};

} // namespace

LogViewPrivate::LogViewPrivate(LogView *owner) : view(owner)
{
    m_frame.setSingleShot(true);
    m_frame.setTimerType(Qt::PreciseTimer);
    m_frame.setInterval(kFrameMs);
    connect(&m_frame, &QTimer::timeout, this, &LogViewPrivate::drain);
    connect(&m_search, &LogSearch::found, this, &LogViewPrivate::takeMatches);
    emptyText = LogView::tr("No messages yet");
    m_rateClock.start();
    setUpHeader();
    pill = new Pill(view->viewport());
    connect(pill, &Pill::clicked, this, [this] {
        setPaused(false);
        setFollowing(true);
    });
    rebuildPainter();
}

void LogViewPrivate::setUpHeader()
{
    headerModel.setColumnCount(kLogColumns);
    header = new QHeaderView(Qt::Horizontal, view);
    for (int i = 0; i < kLogColumns; ++i) {
        headerModel.setHeaderData(i, Qt::Horizontal, LogCells::title(LogColumn(i)));
        const bool number = i == int(LogColumn::Position) || i == int(LogColumn::Bytes);
        headerModel.setHeaderData(
            i, Qt::Horizontal,
            QVariant(Qt::Alignment((number ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter)),
            Qt::TextAlignmentRole);
    }
    header->setModel(&headerModel);
    header->setMinimumSectionSize(kMinColumnWidth);
    header->setStretchLastSection(true);
    header->setSectionsMovable(true);
    header->setHighlightSections(false);
    header->setFocusPolicy(Qt::NoFocus);
    const int letter = QFontMetrics(LogPainter::monospaced(view->font())).averageCharWidth();
    for (int i = 0; i < kLogColumns; ++i)
        header->resizeSection(i, kColumnLetters[std::size_t(i)] * letter);
    const auto repaint = [this] { view->viewport()->update(); };
    connect(header, &QHeaderView::sectionResized, this, repaint);
    connect(header, &QHeaderView::sectionMoved, this, repaint);
}

void LogViewPrivate::setStore(LogStore *next)
{
    if (store)
        disconnect(store, nullptr, this, nullptr);
    store = next;
    m_search.cancel();
    window.forget();
    cursor.clear();
    m_rateBase = store ? store->appendedRows() : 0;
    m_rate = 0;
    if (store) {
        connect(store, &LogStore::rowsAppended, this, &LogViewPrivate::scheduleFrame);
        connect(store, &QObject::destroyed, this, [this] { setStore(nullptr); });
    }
    drain();
}

const LogSnapshot &LogViewPrivate::latest() const
{
    static const LogSnapshot nothing;
    return store ? store->snapshot() : nothing;
}

void LogViewPrivate::setFilter(const LogFilter &filter)
{
    m_search.cancel();
    m_filter = filter;
    window.setFiltered(!filter.isEmpty());
    searchOn();
    changed();
}

void LogViewPrivate::rebuildPainter()
{
    painter.emplace(LogPainter::monospaced(view->font()), view->palette());
    layOut();
}

void LogViewPrivate::layOut()
{
    const int height = header->sizeHint().height();
    view->setViewportMargins(0, height, 0, 0);
    const auto area = view->viewport()->geometry();
    header->setGeometry(area.x(), area.y() - height, area.width(), height);
    window.setPageRows(quint64(qMax(1, area.height() / painter->rowHeight())));
    pill->place();
    changed();
}

void LogViewPrivate::paint(QPainter &canvas)
{
    const auto area = view->viewport()->rect();
    if (window.count() == 0) {
        const bool searching = window.shown().isFiltered() && m_search.isRunning();
        const auto text = window.shown().isFiltered() ? LogView::tr("Nothing matches the filter")
            : window.canUnhide() && store && store->rowCount() > 0 ? LogView::tr("Cleared")
                                                                   : emptyText;
        painter->paintEmpty(canvas, area, searching ? LogView::tr("Searching…") : text);
        return;
    }
    painter->paint(canvas,
                   {window, cursor, cells, sections(), area,
                    view->viewport()->hasFocus() || view->hasFocus()});
    if (m_rate > kSampledRate) {
        canvas.setFont(view->font());
        painter->paintChip(
            canvas, area,
            LogView::tr("view sampled · storing all: %1/s").arg(view->locale().toString(m_rate)));
    }
}

LogPainter::Sections LogViewPrivate::sections() const
{
    LogPainter::Sections sections;
    for (int i = 0; i < kLogColumns; ++i)
        sections[std::size_t(i)] = {header->sectionViewportPosition(i), header->sectionSize(i)};
    return sections;
}

bool LogViewPrivate::isOnScreen() const
{
    return view->isVisible() && !view->window()->isMinimized();
}

void LogViewPrivate::scheduleFrame()
{
    if (!m_frame.isActive() && isOnScreen())
        m_frame.start();
}

void LogViewPrivate::drain()
{
    if (!isOnScreen())
        return; // the store goes on counting; showEvent comes back here
    window.update(latest());
    cursor.evictBefore(window.rows().firstNumber);
    measureRate();
    searchOn();
    changed();
}

void LogViewPrivate::measureRate()
{
    const auto elapsed = m_rateClock.elapsed();
    if (!store || elapsed < kRateIntervalMs)
        return;
    const auto appended = store->appendedRows();
    m_rate = (appended - m_rateBase) * quint64(kRateIntervalMs) / quint64(elapsed);
    m_rateBase = appended;
    m_rateClock.restart();
    if (m_rate > kSampledRate) // so that the note goes when the rows stop
        QTimer::singleShot(kRateIntervalMs, this, &LogViewPrivate::scheduleFrame);
}

void LogViewPrivate::searchOn()
{
    const auto &rows = window.rows();
    const auto from = qMax(window.searchedTo(), rows.firstNumber);
    if (window.shown().isFiltered() && !m_search.isRunning() && from < rows.endNumber)
        m_search.start(m_filter, rows, from, rows.endNumber);
}

void LogViewPrivate::takeMatches(const std::vector<quint64> &rows, quint64 searchedTo)
{
    window.addMatches(rows, searchedTo);
    changed();
    Q_EMIT view->filterProgressed(window.count(), searchedTo - window.rows().firstNumber,
                                  window.rows().endNumber - window.rows().firstNumber);
}

void LogViewPrivate::changed()
{
    settingScrollBar = true;
    auto *bar = view->verticalScrollBar();
    bar->setRange(0, int(window.maximumTop()));
    bar->setPageStep(int(window.pageRows()));
    bar->setValue(int(window.top()));
    settingScrollBar = false;
    view->viewport()->update();
    announce();
}

void LogViewPrivate::announce()
{
    const auto fresh = window.newRows();
    const auto number = view->locale().toString(fresh);
    const auto arrow = window.shown().isNewestFirst() ? QChar(0x25B2) : QChar(0x25BC);
    if (fresh == 0)
        pill->showText({});
    else
        pill->showText(LogView::tr("%1 %2 new").arg(arrow).arg(number));
    if (fresh != m_announcedNew) {
        m_announcedNew = fresh;
        Q_EMIT view->newRowsChanged(fresh);
    }
    if (window.isFollowing() != m_announcedFollowing) {
        m_announcedFollowing = window.isFollowing();
        Q_EMIT view->followChanged(m_announcedFollowing);
    }
}

void LogViewPrivate::setFollowing(bool following)
{
    window.setFollowing(following);
    changed();
}

void LogViewPrivate::setPaused(bool paused)
{
    if (paused == window.isPaused())
        return;
    window.setPaused(paused, latest());
    searchOn();
    changed();
    Q_EMIT view->pausedChanged(paused);
}

void LogViewPrivate::userScrolledTo(quint64 top)
{
    window.scrollTo(top);
    changed();
}

int LogViewPrivate::rowAtY(int y) const
{
    const auto position = window.top() + quint64(qMax(0, y) / painter->rowHeight());
    return position < window.count() ? int(position) : -1;
}

void LogViewPrivate::moveCurrent(qint64 wanted, LogCursor::Mode mode)
{
    if (window.count() == 0)
        return;
    const auto position = quint64(qBound(qint64(0), wanted, qint64(window.count()) - 1));
    const auto number = window.shown().at(position);
    const auto before = cursor.current();
    cursor.moveTo(number, mode);
    window.makeVisible(position);
    changed();
    Q_EMIT view->selectionChanged();
    if (number != before)
        Q_EMIT view->currentRowChanged(number);
}

void LogViewPrivate::moveCurrentBy(qint64 rows, LogCursor::Mode mode)
{
    const auto from = window.shown().positionOf(cursor.current());
    const auto start = rows < 0 ? window.top() + window.pageRows() : window.top();
    moveCurrent(from ? qint64(*from) + rows : qint64(start) + (rows < 0 ? -1 : 0), mode);
}

void LogViewPrivate::moveByKey(qint64 rows, LogCursor::Mode mode)
{
    const bool toOlder = (rows < 0) != window.shown().isNewestFirst();
    const auto before = cursor.current();
    moveCurrentBy(rows, mode);
    if (toOlder)
        setFollowing(false);
    else if (cursor.current() == before) // beyond the newest row
        setFollowing(true);
}

void LogViewPrivate::selectAll()
{
    const auto &shown = window.shown();
    if (shown.count() == 0)
        return;
    const auto ends = std::minmax({shown.at(0), shown.at(shown.count() - 1)});
    cursor.selectAll(ends.first, ends.second);
    changed();
    Q_EMIT view->selectionChanged();
}

} // namespace parley::ui
