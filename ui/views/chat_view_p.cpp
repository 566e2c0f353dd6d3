#include "ui/views/chat_view_p.h"

#include <QLocale>
#include <QPainter>
#include <QScrollBar>

#include "ui/views/chat_view.h"
#include "ui/views/chat_view_accessible.h"
#include "ui/views/chat_words.h"
#include "ui/views/pill.h"

namespace parley::ui {
namespace {

constexpr int kFrameMs = 16; // one picture per frame of a 60 Hz screen
constexpr qint64 kGroupMs = 5 * 60 * 1000; // messages of one sender that stand together
constexpr qint64 kMaxScrollValue = 1 << 30; // of QScrollBar's int
constexpr int kHistoryScreens = 2; // ask for older lines this far before they are needed

} // namespace

ChatViewPrivate::ChatViewPrivate(ChatView *owner) :
    view(owner), m_seen([this] { return m_clock.elapsed(); })
{
    m_clock.start();
    m_frame.setSingleShot(true);
    m_frame.setTimerType(Qt::PreciseTimer);
    m_frame.setInterval(kFrameMs);
    connect(&m_frame, &QTimer::timeout, this, &ChatViewPrivate::settle);
    connect(&m_seen, &SeenTracker::seen, view, &ChatView::seen);
    window.setMeasure([this](int index) { return bubble(index).height; });
    pill = new Pill(view->viewport());
    connect(pill, &Pill::clicked, view, &ChatView::scrollToBottom);
    emptyText = ChatView::tr("No messages yet");
    rebuildPainter();
}

void ChatViewPrivate::setModel(ChatModel *next)
{
    if (model)
        disconnect(model, nullptr, this, nullptr);
    model = next;
    if (model) {
        connect(model, &ChatModel::inserted, this, &ChatViewPrivate::onInserted);
        connect(model, &ChatModel::removed, this, &ChatViewPrivate::onRemoved);
        connect(model, &ChatModel::changed, this, &ChatViewPrivate::onChanged);
        connect(model, &ChatModel::reset, this, &ChatViewPrivate::onReset);
        connect(model, &QObject::destroyed, this, [this] { setModel(nullptr); });
    }
    onReset();
}

void ChatViewPrivate::rebuildPainter()
{
    painter.emplace(view->palette());
    builder.emplace(view->font(), painter->linkColor(), painter->markColor(),
                    view->layoutDirection() == Qt::RightToLeft);
    m_bubbles.clear();
    layOut();
}

void ChatViewPrivate::layOut()
{
    const auto size = view->viewport()->size();
    if (builder->width() != size.width()) {
        builder->setWidth(size.width());
        m_bubbles.clear(); // heights stay as estimates until a line comes on screen again
    }
    window.setViewportHeight(size.height());
    window.setBottomMargin(view->fontMetrics().height() * 2 / 3);
    pill->place();
    settle();
}

void ChatViewPrivate::onReset()
{
    m_bubbles.clear();
    m_seen.forget();
    currentId.clear();
    selectionId.clear();
    newMessages = 0;
    m_historyAsked = false;
    window.reset(model ? estimates(0, model->count()) : std::vector<int>{});
    settle();
}

std::vector<int> ChatViewPrivate::estimates(int first, int count) const
{
    std::vector<int> heights;
    heights.reserve(std::size_t(count));
    for (int i = first; i < first + count; ++i)
        heights.push_back(builder->estimate(model->at(i)));
    return heights;
}

void ChatViewPrivate::onInserted(int first, int count)
{
    const bool atEnd = first + count == model->count();
    window.insert(first, estimates(first, count));
    forgetBubble(first + count); // it may begin a group now, or not any more
    if (first == 0)
        m_historyAsked = false;
    bool mine = false;
    for (int i = first; atEnd && i < first + count; ++i) {
        const auto &entry = model->at(i);
        mine = mine || (entry.mine && entry.kind == ChatKind::Message);
        if (entry.kind == ChatKind::Message && !entry.mine && !window.isFollowing())
            ++newMessages;
    }
    if (mine && count <= 2) // one of mine, with its day perhaps: the writer sees what he wrote
        window.scrollToBottom();
    scheduleFrame();
    if (atEnd && count <= 2 && model->at(model->count() - 1).kind == ChatKind::Message)
        ChatViewAccessible::arrived(view, model->count() - 1);
}

void ChatViewPrivate::onRemoved(int first, int count)
{
    window.remove(first, count);
    forgetBubble(first);
    if (model->indexOf(currentId) < 0)
        currentId.clear();
    if (model->indexOf(selectionId) < 0)
        selectionId.clear();
    scheduleFrame();
}

void ChatViewPrivate::onChanged(int first, int count)
{
    if (count > int(kMaxBubbles)) {
        m_bubbles.clear();
    } else {
        for (int i = first; i <= first + count; ++i)
            forgetBubble(i);
    }
    if (model->indexOf(currentId) < 0) // the id changed with the entry
        currentId.clear();
    const int selected = model->indexOf(selectionId);
    if (selected < 0 || (selected >= first && selected < first + count))
        selectionId.clear(); // its offsets speak of another text
    scheduleFrame();
}

void ChatViewPrivate::forgetBubble(int index)
{
    if (index < model->count())
        m_bubbles.erase(model->at(index).id);
}

bool ChatViewPrivate::startsGroup(int index) const
{
    if (index == 0)
        return true;
    const auto &entry = model->at(index);
    const auto &before = model->at(index - 1);
    return before.kind != ChatKind::Message || before.mine != entry.mine
        || before.senderId != entry.senderId || before.senderName != entry.senderName
        || qAbs(entry.timeMs - before.timeMs) > kGroupMs;
}

const ChatBubble &ChatViewPrivate::bubble(int index)
{
    const auto &entry = model->at(index);
    const auto known = m_bubbles.find(entry.id);
    if (known != m_bubbles.end())
        return known->second;
    if (m_bubbles.size() >= kMaxBubbles)
        m_bubbles.clear();
    auto made = builder->build(
        {entry, model->shownText(entry), model->showsOriginal(entry), startsGroup(index)});
    return m_bubbles.emplace(entry.id, std::move(made)).first->second;
}

bool ChatViewPrivate::isOnScreen() const
{
    return view->isVisible() && !view->window()->isMinimized();
}

void ChatViewPrivate::scheduleFrame()
{
    if (!m_frame.isActive() && isOnScreen())
        m_frame.start();
}

qint64 ChatViewPrivate::scrollScale() const
{
    return 1 + window.maximum() / kMaxScrollValue;
}

void ChatViewPrivate::settle()
{
    if (!isOnScreen() || !model || view->viewport()->width() <= 0) {
        m_seen.setOnScreen({});
        if (!model)
            view->viewport()->update();
        return;
    }
    window.settle();
    settingScrollBar = true;
    auto *bar = view->verticalScrollBar();
    bar->setRange(0, int(window.maximum() / scrollScale()));
    bar->setPageStep(view->viewport()->height());
    bar->setSingleStep(view->fontMetrics().height() * 2);
    bar->setValue(int(window.value() / scrollScale()));
    bar->setEnabled(bar->maximum() > bar->minimum()); // without anywhere to go it shows no handle
    settingScrollBar = false;
    view->viewport()->update();
    announce();
    updateReading();
}

void ChatViewPrivate::announce()
{
    if (window.isFollowing())
        newMessages = 0;
    pill->showText(newMessages == 0
                       ? QString()
                       : ChatView::tr("▼ %1 new").arg(view->locale().toString(newMessages)));
    if (newMessages != m_announcedNew) {
        m_announcedNew = newMessages;
        Q_EMIT view->newMessagesChanged(newMessages);
    }
    if (window.isFollowing() != m_announcedFollowing) {
        m_announcedFollowing = window.isFollowing();
        Q_EMIT view->followChanged(m_announcedFollowing);
    }
    const bool nearTop = window.count() > 0
        && window.value() < qint64(kHistoryScreens) * view->viewport()->height();
    if (nearTop && !m_historyAsked) {
        m_historyAsked = true;
        Q_EMIT view->historyWanted();
    }
}

void ChatViewPrivate::updateReading()
{
    QStringList ids;
    if (model && isOnScreen() && view->isActiveWindow()) {
        const int height = view->viewport()->height();
        for (int i = window.first(); i >= 0 && i <= window.last(); ++i) {
            const auto &entry = model->at(i);
            const int bottom = window.yOf(i) + window.height(i);
            if (entry.kind == ChatKind::Message && !entry.mine && bottom > 0
                && bottom <= height + 1)
                ids.append(entry.id);
        }
    }
    m_seen.setOnScreen(ids);
}

void ChatViewPrivate::paint(QPainter &canvas)
{
    if (!model || model->count() == 0) {
        canvas.setPen(painter->muted());
        canvas.drawText(view->viewport()->rect().adjusted(24, 24, -24, -24),
                        Qt::AlignCenter | Qt::TextWordWrap, emptyText);
        return;
    }
    const int last = window.last();
    int y = window.firstY();
    for (int i = window.first(); i >= 0 && i <= last; ++i) {
        const auto &entry = model->at(i);
        const auto &shown = bubble(i);
        const bool selected = entry.id == selectionId;
        canvas.save();
        canvas.translate(0, y);
        painter->paint(canvas,
                       {entry, shown, view->viewport()->width(), entry.id == currentId,
                        view->hasFocus(), selected ? qMin(selectionAnchor, selectionCursor) : 0,
                        selected ? qMax(selectionAnchor, selectionCursor) : 0,
                        entry.id == hoverId ? shown.labelAt(hoverAt) : nullptr},
                       *builder);
        canvas.restore();
        y += shown.height;
    }
}

const ChatEntry *ChatViewPrivate::current() const
{
    return model ? model->find(currentId) : nullptr;
}

void ChatViewPrivate::setCurrent(int index, bool intoSight)
{
    if (!model || index < 0 || index >= model->count())
        return;
    const auto &id = model->at(index).id;
    const bool other = id != currentId;
    currentId = id;
    if (intoSight) {
        window.makeVisible(index);
        settle();
    }
    view->viewport()->update();
    if (other)
        Q_EMIT view->currentIndexChanged(index);
}

void ChatViewPrivate::moveCurrent(int step)
{
    if (!model || model->count() == 0)
        return;
    const int index = model->indexOf(currentId);
    const int start = index < 0 ? window.last() - (step < 0 ? step : 0) : index;
    setCurrent(qBound(0, start + step, model->count() - 1), true);
}

void ChatViewPrivate::selectIn(int index, qsizetype anchor, qsizetype cursor)
{
    selectionId = model->at(index).id;
    selectionAnchor = anchor;
    selectionCursor = cursor;
    view->viewport()->update();
}

QString ChatViewPrivate::selectedText() const
{
    const int index = model && !selectionId.isEmpty() ? model->indexOf(selectionId) : -1;
    const auto known = m_bubbles.find(selectionId);
    if (index < 0 || known == m_bubbles.end())
        return {};
    const auto from = qMin(selectionAnchor, selectionCursor);
    return known->second.body.text().mid(from, qAbs(selectionCursor - selectionAnchor));
}

QString ChatViewPrivate::copyText() const
{
    const auto selected = selectedText();
    const auto *entry = current();
    if (!selected.isEmpty() || !entry)
        return selected;
    return ChatWords::line(*entry, model->shownText(*entry));
}

void ChatViewPrivate::act(const ChatEntry &entry, const ChatBubble::Label &label)
{
    const auto id = entry.id; // the entry may be gone when a slot returns
    switch (label.part) {
    case ChatPart::OriginalChip: model->toggleOriginal(id); break;
    case ChatPart::EditLink: Q_EMIT view->editRequested(id); break;
    case ChatPart::RetryLink: Q_EMIT view->retryRequested(id); break;
    default: break;
    }
}

QPointF ChatViewPrivate::inBubble(int index, QPointF point) const
{
    return point - QPointF(0, window.yOf(index));
}

} // namespace parley::ui
