#pragma once

#include <memory>

#include <QAbstractScrollArea>
#include <QUrl>

namespace parley::ui {

class ChatModel;
class ChatViewPrivate;
struct ChatEntry;

// The bubbles of one room, own-painted; opens 200,000 messages at once because it measures only
// what it paints. Keeps the place when older messages are put above, follows at the bottom.
//
// Keys: Up, Down, Page, Home, End move; O shows the original of the current message; Ctrl+C copies
// it or the selected part; Return follows its first link; E edits and R retries where that is
// offered. Thread: GUI.
class ChatView final : public QAbstractScrollArea
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ChatView)

public:
    explicit ChatView(QWidget *parent = nullptr);
    ~ChatView() override;

    void setModel(ChatModel *model); // borrowed; null or destroyed = empty
    ChatModel *model() const;

    QString emptyText() const; // shown while the room has no lines
    void setEmptyText(const QString &text);

    int currentIndex() const; // -1: none
    void setCurrentIndex(int index);
    bool isFollowing() const; // at the bottom, new messages come into sight
    int newMessages() const; // below what is shown, not the reader's own
    void scrollToMessage(const QString &id); // and makes it the current one
    QString selectedText() const;

public Q_SLOTS:
    void scrollToBottom();
    void copy() const; // the selected part, else the current message

Q_SIGNALS:
    void seen(const QString &id); // on screen for a second in an active window; once per message
    void historyWanted(); // the reader came near the top; once until lines were put there
    void linkActivated(const QUrl &url); // http or https; nothing was opened yet
    void editRequested(const QString &id);
    void retryRequested(const QString &id);
    void currentIndexChanged(int index);
    void followChanged(bool following);
    void newMessagesChanged(int count);

protected:
    bool viewportEvent(QEvent *event) override;
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;

private:
    bool actOnCurrent(int key, const ChatEntry &entry); // false: the key means nothing here
    bool openFirstLink();
    void scrollPage(int pixels);

    friend class ChatViewPrivate;
    friend class ChatViewAccessible;
    std::unique_ptr<ChatViewPrivate> d;
};

} // namespace parley::ui
