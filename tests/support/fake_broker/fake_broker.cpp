#include "tests/support/fake_broker/fake_broker.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTcpSocket>
#include <QWebSocket>

namespace parley::test {
namespace {

constexpr int kPage = 1;

QByteArray headerValue(const QByteArray &head, const QByteArray &name)
{
    for (const auto &line : head.split('\n')) {
        const auto colon = line.indexOf(':');
        if (colon > 0 && line.left(colon).trimmed().toLower() == name)
            return line.mid(colon + 1).trimmed();
    }
    return {};
}

QJsonObject itemJson(const client::Item &item)
{
    return {{"type", "item"},
            {"namespace", item.address.nameSpace},
            {"topic", item.address.topic},
            {"page", qint64(item.position.page)},
            {"sequence", qint64(item.position.sequence)},
            {"time", item.time.toMSecsSinceEpoch()},
            {"publisherId", item.publisherId},
            {"text", QString::fromUtf8(item.payload)}};
}

QJsonObject errorJson(int code, const QString &message)
{
    return {{"code", code}, {"name", "test"}, {"message", message}, {"retryable", false}};
}

} // namespace

QJsonObject FakeBroker::Request::json() const
{
    return QJsonDocument::fromJson(body).object();
}

FakeBroker::FakeBroker(QObject *parent) :
    QObject(parent), m_upgrade(QStringLiteral("fake"), QWebSocketServer::NonSecureMode)
{
    connect(&m_tcp, &QTcpServer::newConnection, this, &FakeBroker::onTcpConnection);
    connect(&m_upgrade, &QWebSocketServer::newConnection, this, &FakeBroker::onWebSocket);
}

FakeBroker::~FakeBroker()
{
    stop();
}

bool FakeBroker::listen(quint16 port)
{
    const bool listening = m_tcp.listen(QHostAddress::LocalHost, port);
    m_port = m_tcp.serverPort();
    return listening;
}

void FakeBroker::stop()
{
    m_tcp.close();
    abortSockets();
    for (auto *tcp : m_tcp.findChildren<QTcpSocket *>())
        tcp->abort();
}

QUrl FakeBroker::url() const
{
    return QUrl(QStringLiteral("http://127.0.0.1:%1").arg(m_port));
}

void FakeBroker::answer(const QByteArray &route, const QByteArray &json, int status)
{
    answer(route, [status, json](const Request &) { return Response{status, json, {}}; });
}

void FakeBroker::answer(const QByteArray &route, Handler handler)
{
    m_routes.insert(route, std::move(handler));
}

void FakeBroker::silence(const QByteArray &route)
{
    m_silent.insert(route, {});
}

void FakeBroker::speak(const QByteArray &route)
{
    for (const auto &[tcp, request] : m_silent.take(route))
        if (tcp)
            reply(tcp, request);
}

FakeBroker::Response FakeBroker::error(int status, int code, const QString &message)
{
    return {status, QJsonDocument(QJsonObject{{"error", errorJson(code, message)}}).toJson(), {}};
}

int FakeBroker::count(const QByteArray &route) const
{
    return int(std::count_if(m_requests.cbegin(), m_requests.cend(), [&route](const Request &r) {
        return r.method + ' ' + r.path.toUtf8() == route;
    }));
}

void FakeBroker::onTcpConnection()
{
    while (auto *tcp = m_tcp.nextPendingConnection()) {
        connect(tcp, &QTcpSocket::readyRead, this, &FakeBroker::onTcpData);
        connect(tcp, &QTcpSocket::disconnected, tcp, &QObject::deleteLater);
    }
}

void FakeBroker::onTcpData()
{
    auto *tcp = qobject_cast<QTcpSocket *>(sender());
    const auto seen = tcp->peek(4 * 1024 * 1024);
    const auto end = seen.indexOf("\r\n\r\n");
    if (end < 0)
        return;
    const auto head = seen.left(end + 4);
    const bool upgrade = headerValue(head, "upgrade").toLower() == "websocket";
    if (upgrade && headerValue(head, "authorization") == "Bearer " + token()) {
        tcp->disconnect(this);
        m_upgrade.handleConnection(tcp); // what was only peeked at is still there
        Q_EMIT tcp->readyRead();
        return;
    }
    const auto length = headerValue(head, "content-length").toInt();
    if (seen.size() < head.size() + length)
        return;
    tcp->read(head.size() + length);
    onHttp(tcp, head, seen.mid(head.size(), length));
}

void FakeBroker::onHttp(QTcpSocket *tcp, const QByteArray &head, const QByteArray &body)
{
    const auto words = head.left(head.indexOf('\r')).split(' ');
    const QUrl target(QString::fromUtf8(words.value(1)));
    const Request request{words.value(0),
                          target.path(),
                          target.query(),
                          headerValue(head, "authorization"),
                          headerValue(head, "content-type"),
                          body};
    m_requests.append(request);
    const auto silent = m_silent.find(request.method + ' ' + request.path.toUtf8());
    if (silent == m_silent.end())
        reply(tcp, request);
    else
        silent->append({tcp, request});
}

void FakeBroker::reply(QTcpSocket *tcp, const Request &request)
{
    const auto route = request.method + ' ' + request.path.toUtf8();
    Response response = error(404, 103, QStringLiteral("there is no such thing"));
    if (request.authorization != "Bearer " + token())
        response = error(401, 101, QStringLiteral("the token is unknown"));
    else if (const auto handler = m_routes.value(route))
        response = handler(request);
    tcp->write("HTTP/1.1 " + QByteArray::number(response.status) + " X\r\n" + response.extraHead
               + "Content-Length: " + QByteArray::number(response.body.size()) + "\r\n\r\n"
               + response.body);
}

void FakeBroker::onWebSocket()
{
    while (auto *socket = m_upgrade.nextPendingConnection()) {
        m_sockets.append(socket);
        connect(socket, &QWebSocket::textMessageReceived, this, &FakeBroker::onFrame);
        connect(socket, &QWebSocket::disconnected, this, [this, socket] {
            m_sockets.removeAll(socket);
            m_interests.remove(socket);
            socket->deleteLater();
        });
    }
}

void FakeBroker::onFrame(const QString &text)
{
    auto *socket = qobject_cast<QWebSocket *>(sender());
    const auto frame = QJsonDocument::fromJson(text.toUtf8()).object();
    m_frames.append(frame);
    const auto op = frame.value("op").toString();
    const client::TopicAddress address{frame.value("namespace").toString(),
                                       frame.value("topic").toString()};
    if (op == "subscribe")
        onSubscribe(socket, frame);
    if (op == "unsubscribe")
        m_interests[socket].remove(address);
    if (op == "publish")
        onPublish(socket, frame);
    Q_EMIT frameReceived(frame);
}

void FakeBroker::onSubscribe(QWebSocket *socket, const QJsonObject &frame)
{
    const client::TopicAddress address{frame.value("namespace").toString(),
                                       frame.value("topic").toString()};
    if (m_refused.contains(address.topic)) {
        send(socket,
             {{"type", "error"},
              {"id", frame.value("id")},
              {"error", errorJson(102, QStringLiteral("the token does not allow this"))}});
        return;
    }
    const auto &topic = m_topics[address];
    const auto from = frame.value("from");
    quint64 start = topic.last;
    if (from.toString() == "earliest")
        start = 0;
    else if (from.toObject().contains("last"))
        start = topic.last - qMin(topic.last, quint64(from.toObject().value("last").toInteger()));
    else if (from.toObject().contains("after"))
        start = quint64(from["after"]["sequence"].toInteger());
    send(socket,
         {{"type", "subscribed"},
          {"id", frame.value("id")},
          {"namespace", address.nameSpace},
          {"topic", address.topic},
          {"page", kPage},
          {"sequence", qint64(start)},
          {"last", qint64(topic.last)}});
    const auto first
        = topic.items.isEmpty() ? topic.last + 1 : topic.items.first().position.sequence;
    if (start + 1 < first)
        send(socket,
             {{"type", "gap"},
              {"namespace", address.nameSpace},
              {"topic", address.topic},
              {"after", QJsonObject{{"page", kPage}, {"sequence", qint64(start)}}},
              {"next", QJsonObject{{"page", kPage}, {"sequence", qint64(first)}}}});
    for (const auto &item : topic.items) {
        if (item.position.sequence > start)
            send(socket, itemJson(item));
    }
    m_interests[socket].insert(address);
}

void FakeBroker::onPublish(QWebSocket *socket, const QJsonObject &frame)
{
    const auto topic = frame.value("topic").toString();
    if (m_busy > 0) {
        --m_busy;
        send(socket,
             {{"type", "error"},
              {"id", frame.value("id")},
              {"error",
               QJsonObject{{"code", int(ErrorCode::Busy)},
                           {"name", "busy"},
                           {"message", "the disk is behind"},
                           {"retryable", true}}}});
        return;
    }
    if (m_acknowledging)
        send(socket,
             {{"type", "ack"},
              {"id", frame.value("id")},
              {"page", kPage},
              {"sequence", 1},
              {"ack", "accepted"}});
    Q_EMIT published(topic, frame.value("text").toString().toUtf8());
}

void FakeBroker::publish(const client::TopicAddress &address, const QByteArray &text,
                         const QString &publisherId)
{
    auto &topic = m_topics[address];
    const client::Item item{
        address, {kPage, ++topic.last}, QDateTime::currentDateTimeUtc(), publisherId, text, true};
    topic.items.append(item);
    for (auto *socket : std::as_const(m_sockets)) {
        if (m_interests.value(socket).contains(address))
            send(socket, itemJson(item));
    }
}

void FakeBroker::dropHistoryBefore(const client::TopicAddress &address, quint64 sequence)
{
    m_topics[address].items.removeIf(
        [sequence](const client::Item &item) { return item.position.sequence < sequence; });
}

void FakeBroker::send(QWebSocket *socket, const QJsonObject &frame)
{
    socket->sendTextMessage(QString::fromUtf8(QJsonDocument(frame).toJson(QJsonDocument::Compact)));
}

void FakeBroker::sendRaw(const QString &frame)
{
    for (auto *socket : std::as_const(m_sockets))
        socket->sendTextMessage(frame);
}

void FakeBroker::closeSockets(int closeCode)
{
    const auto sockets = m_sockets; // closing changes the list
    for (auto *socket : sockets)
        socket->close(QWebSocketProtocol::CloseCode(closeCode), QStringLiteral("test"));
}

void FakeBroker::abortSockets()
{
    const auto sockets = m_sockets;
    for (auto *socket : sockets)
        socket->abort();
}

} // namespace parley::test
