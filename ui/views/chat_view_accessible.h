#pragma once

#include <QAccessibleWidget>

#include "ui/views/painted_parts.h"

namespace parley::ui {

class ChatView;
class ChatViewPrivate;

// ChatView for screen readers: a list whose items are made when they are asked for, by message id.
// An item says "Ana, translated from Spanish: …". Every index is checked; a foreign one gives null.
// Thread: GUI.
class ChatViewAccessible final : public QAccessibleWidget
{
public:
    explicit ChatViewAccessible(ChatView *view);

    static void install(); // registers the factory; once is enough, more often does no harm
    static void focusMoved(ChatView *view); // tells a screen reader that listens
    static void arrived(ChatView *view, int index); // an alert: the reader speaks the new message
    static ChatViewPrivate &state(const ChatView &view); // for the items

    QString text(QAccessible::Text kind) const override;
    int childCount() const override;
    QAccessibleInterface *child(int index) const override;
    QAccessibleInterface *childAt(int x, int y) const override;
    QAccessibleInterface *focusChild() const override;
    int indexOfChild(const QAccessibleInterface *child) const override;

    ChatView *view() const;

private:
    static constexpr qsizetype kMaxItems = 4096; // kept for a reader that walks; then made anew
    mutable PaintedParts<QString> m_items{kMaxItems}; // by message id
};

} // namespace parley::ui
