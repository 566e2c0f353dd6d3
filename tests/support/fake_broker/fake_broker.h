#pragma once

#include <functional>

#include <QHash>
#include <QJsonObject>
#include <QList>
#include <QObject>
#include <QPointer>
#include <QSet>
#include <QTcpServer>
#include <QTcpSocket>
#include <QUrl>
#include <QWebSocketServer>

#include "server/client/item.h"

class QWebSocket;

namespace parley::test {

// A broker at the edge of the client: answers what a test tells it to, on one port for HTTP and
// WebSocket like the real one. Topics of the socket keep what was published, so that resuming
// works. Thread: GUI.
class FakeBroker final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FakeBroker)

public:
    struct Request {
        QByteArray method{};
        QString path{};
        QString query{};
        QByteArray authorization{};
        QByteArray contentType{};
        QByteArray body{};

        QJsonObject json() const;
    };
    struct Response {
        int status = 200;
        QByteArray body{};
        QByteArray extraHead{}; // whole lines with CRLF
    };
    using Handler = std::function<Response(const Request &)>;

    explicit FakeBroker(QObject *parent = nullptr);
    ~FakeBroker() override;

    bool listen(quint16 port = 0); // loopback; 0: any free port
    void stop(); // closes the port and everything open
    quint16 port() const { return m_port; }
    QUrl url() const;
    static QByteArray token() { return QByteArrayLiteral("prl_live_test"); }

    //! \param route such as "GET /v1/topics". A route that is not there answers 404 with an error.
    void answer(const QByteArray &route, const QByteArray &json, int status = 200);
    void answer(const QByteArray &route, Handler handler);
    void silence(const QByteArray &route); // takes requests and answers none until speak()
    void speak(const QByteArray &route); // answers those too, late
    static Response error(int status, int code, const QString &message);

    const QList<Request> &requests() const { return m_requests; }
    int count(const QByteArray &route) const; // requests seen

    //! Publishes on a topic of the socket side; those who subscribed get it.
    void publish(const client::TopicAddress &address, const QByteArray &text,
                 const QString &publisherId = {});
    void sendRaw(const QString &frame); // to every socket, as it is
    void closeSockets(int closeCode); // with a code of the wire
    void abortSockets(); // as a cable that is pulled
    void refuseTopic(const QString &topic) { m_refused.insert(topic); }
    void answerBusy(int times) { m_busy = times; } // to the next publishes
    void setAcknowledging(bool on) { m_acknowledging = on; }
    void dropHistoryBefore(const client::TopicAddress &address, quint64 sequence);
    int sockets() const { return int(m_sockets.size()); }
    const QList<QJsonObject> &frames() const { return m_frames; } // received, oldest first

Q_SIGNALS:
    void frameReceived(const QJsonObject &frame);
    void published(const QString &topic, const QByteArray &payload); // by a client's socket

private:
    struct Topic {
        QList<client::Item> items{};
        quint64 last = 0;
    };

    void onTcpConnection();
    void onTcpData();
    void onHttp(QTcpSocket *tcp, const QByteArray &head, const QByteArray &body);
    void reply(QTcpSocket *tcp, const Request &request);
    void onWebSocket();
    void onFrame(const QString &text);
    void onSubscribe(QWebSocket *socket, const QJsonObject &frame);
    void onPublish(QWebSocket *socket, const QJsonObject &frame);
    void send(QWebSocket *socket, const QJsonObject &frame);

    QTcpServer m_tcp;
    QWebSocketServer m_upgrade;
    quint16 m_port = 0;
    QHash<QByteArray, Handler> m_routes{};
    QHash<QByteArray, QList<QPair<QPointer<QTcpSocket>, Request>>> m_silent{}; // and who waits
    QList<Request> m_requests{};
    QList<QWebSocket *> m_sockets{};
    QHash<QWebSocket *, QSet<client::TopicAddress>> m_interests{};
    QHash<client::TopicAddress, Topic> m_topics{};
    QSet<QString> m_refused{};
    QList<QJsonObject> m_frames{};
    bool m_acknowledging = true;
    int m_busy = 0;
};

} // namespace parley::test
