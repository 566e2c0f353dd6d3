#include "ui/views/chat_view.h"

#include <QApplication>
#include <QClipboard>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QScrollBar>
#include <QTextBoundaryFinder>
#include <QToolTip>
#include <QWheelEvent>

#include "ui/common/labels.h"
#include "ui/views/chat_view_accessible.h"
#include "ui/views/chat_view_p.h"
#include "ui/views/chat_words.h"

namespace parley::ui {
namespace {

constexpr int kAngleOfOneNotch = 120; // QWheelEvent: eighths of a degree
constexpr int kLinesPerNotch = 3;

bool isWordEnd(const QTextBoundaryFinder &finder)
{
    return finder.boundaryReasons() != QTextBoundaryFinder::NotAtBoundary;
}

} // namespace

ChatView::ChatView(QWidget *parent) :
    QAbstractScrollArea(parent), d(std::make_unique<ChatViewPrivate>(this))
{
    ChatViewAccessible::install();
    connect(this, &ChatView::currentIndexChanged, this,
            [this] { ChatViewAccessible::focusMoved(this); });
    setFocusPolicy(Qt::StrongFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn); // its coming would change the width
    setFrameShape(QFrame::NoFrame);
    viewport()->setMouseTracking(true);
    viewport()->setAttribute(Qt::WA_OpaquePaintEvent);
    setAccessibleName(tr("Messages"));
}

ChatView::~ChatView() = default;

void ChatView::setModel(ChatModel *model)
{
    d->setModel(model);
}

ChatModel *ChatView::model() const
{
    return d->model;
}

QString ChatView::emptyText() const
{
    return d->emptyText;
}

void ChatView::setEmptyText(const QString &text)
{
    d->emptyText = text;
    viewport()->update();
}

int ChatView::currentIndex() const
{
    return d->model ? d->model->indexOf(d->currentId) : -1;
}

void ChatView::setCurrentIndex(int index)
{
    d->setCurrent(index, true);
}

bool ChatView::isFollowing() const
{
    return d->window.isFollowing();
}

int ChatView::newMessages() const
{
    return d->newMessages;
}

void ChatView::scrollToMessage(const QString &id)
{
    const int index = d->model ? d->model->indexOf(id) : -1;
    if (index < 0)
        return;
    d->window.centerOn(index);
    d->setCurrent(index, false);
    d->settle();
}

QString ChatView::selectedText() const
{
    return d->selectedText();
}

void ChatView::scrollToBottom()
{
    d->window.scrollToBottom();
    d->settle();
}

void ChatView::copy() const
{
    const auto text = d->copyText();
    if (!text.isEmpty())
        QApplication::clipboard()->setText(text);
}

bool ChatView::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const int index = d->window.indexAt(help->pos().y());
        if (index < 0 || d->model->at(index).kind != ChatKind::Message)
            QToolTip::hideText();
        else if (d->bubble(index).bubble.contains(d->inBubble(index, help->pos())))
            QToolTip::showText(help->globalPos(),
                               plainToolTip(ChatWords::toolTip(d->model->at(index))), this);
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

void ChatView::changeEvent(QEvent *event)
{
    QAbstractScrollArea::changeEvent(event);
    switch (event->type()) {
    case QEvent::FontChange:
    case QEvent::PaletteChange:
    case QEvent::StyleChange:
    case QEvent::LayoutDirectionChange: d->rebuildPainter(); break;
    case QEvent::ActivationChange: d->updateReading(); break;
    default: break;
    }
}

void ChatView::paintEvent(QPaintEvent *event)
{
    QPainter painter(viewport());
    painter.fillRect(event->rect(), d->painter->canvas());
    d->paint(painter);
}

void ChatView::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    d->layOut();
}

void ChatView::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy))
        return copy();
    const auto *entry = d->current();
    const int page = viewport()->height() - fontMetrics().height();
    const bool plain = !(event->modifiers() & ~(Qt::KeypadModifier | Qt::ShiftModifier));
    switch (plain ? event->key() : 0) {
    case Qt::Key_Up: return d->moveCurrent(-1);
    case Qt::Key_Down: return d->moveCurrent(1);
    case Qt::Key_PageUp: return scrollPage(-page);
    case Qt::Key_PageDown: return scrollPage(page);
    case Qt::Key_Home: return d->setCurrent(0, true);
    case Qt::Key_End:
        if (d->model)
            d->setCurrent(d->model->count() - 1, false);
        return scrollToBottom();
    default: break;
    }
    if (!plain || !entry || !actOnCurrent(event->key(), *entry))
        QAbstractScrollArea::keyPressEvent(event);
}

bool ChatView::actOnCurrent(int key, const ChatEntry &entry)
{
    const auto id = entry.id;
    if (key == Qt::Key_O && entry.hasOriginal())
        d->model->toggleOriginal(id);
    else if (key == Qt::Key_E && ChatWords::canEdit(entry))
        Q_EMIT editRequested(id);
    else if (key == Qt::Key_R && ChatWords::canRetry(entry))
        Q_EMIT retryRequested(id);
    else if (key == Qt::Key_Return || key == Qt::Key_Enter)
        return openFirstLink();
    else
        return false;
    return true;
}

bool ChatView::openFirstLink()
{
    const int index = currentIndex();
    const auto links = index < 0 ? QList<TextLink>{} : d->bubble(index).links;
    if (links.isEmpty())
        return false;
    Q_EMIT linkActivated(links.constFirst().url);
    return true;
}

void ChatView::scrollPage(int pixels)
{
    d->window.scrollBy(pixels);
    d->settle();
    d->setCurrent(pixels < 0 ? d->window.first() : d->window.last(), false);
}

