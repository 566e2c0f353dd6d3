#include "tests/support/fake_endpoint/fake_endpoint.h"

#include <algorithm>
#include <utility>

#include <QSslServer>
#include <QTimer>

#include <sys/socket.h>

namespace parley::test {
namespace {

// Bytes of the first request in \p bytes, or -1 while it is not complete.
qsizetype requestSize(const QByteArray &bytes)
{
    const qsizetype head = bytes.indexOf("\r\n\r\n");
    if (head < 0)
        return -1;
    const qsizetype field = bytes.toLower().indexOf("content-length:");
    qsizetype body = 0;
    if (field >= 0 && field < head)
        body = bytes.mid(field + 15, bytes.indexOf("\r\n", field) - field - 15).trimmed().toInt();
    return bytes.size() >= head + 4 + body ? head + 4 + body : -1;
}

} // namespace

Answer Answer::status(int status, const QByteArray &fields, const QByteArray &body)
{
    return {"HTTP/1.1 " + QByteArray::number(status) + " Some reason\r\nContent-Length: "
            + QByteArray::number(body.size()) + "\r\n" + fields + "\r\n" + body};
}

FakeEndpoint::FakeEndpoint(const QHostAddress &address, std::optional<QSslConfiguration> tls,
                           quint16 port)
{
    if (tls) {
        auto server = std::make_unique<QSslServer>();
        server->setSslConfiguration(*tls);
        m_server = std::move(server);
    } else {
        m_server = std::make_unique<QTcpServer>();
    }
    m_answers.append(Answer::status(200));
    connect(m_server.get(), &QTcpServer::pendingConnectionAvailable, this, &FakeEndpoint::accept);
    m_server->setMaxPendingConnections(1000);
    if (!m_server->listen(address, port))
        qFatal("the fake endpoint cannot listen");
}

std::string FakeEndpoint::url(const QByteArray &path, const QByteArray &host) const
{
    const bool secure = qobject_cast<QSslServer *>(m_server.get()) != nullptr;
    const QByteArray text = (secure ? QByteArray("https://") : QByteArray("http://")) + host + ":"
        + QByteArray::number(port()) + path;
    return text.toStdString();
}

void FakeEndpoint::answer(Answer answer)
{
    if (std::exchange(m_lastWasGiven, false))
        m_answers.clear();
    m_answers.append(std::move(answer));
}

void FakeEndpoint::greet(QByteArray bytes, Answer::Then then)
{
    m_greeting = Answer{std::move(bytes), then};
}

int FakeEndpoint::open() const
{
    return static_cast<int>(m_server->findChildren<QTcpSocket *>().size());
}

void FakeEndpoint::closeIdle()
{
    for (QTcpSocket *socket : m_server->findChildren<QTcpSocket *>())
        socket->disconnectFromHost();
}

void FakeEndpoint::accept()
{
    while (QTcpSocket *socket = m_server->nextPendingConnection()) {
        const auto peer = std::make_shared<Peer>(Peer{socket, m_raw.size()});
        m_raw.append(QByteArray());
        connect(socket, &QAbstractSocket::disconnected, socket, &QObject::deleteLater);
        connect(socket, &QIODevice::readyRead, this, [this, peer] { readFrom(peer); });
        if (m_greeting) {
            write(socket, *m_greeting);
            continue;
        }
        readFrom(peer);
    }
}

void FakeEndpoint::readFrom(const std::shared_ptr<Peer> &peer)
{
    const QByteArray bytes = peer->socket->readAll();
    m_raw[peer->index] += bytes;
    peer->pending += bytes;
    for (qsizetype size = requestSize(peer->pending); size > 0; size = requestSize(peer->pending)) {
        m_requests.append(peer->pending.left(size));
        peer->pending.remove(0, size);
        m_mostWaiting = std::max(m_mostWaiting, ++m_waiting);
        if (m_holding)
            m_held.append(peer->socket);
        else
            serve(peer->socket);
    }
}

void FakeEndpoint::release()
{
    m_holding = false;
    const QList<QTcpSocket *> held = std::exchange(m_held, {});
    const auto alive = m_server->findChildren<QTcpSocket *>();
    for (QTcpSocket *socket : held)
        if (alive.contains(socket))
            serve(socket);
}

void FakeEndpoint::serve(QTcpSocket *socket)
{
    --m_waiting;
    const Answer answer = m_answers.front();
    if (m_answers.size() > 1)
        m_answers.removeFirst();
    else
        m_lastWasGiven = true;
    write(socket, answer);
}

void FakeEndpoint::write(QTcpSocket *socket, const Answer &answer)
{
    if (answer.dripMs > 0) {
        drip(socket, answer.bytes, answer);
        return;
    }
    socket->write(answer.bytes);
    if (!answer.endless.isEmpty()) {
        const auto more = [socket, endless = answer.endless] {
            while (socket->state() == QAbstractSocket::ConnectedState
                   && socket->bytesToWrite() < 256 * 1024)
                socket->write(endless);
        };
        connect(socket, &QIODevice::bytesWritten, socket, more, Qt::QueuedConnection);
        more();
    }
    end(socket, answer.then);
}

void FakeEndpoint::drip(QTcpSocket *socket, QByteArray bytes, const Answer &answer)
{
    auto *timer = new QTimer(socket);
    connect(timer, &QTimer::timeout, socket, [this, socket, timer, bytes, answer]() mutable {
        socket->write(bytes.left(1));
        bytes.remove(0, 1);
        if (!bytes.isEmpty())
            return;
        timer->stop();
        end(socket, answer.then);
    });
    timer->start(answer.dripMs);
}

void FakeEndpoint::end(QTcpSocket *socket, Answer::Then then)
{
    if (then == Answer::Then::KeepOpen)
        return;
    if (then == Answer::Then::Close) {
        socket->disconnectFromHost();
        return;
    }
    socket->flush();
    const linger hard{1, 0}; // close() then sends RST
    setsockopt(static_cast<int>(socket->socketDescriptor()), SOL_SOCKET, SO_LINGER, &hard,
               sizeof hard);
    socket->abort();
}

} // namespace parley::test
