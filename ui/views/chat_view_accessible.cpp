#include "ui/views/chat_view_accessible.h"

#include "ui/views/chat_view.h"
#include "ui/views/chat_view_p.h"
#include "ui/views/chat_words.h"

namespace parley::ui {
namespace {

// One message. It outlives it: then it is invalid and says nothing.
class ChatItemAccessible final : public PaintedPart<ChatView>, public QAccessibleActionInterface
{
public:
    ChatItemAccessible(ChatView *view, QString id) : PaintedPart(view), m_id(std::move(id)) {}

    bool isValid() const override { return index() >= 0; }
    QAccessible::Role role() const override { return QAccessible::ListItem; }

    QString text(QAccessible::Text kind) const override
    {
        const auto *entry = this->entry();
        if (!entry)
            return {};
        const auto &model = *view()->model();
        if (kind == QAccessible::Name)
            return ChatWords::spoken(*entry, model.shownText(*entry), model.showsOriginal(*entry));
        return kind == QAccessible::Description && entry->kind == ChatKind::Message
            ? ChatWords::toolTip(*entry)
            : QString();
    }

    QRect rect() const override
    {
        const int at = index();
        if (at < 0 || isOffscreen(at))
            return {};
        const auto &window = ChatViewAccessible::state(*view()).window;
        const QRect line(0, window.yOf(at), view()->viewport()->width(), window.height(at));
        return line.translated(view()->viewport()->mapToGlobal(QPoint(0, 0)));
    }

    QAccessible::State state() const override
    {
        QAccessible::State state;
        const int at = index();
        state.invalid = at < 0;
        if (at < 0)
            return state;
        state.focusable = state.selectable = state.readOnly = true;
        state.selected = view()->currentIndex() == at;
        state.focused = state.selected && view()->hasFocus();
        state.offscreen = isOffscreen(at);
        return state;
    }

    void *interface_cast(QAccessible::InterfaceType type) override
    {
        return type == QAccessible::ActionInterface
            ? static_cast<QAccessibleActionInterface *>(this)
            : nullptr;
    }
    QStringList actionNames() const override
    {
        const auto *entry = this->entry();
        QStringList names;
        if (entry && entry->hasOriginal())
            names.append(toggleAction());
        if (entry)
            names.append(setFocusAction());
        return names;
    }
    void doAction(const QString &name) override
    {
        if (const int at = index(); at >= 0 && name == setFocusAction())
            view()->setCurrentIndex(at);
        else if (at >= 0 && name == toggleAction())
            view()->model()->toggleOriginal(m_id);
    }
    QStringList keyBindingsForAction(const QString &name) const override
    {
        return name == toggleAction() ? QStringList{QStringLiteral("O")} : QStringList{};
    }

private:
    int index() const { return view() && view()->model() ? view()->model()->indexOf(m_id) : -1; }
    const ChatEntry *entry() const
    {
        return view() && view()->model() ? view()->model()->find(m_id) : nullptr;
    }
    bool isOffscreen(int at) const
    {
        const auto &window = ChatViewAccessible::state(*view()).window;
        return at < window.first() || at > window.last();
    }

    QString m_id;
};

} // namespace

ChatViewAccessible::ChatViewAccessible(ChatView *view) :
    QAccessibleWidget(view, QAccessible::List, view->accessibleName())
{
}

void ChatViewAccessible::install()
{
    installAccessible<ChatView, ChatViewAccessible>();
}

void ChatViewAccessible::focusMoved(ChatView *view)
{
    if (!QAccessible::isActive() || view->currentIndex() < 0)
        return;
    for (const auto kind : {QAccessible::Selection, QAccessible::Focus}) {
        QAccessibleEvent event(view, kind);
        event.setChild(view->currentIndex());
        QAccessible::updateAccessibility(&event);
    }
}

void ChatViewAccessible::arrived(ChatView *view, int index)
{
    if (!QAccessible::isActive())
        return;
    QAccessibleEvent alert(view, QAccessible::Alert);
    alert.setChild(index);
    QAccessible::updateAccessibility(&alert);
}

ChatViewPrivate &ChatViewAccessible::state(const ChatView &view)
{
    return *view.d;
}

ChatView *ChatViewAccessible::view() const
{
    return static_cast<ChatView *>(widget());
}

QString ChatViewAccessible::text(QAccessible::Text kind) const
{
    return kind == QAccessible::Name ? view()->accessibleName() : QAccessibleWidget::text(kind);
}

int ChatViewAccessible::childCount() const
{
    return view()->model() ? view()->model()->count() : 0;
}

QAccessibleInterface *ChatViewAccessible::child(int index) const
{
    if (index < 0 || index >= childCount())
        return nullptr;
    const auto &id = view()->model()->at(index).id;
    return m_items.at(id, [&] { return new ChatItemAccessible(view(), id); });
}

QAccessibleInterface *ChatViewAccessible::childAt(int x, int y) const
{
    const auto point = view()->viewport()->mapFromGlobal(QPoint(x, y));
    return view()->viewport()->rect().contains(point)
        ? child(state(*view()).window.indexAt(point.y()))
        : nullptr;
}

QAccessibleInterface *ChatViewAccessible::focusChild() const
{
    const int current = view()->currentIndex();
    return child(current >= 0 ? current : childCount() - 1);
}

int ChatViewAccessible::indexOfChild(const QAccessibleInterface *item) const
{
    const auto id = m_items.keyOf(item);
    return id && view()->model() ? view()->model()->indexOf(*id) : -1;
}

} // namespace parley::ui
