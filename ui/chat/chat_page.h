#pragma once

#include <QHash>
#include <QTimer>

#include "server/client/room_info.h"
#include "ui/chat/room_access.h"
#include "ui/common/page.h"

class QLabel;
class QLineEdit;
class QListWidget;
class QListWidgetItem;
class QStackedWidget;

namespace parley::client {
class Subscription;
}

namespace parley::ui {

class EmptySwitch;
class RoomSession;
class RoomView;

// Rooms and the one that is open. Each joined room has a socket of its own with a member's token
// that may do no more than that room. Thread: GUI.
class ChatPage final : public Page
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ChatPage)

public:
    ChatPage(const PageContext &context, QWidget *parent);

    void setPersonName(const QString &name);
    void openRoom(const QString &nameSpace, const QString &room);
    int unread() const;
    bool hasData() const override;
    void refresh() override;

Q_SIGNALS:
    void unreadChanged(int unread);
    void personNameChosen(const QString &name);

private:
    QWidget *makeList();
    void takeRooms(const QList<client::RoomInfo> &rooms);
    void showRooms();
    void openCurrent();
    void askForToken(const client::RoomInfo &room);
    void join(const RoomAccess &access);
    void openSession(RoomSession *session);
    void dropSessions();
    void choosePersonName();
    void openNewRoom();
    void openJoin();
    void followVerdicts();
    int unreadOf(const RoomSession *session) const; // null: none
    static QString key(const QString &nameSpace, const QString &room);

    PageContext m_context;
    QHash<QString, client::RoomInfo> m_rooms{};
    QHash<QString, RoomSession *> m_sessions{}; // by key; owned by this page
    QHash<QString, RoomAccess> m_given{}; // rooms joined with a token
    QString m_wanted{}; // key of the room to open
    QString m_personName{};
    int m_generation = 0; // of the sessions: answers from before are nobody's
    QString m_askingFor{}; // key; one token request at a time
    client::Subscription *m_verdicts = nullptr;
    QListWidget *m_list = nullptr;
    QLineEdit *m_name = nullptr;
    QLabel *m_problem = nullptr;
    EmptySwitch *m_switch = nullptr;
    QStackedWidget *m_right = nullptr;
    RoomView *m_view = nullptr;
    bool m_loaded = false;
    QTimer m_showTimer; // the list changes once per frame, however many messages arrive
};

} // namespace parley::ui
