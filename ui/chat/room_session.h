#pragma once

#include <deque>

#include <QHash>
#include <QObject>

#include "server/client/admin_client.h"
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

    void send(const QString &text); // shown at once as pending
    void retry(const QString &id);
    QString takeBack(const QString &id); // removes a line of mine and gives its text, to be edited
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
    void flushOutbox();
    void publish(const Outgoing &outgoing);
    void answered(const QString &id, const Result<client::Acknowledged> &ack);
    Outgoing *outgoing(const QString &id);
    void setState(const QString &id, ChatState state, const QString &reason);

    RoomAccess m_access;
    QString m_reading;
    client::SocketClient m_socket;
    client::AdminClient m_admin; // with the member's token: history only
    ChatModel m_model;
    client::Subscription *m_lines = nullptr;
    std::deque<Outgoing> m_outbox{};
    Position m_oldest{}; // of what was loaded; page 0: nothing
    bool m_active = false;
    bool m_loadingOlder = false;
    QString m_problem{};
    int m_unread = 0;
    qint64 m_readUpTo = QDateTime::currentMSecsSinceEpoch(); // what is older is no news
};

} // namespace parley::ui
