#include "ui/views/log_view.h"

#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QWheelEvent>

#include "ui/views/log_view_accessible.h"
#include "ui/views/log_view_p.h"
#include "ui/views/pill.h"

namespace parley::ui {
namespace {

constexpr qsizetype kMaxCopiedRows = 100'000; // a clipboard is not an export
constexpr qsizetype kMaxCopiedLength = 32 * 1024 * 1024; // UTF-16 units
constexpr int kAngleOfOneNotch = 120; // QWheelEvent: eighths of a degree
constexpr int kRowsPerNotch = 3;

LogCursor::Mode modeOf(Qt::KeyboardModifiers modifiers)
{
    if (modifiers.testFlag(Qt::ShiftModifier))
        return LogCursor::Mode::Extend;
    return modifiers.testFlag(Qt::ControlModifier) ? LogCursor::Mode::Toggle
                                                   : LogCursor::Mode::Select;
}

} // namespace

LogView::LogView(QWidget *parent) :
    QAbstractScrollArea(parent), d(std::make_unique<LogViewPrivate>(this))
{
    LogViewAccessible::install();
    connect(this, &LogView::currentRowChanged, this,
            [this] { LogViewAccessible::focusMoved(this); });
    connect(this, &LogView::selectionChanged, this,
            [this] { LogViewAccessible::selectionMoved(this); });
    setFocusPolicy(Qt::StrongFocus);
    viewport()->setBackgroundRole(QPalette::Base);
    viewport()->setAttribute(Qt::WA_OpaquePaintEvent);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("Live log"));
    connect(verticalScrollBar(), &QScrollBar::actionTriggered, this, [this] {
        if (d) // a step at the very edge changes no value, but it is a wish to follow
            d->userScrolledTo(quint64(verticalScrollBar()->sliderPosition()));
    });
}

LogView::~LogView() = default;

void LogView::setStore(LogStore *store)
{
    d->setStore(store);
}

LogStore *LogView::store() const
{
    return d->store;
}

void LogView::setFilter(const LogFilter &filter)
{
    d->setFilter(filter);
}

quint64 LogView::shownRows() const
{
    return d->window.count();
}

quint64 LogView::newRows() const
{
    return d->window.newRows();
}

bool LogView::isFollowing() const
{
    return d->window.isFollowing();
}

bool LogView::isPaused() const
{
    return d->window.isPaused();
}

bool LogView::isNewestFirst() const
{
    return d->window.shown().isNewestFirst();
}

void LogView::setNewestFirst(bool newestFirst)
{
    d->window.setNewestFirst(newestFirst);
    d->pill->setAtTop(newestFirst);
    d->changed();
}

bool LogView::timesInUtc() const
{
    return d->cells.utc();
}

void LogView::setTimesInUtc(bool utc)
{
    d->cells.setUtc(utc);
    viewport()->update();
}

quint64 LogView::currentRow() const
{
    return d->cursor.current();
}

void LogView::setCurrentRow(quint64 number)
{
    if (const auto position = d->window.shown().positionOf(number))
        d->moveCurrent(qint64(*position), LogCursor::Mode::Select);
}

std::optional<LogRowView> LogView::row(quint64 number) const
{
    return d->window.rows().row(number);
}

QList<quint64> LogView::selectedRows(qsizetype atMost) const
{
    QList<quint64> numbers;
    const auto &selection = d->cursor.selection();
    const auto &shown = d->window.shown();
    if (selection.isEmpty() || shown.count() == 0)
        return numbers;
    const auto newestFirst = shown.isNewestFirst();
    const auto oldest = shown.nearestPosition(selection.first());
    for (auto position = oldest; position < shown.count() && numbers.size() < atMost;
         newestFirst ? --position : ++position) { // below 0 it wraps to more than any count
        const auto number = shown.at(position);
        if (number > selection.last())
            break;
        if (selection.contains(number))
            numbers.append(number);
    }
    return numbers;
}

QString LogView::selectedText() const
{
    QString text;
    for (const auto number : selectedRows(kMaxCopiedRows)) {
        if (text.size() > kMaxCopiedLength)
            break;
        if (const auto shown = row(number))
            text += (text.isEmpty() ? QString() : QString(u'\n')) + d->cells.line(*shown);
    }
    return text;
}

bool LogView::canUndoClear() const
{
    return d->window.canUnhide();
}

QString LogView::emptyText() const
{
    return d->emptyText;
}

void LogView::setEmptyText(const QString &text)
{
    d->emptyText = text;
    viewport()->update();
}

QHeaderView *LogView::header() const
{
    return d->header;
}

void LogView::setFollowing(bool following)
{
    d->setFollowing(following);
}