void ChatView::mousePressEvent(QMouseEvent *event)
{
    const int index = d->window.indexAt(event->position().toPoint().y());
    if (event->button() != Qt::LeftButton || index < 0)
        return;
    const auto point = d->inBubble(index, event->position());
    d->setCurrent(index, false);
    const auto &bubble = d->bubble(index);
    const auto offset = bubble.body.offsetAt(point - bubble.bodyAt);
    d->selectIn(index, offset, offset);
}

void ChatView::mouseMoveEvent(QMouseEvent *event)
{
    const int selected = d->model ? d->model->indexOf(d->selectionId) : -1;
    if (event->buttons().testFlag(Qt::LeftButton) && selected >= d->window.first()
        && selected <= d->window.last()) {
        const auto point = d->inBubble(selected, event->position());
        const auto &bubble = d->bubble(selected);
        d->selectionCursor = bubble.body.offsetAt(point - bubble.bodyAt);
        viewport()->update();
        return;
    }
    const int index = d->window.indexAt(event->position().toPoint().y());
    auto shape = Qt::ArrowCursor;
    const auto before = std::pair(d->hoverId, d->hoverAt);
    d->hoverId.clear();
    if (index >= 0) {
        const auto &bubble = d->bubble(index);
        const auto point = d->inBubble(index, event->position());
        const auto *label = bubble.labelAt(point);
        const bool acts = label && label->part >= ChatPart::OriginalChip
            && label->part != ChatPart::TranslationNote && label->part != ChatPart::StateNote;
        if (acts || bubble.linkAt(point))
            shape = Qt::PointingHandCursor;
        else if (bubble.body.isOverText(point - bubble.bodyAt))
            shape = Qt::IBeamCursor;
        if (acts) {
            d->hoverId = d->model->at(index).id;
            d->hoverAt = point;
        }
    }
    viewport()->setCursor(shape);
    if (before.first != d->hoverId)
        viewport()->update();
}

void ChatView::mouseReleaseEvent(QMouseEvent *event)
{
    const int index = d->window.indexAt(event->position().toPoint().y());
    if (event->button() != Qt::LeftButton || index < 0 || !selectedText().isEmpty())
        return;
    const auto point = d->inBubble(index, event->position());
    const auto &bubble = d->bubble(index);
    if (const auto *label = bubble.labelAt(point))
        d->act(d->model->at(index), *label);
    else if (const auto *link = bubble.linkAt(point))
        Q_EMIT linkActivated(QUrl(link->url));
}

void ChatView::mouseDoubleClickEvent(QMouseEvent *event)
{
    const int index = d->window.indexAt(event->position().toPoint().y());
    if (event->button() != Qt::LeftButton || index < 0)
        return;
    const auto &bubble = d->bubble(index);
    const auto offset = bubble.body.offsetAt(d->inBubble(index, event->position()) - bubble.bodyAt);
    QTextBoundaryFinder finder(QTextBoundaryFinder::Word, bubble.body.text());
    finder.setPosition(offset);
    const auto start = isWordEnd(finder) ? offset : finder.toPreviousBoundary();
    finder.setPosition(offset);
    const auto end = finder.toNextBoundary();
    d->selectIn(index, qMax(start, qsizetype(0)), end < 0 ? bubble.body.text().size() : end);
}

void ChatView::wheelEvent(QWheelEvent *event)
{
    const auto step = fontMetrics().height() * kLinesPerNotch;
    const int pixels = event->pixelDelta().y() != 0
        ? event->pixelDelta().y()
        : event->angleDelta().y() * step / kAngleOfOneNotch;
    if (pixels == 0)
        return;
    d->window.scrollBy(-pixels);
    d->settle();
    event->accept();
}

void ChatView::contextMenuEvent(QContextMenuEvent *event)
{
    if (event->reason() == QContextMenuEvent::Mouse)
        d->setCurrent(d->window.indexAt(viewport()->mapFrom(this, event->pos()).y()), false);
    const auto *entry = d->current();
    if (!entry)
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto id = entry->id;
    menu->addAction(tr("Copy"), this, &ChatView::copy);
    if (entry->hasOriginal())
        menu->addAction(d->model->showsOriginal(*entry) ? tr("Show translation")
                                                        : tr("Show original"),
                        this, [this, id] { d->model->toggleOriginal(id); });
    if (ChatWords::canEdit(*entry))
        menu->addAction(tr("Edit"), this, [this, id] { Q_EMIT editRequested(id); });
    if (ChatWords::canRetry(*entry))
        menu->addAction(tr("Retry"), this, [this, id] { Q_EMIT retryRequested(id); });
    menu->popup(event->globalPos());
}

void ChatView::focusInEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusInEvent(event);
    if (currentIndex() < 0 && d->model && event->reason() != Qt::MouseFocusReason)
        d->setCurrent(d->window.last(), false);
    viewport()->update();
}

void ChatView::focusOutEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

void ChatView::showEvent(QShowEvent *event)
{
    QAbstractScrollArea::showEvent(event);
    d->settle();
}

void ChatView::hideEvent(QHideEvent *event)
{
    QAbstractScrollArea::hideEvent(event);
    d->updateReading();
}

void ChatView::scrollContentsBy(int, int)
{
    if (d->settingScrollBar)
        return;
    const auto *bar = verticalScrollBar();
    if (bar->value() == bar->maximum())
        d->window.scrollToBottom();
    else
        d->window.scrollTo(bar->value() * d->scrollScale());
    d->settle();
}

} // namespace parley::ui
