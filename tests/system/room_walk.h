#pragma once

#include <functional>
#include <vector>

#include <QElapsedTimer>
#include <QJsonObject>
#include <QString>

#include "server/client/chat_message.h"
#include "server/client/delivery_event.h"
#include "server/client/message_event.h"
#include "server/client/socket_client.h"

namespace parley::test {

// A room in English, Spanish and Japanese on a real broker, with everybody who sees a message on
// its way: who writes, who reads each language, and the owner who watches the broker's own topics.
// What they see is noted with the time since the message was handed to the socket. Thread: the
// test's.
class RoomWalk final
{
public:
    static constexpr const char *kRoom = "walk";
    static constexpr int kPatienceMs
        = 20'000; // a loaded machine; nothing waits this long otherwise

    //! \return a problem, "" when everybody is connected and reads.
    QString open(quint16 port, const QByteArray &ownerToken);

    //! Forgets what was seen and sends \p text as the writer, in Spanish.
    void say(const QString &text);

    //! Runs the event loop until \p done says so, asked after each thing seen: QTRY_* looks every
    //! 10 ms only, which would be most of what is measured. \return false when it took kPatienceMs.
    bool waitUntil(const std::function<bool()> &done);

    struct Step {
        QString name{};
        double ms = 0.0;
    };
    const std::vector<Step> &steps() const { return m_steps; } // in the order seen
    bool saw(const QString &name) const { return msOf(name) >= 0.0; }
    double msOf(const QString &name) const; // of the first time; -1 when it was not seen

    // The last of each kind that was seen since say().
    client::Acknowledged ack{};
    client::MessageEvent published{};
    client::DeliveryInfo delivery{};
    client::AttemptInfo attempt{};
    QJsonObject verdict{};
    client::ChatMessage english{};
    client::ChatMessage spanish{};
    client::ChatMessage japanese{};

    const QString &messageId() const { return m_messageId; }
    const QByteArray &writerToken() const { return m_writer; }
    const QByteArray &readerToken() const { return m_reader; }

private:
    QByteArray memberToken(const QString &name, bool publishes, const QStringList &languages) const;
    using Seen = std::function<void(const client::Item &)>;
    void follow(client::SocketClient &socket, const QString &topic, Seen seen);
    void followLanguage(const QString &language, const QString &step, client::ChatMessage &into);
    void followOwnTopics();
    void note(const QString &name);

    client::SocketClient m_ownerSocket;
    client::SocketClient m_readerSocket;
    client::SocketClient m_writerSocket;
    std::vector<client::Subscription *> m_subscriptions{}; // owned by their sockets
    quint16 m_port = 0;
    QByteArray m_owner{};
    QByteArray m_writer{};
    QByteArray m_reader{};
    QString m_messageId{};
    QElapsedTimer m_clock;
    std::function<void()> m_seen{}; // somebody waits
    std::vector<Step> m_steps{};
};

} // namespace parley::test
