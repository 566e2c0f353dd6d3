#include "ui/views/chat_view_accessible.h"

#include <QWindow>

#include "ui/views/chat_view.h"
#include "ui/views/chat_view_p.h"
#include "ui/views/chat_words.h"

namespace parley::ui {
namespace {

QAccessibleInterface *chatViewFactory(const QString &className, QObject *object)
{
    auto *view = className == QLatin1String(ChatView::staticMetaObject.className())
        ? qobject_cast<ChatView *>(object)
        : nullptr;
    return view ? new ChatViewAccessible(view) : nullptr;
}

// One message. It outlives it: then it is invalid and says nothing.
class ChatItemAccessible final : public QAccessibleInterface, public QAccessibleActionInterface
{
public:
    ChatItemAccessible(ChatView *view, QString id) : m_view(view), m_id(std::move(id)) {}

    bool isValid() const override { return index() >= 0; }
    QObject *object() const override { return nullptr; }
    QWindow *window() const override { return m_view ? m_view->window()->windowHandle() : nullptr; }
    QAccessibleInterface *parent() const override
    {
        return QAccessible::queryAccessibleInterface(m_view);
    }
    QAccessibleInterface *child(int) const override { return nullptr; }
    QAccessibleInterface *childAt(int, int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface *) const override { return -1; }
    void setText(QAccessible::Text, const QString &) override {}
    QAccessible::Role role() const override { return QAccessible::ListItem; }

    QString text(QAccessible::Text kind) const override
    {
        const auto *entry = this->entry();
        if (!entry)
            return {};
        const auto &model = *m_view->model();
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
        const auto &window = ChatViewAccessible::state(*m_view).window;
        const QRect line(0, window.yOf(at), m_view->viewport()->width(), window.height(at));
        return line.translated(m_view->viewport()->mapToGlobal(QPoint(0, 0)));
    }

    QAccessible::State state() const override
    {
        QAccessible::State state;
        const int at = index();
        state.invalid = at < 0;
        if (at < 0)
            return state;
        state.focusable = state.selectable = state.readOnly = true;
        state.selected = m_view->currentIndex() == at;
        state.focused = state.selected && m_view->hasFocus();
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
            m_view->setCurrentIndex(at);
        else if (at >= 0 && name == toggleAction())
            m_view->model()->toggleOriginal(m_id);
    }
    QStringList keyBindingsForAction(const QString &name) const override
    {
        return name == toggleAction() ? QStringList{QStringLiteral("O")} : QStringList{};
    }

private:
    int index() const { return m_view && m_view->model() ? m_view->model()->indexOf(m_id) : -1; }
    const ChatEntry *entry() const
    {
        return m_view && m_view->model() ? m_view->model()->find(m_id) : nullptr;
    }
    bool isOffscreen(int at) const
    {
        const auto &window = ChatViewAccessible::state(*m_view).window;
        return at < window.first() || at > window.last();
    }

    QPointer<ChatView> m_view;
    QString m_id;
};

} // namespace

ChatViewAccessible::ChatViewAccessible(ChatView *view) :
    QAccessibleWidget(view, QAccessible::List, view->accessibleName())
{
}

ChatViewAccessible::~ChatViewAccessible()
{
    for (const auto id : std::as_const(m_items))
        QAccessible::deleteAccessibleInterface(id);
}

void ChatViewAccessible::install()
{
    static const bool installed = [] {
        QAccessible::installFactory(chatViewFactory);
        return true;
    }();
    Q_UNUSED(installed)
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
    if (const auto known = m_items.constFind(id); known != m_items.cend())
        return QAccessible::accessibleInterface(*known);
    if (m_items.size() >= kMaxItems) {
        for (const auto item : std::as_const(m_items))
            QAccessible::deleteAccessibleInterface(item);
        m_items.clear();
    }
    auto *item = new ChatItemAccessible(view(), id);
    m_items.insert(id, QAccessible::registerAccessibleInterface(item));
    return item;
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
    for (auto known = m_items.cbegin(); known != m_items.cend(); ++known) {
        if (QAccessible::accessibleInterface(*known) == item)
            return view()->model() ? view()->model()->indexOf(known.key()) : -1;
    }
    return -1;
}

} // namespace parley::ui