void LogView::setPaused(bool paused)
{
    d->setPaused(paused);
}

void LogView::clear()
{
    d->window.update(d->latest());
    d->window.hideAll();
    d->cursor.clear();
    d->changed();
    Q_EMIT clearedChanged(canUndoClear());
}

void LogView::undoClear()
{
    d->window.unhide();
    d->drain();
    Q_EMIT clearedChanged(canUndoClear());
}

void LogView::copySelection() const
{
    const auto text = selectedText();
    if (!text.isEmpty())
        QApplication::clipboard()->setText(text);
}

bool LogView::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::ToolTip || event->type() == QEvent::WhatsThis)
        return false;
    return QAbstractScrollArea::viewportEvent(event);
}

void LogView::changeEvent(QEvent *event)
{
    QAbstractScrollArea::changeEvent(event);
    if (d
        && (event->type() == QEvent::FontChange || event->type() == QEvent::PaletteChange
            || event->type() == QEvent::StyleChange))
        d->rebuildPainter();
}

void LogView::paintEvent(QPaintEvent *event)
{
    QPainter painter(viewport());
    painter.fillRect(event->rect(), palette().color(QPalette::Base));
    d->paint(painter);
}

void LogView::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    d->layOut();
}

void LogView::keyPressEvent(QKeyEvent *event)
{
    const auto mode = event->modifiers().testFlag(Qt::ShiftModifier) ? LogCursor::Mode::Extend
                                                                     : LogCursor::Mode::Select;
    const auto page = qint64(d->window.pageRows());
    const bool newestFirst = isNewestFirst();
    if (event->matches(QKeySequence::Copy))
        return copySelection();
    if (event->matches(QKeySequence::SelectAll))
        return d->selectAll();
    switch (event->key()) {
    case Qt::Key_Up: return d->moveByKey(-1, mode);
    case Qt::Key_PageUp: return d->moveByKey(-page, mode);
    case Qt::Key_Down: return d->moveByKey(1, mode);
    case Qt::Key_PageDown: return d->moveByKey(page, mode);
    case Qt::Key_Home: d->moveCurrent(0, mode); return d->setFollowing(newestFirst);
    case Qt::Key_End:
        d->moveCurrent(qint64(shownRows()) - 1, mode);
        return d->setFollowing(!newestFirst);
    case Qt::Key_Space: return setPaused(!isPaused());
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (currentRow() != 0)
            Q_EMIT rowActivated(currentRow());
        return;
    default: QAbstractScrollArea::keyPressEvent(event);
    }
}

void LogView::mousePressEvent(QMouseEvent *event)
{
    const int position = d->rowAtY(event->position().toPoint().y());
    if (event->button() != Qt::LeftButton || position < 0)
        return;
    d->moveCurrent(position, modeOf(event->modifiers()));
    d->setFollowing(false); // the row that was clicked must not run away
}

void LogView::mouseMoveEvent(QMouseEvent *event)
{
    if (!event->buttons().testFlag(Qt::LeftButton))
        return;
    const int y = event->position().toPoint().y();
    if (y < 0)
        return d->moveCurrentBy(-1, LogCursor::Mode::Extend);
    if (y >= viewport()->height())
        return d->moveCurrentBy(1, LogCursor::Mode::Extend);
    const int position = d->rowAtY(y);
    if (position >= 0)
        d->moveCurrent(position, LogCursor::Mode::Extend);
}

void LogView::mouseReleaseEvent(QMouseEvent *event)
{
    event->accept(); // its press was ours
}

void LogView::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton && currentRow() != 0)
        Q_EMIT rowActivated(currentRow());
}

void LogView::wheelEvent(QWheelEvent *event)
{
    d->wheelAngle += event->angleDelta().y();
    const int rows = d->wheelAngle * kRowsPerNotch / kAngleOfOneNotch;
    if (rows == 0)
        return;
    d->wheelAngle -= rows * kAngleOfOneNotch / kRowsPerNotch;
    const auto top = qint64(d->window.top()) - rows;
    d->userScrolledTo(quint64(qMax(qint64(0), top)));
    event->accept();
}

void LogView::focusInEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusInEvent(event);
    if (currentRow() == 0 && shownRows() > 0) // a table with the focus has a current row
        d->moveCurrentBy(isNewestFirst() ? 0 : -1, LogCursor::Mode::Select);
    viewport()->update();
}

void LogView::focusOutEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

void LogView::showEvent(QShowEvent *event)
{
    QAbstractScrollArea::showEvent(event);
    d->drain();
}

void LogView::scrollContentsBy(int, int)
{
    if (!d->settingScrollBar)
        d->userScrolledTo(quint64(verticalScrollBar()->value()));
}

} // namespace parley::ui
