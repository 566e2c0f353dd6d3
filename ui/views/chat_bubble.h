#pragma once

#include <QFont>
#include <QRectF>
#include <QUrl>

#include "ui/views/chat_entry.h"
#include "ui/views/text_block.h"

namespace parley::ui {

enum class ChatPart : quint8 {
    Name,
    Meta,
    Badge,
    Draft,
    OriginalChip,
    TranslationNote,
    StateNote,
    EditLink,
    RetryLink
};

// Where the parts of one line of a chat stand; y counts from the top of the line. Plain geometry
// and text: the painter gives it colours, the view asks it what was clicked.
struct ChatBubble {
    struct Label {
        ChatPart part = ChatPart::Meta;
        QRectF rect{};
        QString text{};
    };

    ChatKind kind = ChatKind::Message;
    int height = 0;
    QRectF bubble{}; // empty for what stands between bubbles
    QRectF avatar{}; // empty when this one has none
    QPointF bodyAt{};
    TextBlock body{};
    QList<TextLink> links{}; // in body
    QList<Label> labels{};

    const Label *labelAt(QPointF point) const;
    const TextLink *linkAt(QPointF point) const;
};

// Lays out chat lines for one width and font. Thread: GUI.
class ChatBubbleBuilder
{
public:
    struct Input {
        const ChatEntry &entry;
        QString shownText{};
        bool showsOriginal = false;
        bool startsGroup = true; // has name and avatar; else it follows one of the same sender
    };
    ChatBubbleBuilder(const QFont &font, const QColor &link, const QColor &mark, bool mirrored);

    void setWidth(int width) { m_width = width; }
    int width() const { return m_width; }
    ChatBubble build(const Input &input) const;
    int estimate(const ChatEntry &entry) const; // the height, roughly, without laying out

    const QFont &font() const { return m_font; }
    const QFont &smallFont() const { return m_small; }
    const QFont &nameFont() const { return m_name; }

private:
    struct Draft; // one bubble while it is built
    ChatBubble buildLine(const Input &input) const;
    TextBlock body(const Input &input, QList<TextLink> &links) const;
    void addName(Draft &draft) const;
    void addFooter(Draft &draft) const;
    void addNotes(Draft &draft) const;
    void place(Draft &draft) const;
    double maxInner(bool mine) const;
    double smallWidth(const QString &text) const;

    QFont m_font;
    QFont m_small;
    QFont m_name;
    QColor m_link;
    QColor m_mark; // behind what moderation changed
    bool m_mirrored = false;
    int m_width = 0;
    double m_em = 0; // height of a line
    double m_letter = 0; // average width of a letter
};

} // namespace parley::ui
