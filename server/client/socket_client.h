#pragma once

#include <functional>
#include <memory>

#include <QDateTime>
#include <QHash>
#include <QObject>
#include <QPointer>
#include <QTimer>

#include "server/base/random.h"
#include "server/client/backoff.h"
#include "server/client/broker_address.h"
#include "server/client/subscription.h"

class QWebSocket;

namespace parley::client {

// The conversation with a broker over /v1/socket: kept open, reopened after a loss, subscriptions
// resumed after the last item that each of them had. Thread: GUI.
class SocketClient final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SocketClient)

public:
    enum class State { Offline, Connecting, Online };
    Q_ENUM(State)
    using PublishAnswer = std::function<void(const Result<Acknowledged> &)>;

    //! Publishes that wait for their ack; more are refused at once, so that a silent broker cannot
    //! make the client grow without end.
    static constexpr int kMaxUnacknowledged = 1024;
    static constexpr std::chrono::seconds kConnectPatience{10}; // then the try counts as failed
    static constexpr std::chrono::seconds kSilence{65}; // three heartbeats missed: the line is dead

    explicit SocketClient(QObject *parent = nullptr);
    ~SocketClient() override;

    //! Connects there, and again after every loss. Subscriptions go on where they were when only
    //! the token differs; at another url they begin anew at Latest.
    void open(const BrokerAddress &address);
    void close(); // stays Offline until open()
    void retryNow(); // skips the rest of the wait; nothing when there is none

    State state() const { return m_state; }
    const QString &reason() const { return m_reason; } // why not Online, a sentence
    QDateTime nextTry() const { return m_nextTry; } // invalid: no further try
    bool gaveUp() const { return m_gaveUp; } // wrong, expired or revoked token: needs open()

    //! \param parent owns the answer; deleting that ends the subscription. The second subscription
    //! to a topic shares the stream of the first and begins with what comes next.
    Subscription *subscribe(const TopicAddress &address, const Start &start, QObject *parent);

    //! \p answer is called once, unless \p context is gone by then. Offline: Unavailable at once.
    void publish(const TopicAddress &address, const QByteArray &payload, bool isText,
                 QObject *context, PublishAnswer answer);

Q_SIGNALS:
    void stateChanged();

private:
    friend class Subscription;

    struct Stream { // one subscription on the wire, shared by its readers
        Start start{};
        Position last{}; // of the newest item; page 0: none yet
        bool active = false;
        QList<Subscription *> readers{};
    };
    struct Unacknowledged {
        QPointer<QObject> context{};
        PublishAnswer answer{};
    };

    void forget(Subscription *subscription);
    void connectNow();
    void dropSocket();
    void onConnected();
    void onDisconnected();
    void onText(const QString &text);
    void lose(const QString &reason, bool final);
    void setState(State state, const QString &reason);
    void send(const QString &frame);
    void sendSubscribe(const TopicAddress &address, const Stream &stream);
    void failUnacknowledged(const Error &error);

    void handle(const Item &item);
    void handle(const Subscribed &frame);
    void handle(const Acknowledged &frame);
    void handle(const Gap &gap);
    void handle(const Closed &frame);
    void handle(const Refused &frame);
    void handle(const Heartbeat &) {}
    void handle(const OtherFrame &) {}
    void endStream(const TopicAddress &address, const Error &error);

    SystemRandom m_random;
    BrokerAddress m_address{};
    std::unique_ptr<QWebSocket> m_socket;
    State m_state = State::Offline;
    QString m_reason{};
    QString m_tlsProblem{}; // why the broker's certificate was refused, in this try
    QDateTime m_nextTry{};
    bool m_gaveUp = false;
    Backoff m_backoff{};
    QTimer m_retryTimer;
    QTimer m_silenceTimer;
    OperationId m_lastId = 0;
    QHash<TopicAddress, Stream> m_streams{};
    QHash<OperationId, TopicAddress> m_subscribing{};
    QHash<OperationId, Unacknowledged> m_unacknowledged{};
};

} // namespace parley::client
