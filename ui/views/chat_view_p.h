#pragma once

#include <memory>
#include <optional>
#include <unordered_map>

#include <QElapsedTimer>
#include <QPointer>
#include <QTimer>

#include "ui/views/chat_bubble.h"
#include "ui/views/chat_model.h"
#include "ui/views/chat_painter.h"
#include "ui/views/chat_window.h"
#include "ui/views/seen_tracker.h"

namespace parley::ui {

class ChatView;
class Pill;

// What ChatView holds: the window on the model, the bubbles that are laid out, current message and
// selection. Thread: GUI.
class ChatViewPrivate final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ChatViewPrivate)

public:
    static constexpr std::size_t kMaxBubbles = 256; // laid out and kept: about three tall screens

    explicit ChatViewPrivate(ChatView *view);

    void setModel(ChatModel *model);
    void rebuildPainter();
    void layOut(); // after a change of size
    void paint(QPainter &canvas);
    void settle(); // after any change: what is on screen, scroll bar, pill, what is read
    void scheduleFrame();
    bool isOnScreen() const;

    const ChatBubble &bubble(int index);
    const ChatEntry *current() const; // null: none
    void setCurrent(int index, bool intoSight);
    void moveCurrent(int step);
    void selectIn(int index, qsizetype anchor, qsizetype cursor);
    QString selectedText() const;
    QString copyText() const;
    void act(const ChatEntry &entry, const ChatBubble::Label &label);
    QPointF inBubble(int index, QPointF point) const; // view to line
    void updateReading();
    qint64 scrollScale() const; // pixels of one step of the scroll bar

    ChatView *const view;
    QPointer<ChatModel> model{};
    ChatWindow window{};
    std::optional<ChatPainter> painter{};
    std::optional<ChatBubbleBuilder> builder{};
    Pill *pill = nullptr; // child of the viewport
    QString emptyText{};
    bool settingScrollBar = false;
    QString currentId{};
    QString selectionId{}; // the message that has the selection
    qsizetype selectionAnchor = 0;
    qsizetype selectionCursor = 0;
    QString hoverId{};
    QPointF hoverAt{}; // in the line
    int newMessages = 0;

private:
    void onInserted(int first, int count);
    void onRemoved(int first, int count);
    void onChanged(int first, int count);
    void onReset();
    std::vector<int> estimates(int first, int count) const;
    bool startsGroup(int index) const;
    void forgetBubble(int index);
    void announce();

    std::unordered_map<QString, ChatBubble> m_bubbles; // by id
    QTimer m_frame{};
    QElapsedTimer m_clock{};
    SeenTracker m_seen;
    int m_announcedNew = 0;
    bool m_announcedFollowing = true;
    bool m_historyAsked = false;
};

} // namespace parley::ui
