#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <QByteArray>
#include <QHostAddress>
#include <QList>
#include <QObject>
#include <QSslConfiguration>
#include <QTcpServer>
#include <QTcpSocket>

namespace parley::test {

// What the endpoint does once it has read a whole request.
struct Answer {
    enum class Then { KeepOpen, Close, Reset };

    QByteArray bytes{};
    Then then = Then::KeepOpen;
    int dripMs = 0; // milliseconds from one byte to the next; 0: all at once
    QByteArray endless{}; // written behind `bytes`, over and over, as fast as the peer reads

    static Answer status(int status, const QByteArray &fields = {}, const QByteArray &body = {});
};

// A TCP server that does exactly what a test tells it, right or wrong. Loopback only.
class FakeEndpoint final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FakeEndpoint)

public:
    //! \param tls serves TLS with this identity; plain TCP without.
    explicit FakeEndpoint(const QHostAddress &address = QHostAddress(QHostAddress::LocalHost),
                          std::optional<QSslConfiguration> tls = std::nullopt, quint16 port = 0);

    quint16 port() const { return m_server->serverPort(); }
    std::string url(const QByteArray &path = "/hook", const QByteArray &host = "127.0.0.1") const;

    void answer(Answer answer); // the next one; the last is given over and over
    void greet(QByteArray bytes, Answer::Then then = Answer::Then::KeepOpen); // before any request
    void closeIdle(); // every open connection, orderly

    const QList<QByteArray> &requests() const { return m_requests; } // whole, as they came
    const QList<QByteArray> &raw() const { return m_raw; } // all bytes of each connection
    int connections() const { return static_cast<int>(m_raw.size()); }
    int open() const; // connections right now
    int mostOpenRequests() const { return m_mostWaiting; } // read and not answered, at once
    void hold() { m_holding = true; } // requests are read but not answered
    void release(); // answers all that were held

private:
    struct Peer {
        QTcpSocket *socket = nullptr;
        qsizetype index = 0; // in m_raw
        QByteArray pending{};
    };

    void accept();
    void readFrom(const std::shared_ptr<Peer> &peer);
    void serve(QTcpSocket *socket);
    void write(QTcpSocket *socket, const Answer &answer);
    void drip(QTcpSocket *socket, QByteArray bytes, const Answer &answer);
    void end(QTcpSocket *socket, Answer::Then then);

    std::unique_ptr<QTcpServer> m_server;
    QList<Answer> m_answers;
    std::optional<Answer> m_greeting{};
    QList<QByteArray> m_requests;
    QList<QByteArray> m_raw;
    QList<QTcpSocket *> m_held;
    bool m_lastWasGiven = true; // or is the answer that nobody chose
    bool m_holding = false;
    int m_waiting = 0;
    int m_mostWaiting = 0;
};

} // namespace parley::test
