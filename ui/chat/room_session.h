#pragma once

#include <deque>

#include <QHash>
#include <QObject>
#include <QTimer>

#include "server/client/admin_client.h"
#include "server/client/backoff.h"
#include "server/client/chat_message.h"
#include "server/client/socket_client.h"
#include "server/client/verdict_info.h"
#include "ui/chat/room_access.h"
#include "ui/views/chat_model.h"

namespace parley::ui {

// One person in one room: a socket with the member's token, the lines in the language he reads, and
// an outbox that keeps the order over reconnects (rule T6). Thread: GUI.
class RoomSession final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RoomSession)

public:
    static constexpr int kMaxOutbox = 200; // written while offline; more is refused with a reason
    static constexpr int kFirstLines = 100; // of history when a room opens

    RoomSession(const RoomAccess &access, const QString &reading, QObject *parent);

    const RoomAccess &access() const { return m_access; }
    //! The same room with a new token: the old one expired or was revoked.
    void setAccess(const RoomAccess &access);
    client::SocketClient &socket() { return m_socket; }
    ChatModel &model() { return m_model; }
    QString reading() const { return m_reading; } // language code
    void setReading(const QString &language); // shown and new messages change at once (rule T3)
    bool isActive() const { return m_active; }
    const QString &problem() const { return m_problem; }
    bool needsToken() const { return m_socket.gaveUp(); }
    int unread() const { return m_unread; }
    void markRead();
    void markUnread(); // puts the marker "3 unread" above the first of them; takes an old one away

    void send(const QString &text); // shown at once as pending
    // Lines are named by what the model knows them by.
    void retry(const QString &line);
    QString
    takeBack(const QString &line); // removes a line of mine and gives its text, to be edited
    void loadOlder();
    void takeVerdict(const client::VerdictInfo &verdict);

Q_SIGNALS:
    void changed(); // state, problem, unread
    void arrived(); // a message of somebody else

private:
    struct Outgoing {
        QString id{};
        QString text{};
        bool sent = false; // the broker has it; the moderated copy is on its way
        qint64 writtenAt = 0;
    };

    void follow();
    void take(const client::Item &item);
    void takeEdit(const client::ChatMessage &message);
    bool isMine(const client::ChatMessage &message) const;
    bool isNews(const client::Item &item) const;
    void sendNext(); // one at a time: the order stays whatever the answers are
    void answered(const QString &id, const Result<client::Acknowledged> &ack);
    void drop(const QString &id);
    Outgoing *outgoing(const QString &id);
    QString lineOf(const QString &id) const; // of a message of mine
    void setState(const QString &id, ChatState state, const QString &reason);

    RoomAccess m_access;
    QString m_reading;
    client::SocketClient m_socket;
    client::AdminClient m_admin; // with the member's token: history only
    ChatModel m_model;
    client::Subscription *m_lines = nullptr;
    std::deque<Outgoing> m_outbox{};
    QString m_onItsWay{}; // id of the one that the broker has not answered yet
    QTimer m_again; // after "come back later"
    client::Backoff m_pause{};
    Position m_oldest{}; // of what was loaded; page 0: nothing
    bool m_active = false;
    bool m_loadingOlder = false;
    QString m_problem{};
    int m_unread = 0;
    QString m_firstUnread{}; // line
    Position m_newest{}; // of what arrived
    Position m_readUpTo{}; // what is not behind it is no news; page 0: nothing is known yet
};

} // namespace parley::ui
