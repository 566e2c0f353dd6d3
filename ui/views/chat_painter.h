#pragma once

#include <QPalette>

#include "ui/views/chat_bubble.h"
#include "ui/views/chat_entry.h"

class QPainter;

namespace parley::ui {

// Paints chat lines that ChatBubbleBuilder laid out. Thread: GUI; rebuilt when the palette changes.
class ChatPainter
{
public:
    struct Scene {
        const ChatEntry &entry;
        const ChatBubble &bubble;
        int width = 0; // of the view
        bool current = false;
        bool focused = false;
        qsizetype selectionStart = 0;
        qsizetype selectionEnd = 0; // at or before the start: nothing
        const ChatBubble::Label *hovered = nullptr;
    };

    explicit ChatPainter(const QPalette &palette);

    void paint(QPainter &painter, const Scene &scene,
               const ChatBubbleBuilder &fonts) const; // at 0,0
    QColor linkColor() const { return m_accent; }
    QColor markColor() const { return m_mark; }
    QColor canvas() const { return m_canvas; }
    QColor muted() const { return m_muted; }

private:
    void paintLine(QPainter &painter, const Scene &scene) const;
    void paintBubble(QPainter &painter, const Scene &scene) const;
    void paintAvatar(QPainter &painter, const Scene &scene, const QFont &font) const;
    void paintLabel(QPainter &painter, const Scene &scene, const ChatBubble::Label &label,
                    const ChatBubbleBuilder &fonts) const;
    void paintChip(QPainter &painter, const ChatBubble::Label &label, const QColor &text,
                   bool hovered) const;
    QColor fillOf(const ChatEntry &entry) const;
    QColor stateColor(const ChatEntry &entry) const;

    QPalette m_palette;
    QColor m_canvas;
    QColor m_text;
    QColor m_dimmed;
    QColor m_muted;
    QColor m_accent;
    QColor m_line;
    QColor m_good;
    QColor m_warning;
    QColor m_bad;
    QColor m_mark;
    QColor m_theirs;
    QColor m_mine;
};

} // namespace parley::ui
