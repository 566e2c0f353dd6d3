#include <QTcpSocket>
#include <QTest>

#include "server/base/digest.h"
#include "server/base/encoding.h"
#include "server/client/webhook_receiver.h"
#include "tests/support/fake_clock.h"

using namespace parley;
using namespace parley::client;

// A webhook's other end, spoken to byte by byte.
class tst_WebhookReceiver final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void hostileRequests_data();
    void hostileRequests();
    void nothingIsHandedOnBeforeThereIsASecret();
    void aDeliveryIsHandedOnWhole();
    void requestsOfAConnectionAreAnsweredInTheirOrder();
    void anAnswerForWhomHasGoneIsDropped();
    void manyConnectionsAreTurnedAway();
    void aPortInUseIsTold();

private:
    QByteArray signedHead(const QByteArray &body, const QByteArray &more = {}) const;
    QByteArray say(const QByteArray &bytes) const; // on a connection of its own; until it ends

    test::FakeClock m_clock;
    std::unique_ptr<WebhookReceiver> m_receiver;
    quint16 m_port = 0;
    QList<ReceivedDelivery> m_received;
    std::function<void(const ReceivedDelivery &, std::function<void(DeliveryAnswer)>)> m_handle;
};

namespace {

const std::string kKey(32, 'k');

QByteArray answerOf(QTcpSocket &socket)
{
    while (!socket.peek(1 << 16).contains("\r\n\r\n"))
        if (!QTest::qWaitFor([&] { return socket.bytesAvailable() > 0; }, 5000))
            return "no answer";
    QTest::qWait(0);
    return socket.readAll();
}

} // namespace

void tst_WebhookReceiver::init()
{
    m_received.clear();
    m_handle = [](const ReceivedDelivery &, const std::function<void(DeliveryAnswer)> &done) {
        done({200, "taken"});
    };
    m_receiver = std::make_unique<WebhookReceiver>(
        m_clock,
        [this](const ReceivedDelivery &delivery, std::function<void(DeliveryAnswer)> done) {
            m_received.append(delivery);
            m_handle(delivery, std::move(done));
        });
    m_receiver->setVerifier(*WebhookVerifier::from("whsec_" + base64(kKey)));
    m_port = *m_receiver->listen(0);
}

QByteArray tst_WebhookReceiver::signedHead(const QByteArray &body, const QByteArray &more) const
{
    const std::string time = std::to_string(epochMilliseconds(m_clock.utc()) / 1000);
    const std::string content = "msg_1." + time + "." + body.toStdString();
    const std::string signature = base64(asText(hmacSha256(kKey, content)));
    return "POST /hook HTTP/1.1\r\nHost: 127.0.0.1\r\nwebhook-id: msg_1\r\nwebhook-timestamp: "
        + QByteArray::fromStdString(time) + "\r\nwebhook-signature: v1,"
        + QByteArray::fromStdString(signature)
        + "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n" + more + "\r\n";
}

QByteArray tst_WebhookReceiver::say(const QByteArray &bytes) const
{
    QTcpSocket socket;
    socket.connectToHost(QHostAddress::LocalHost, m_port);
    socket.write(bytes);
    (void)QTest::qWaitFor([&] { return socket.state() == QAbstractSocket::UnconnectedState; });
    return socket.readAll();
}

void tst_WebhookReceiver::hostileRequests_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("status");

    const QByteArray head = "POST / HTTP/1.1\r\nHost: a\r\n";
    QTest::newRow("no HTTP") << QByteArray("hello\r\n\r\n") << QByteArray(" 400 ");
    QTest::newRow("GET") << QByteArray("GET / HTTP/1.1\r\nHost: a\r\n\r\n") << QByteArray(" 405 ");
    QTest::newRow("PUT with a body")
        << QByteArray("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc")
        << QByteArray(" 405 ");
    QTest::newRow("not signed") << head + "Content-Length: 2\r\n\r\n{}" << QByteArray(" 401 ");
    QTest::newRow("signed with another key") << head
            + "webhook-id: msg_1\r\nwebhook-timestamp: 0\r\nwebhook-signature: v1,AAAA\r\n"
              "Content-Length: 2\r\n\r\n{}" << QByteArray(" 401 ");
    QTest::newRow("longer than a delivery") << head + "Content-Length: 1048577\r\n\r\n"
                                            << QByteArray(" 413 ");
    QTest::newRow("two lengths") << head + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab"
                                 << QByteArray(" 400 ");
    QTest::newRow("a length and chunks")
        << head + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
        << QByteArray(" 400 ");
    QTest::newRow("too many fields") << head + QByteArray("a: b\r\n").repeated(200) + "\r\n"
                                     << QByteArray(" 431 ");
}

void tst_WebhookReceiver::hostileRequests()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, status);
    const QByteArray answer = say(bytes);
    QVERIFY2(answer.left(16).contains(status), answer.constData());
    QVERIFY(m_received.isEmpty());
    QTRY_COMPARE(m_receiver->connections(), 0);
}

void tst_WebhookReceiver::nothingIsHandedOnBeforeThereIsASecret()
{
    m_receiver = std::make_unique<WebhookReceiver>(
        m_clock,
        [this](const ReceivedDelivery &delivery, const auto &) { m_received.append(delivery); });
    m_port = *m_receiver->listen(0);
    QVERIFY(say(signedHead("{}") + "{}").contains(" 503 "));
    QVERIFY(m_received.isEmpty());
}

void tst_WebhookReceiver::aDeliveryIsHandedOnWhole()
{
    const QByteArray body(1024 * 1024, 'x'); // the longest
    const QByteArray answer = say(
        signedHead(body, "webhook-attempt: 3\r\nparley-hops: 2\r\nConnection: close\r\n") + body);
    QVERIFY(answer.contains(" 200 "));
    QVERIFY(answer.endsWith("\r\n\r\ntaken"));
    QCOMPARE(m_received.size(), 1);
    QCOMPARE(m_received[0].id, QByteArray("msg_1"));
    QCOMPARE(m_received[0].attempt, QByteArray("3"));
    QCOMPARE(m_received[0].hops, QByteArray("2"));
    QCOMPARE(m_received[0].body, body);
}

void tst_WebhookReceiver::requestsOfAConnectionAreAnsweredInTheirOrder()
{
    QList<std::function<void(DeliveryAnswer)>> open;
    m_handle = [&](const ReceivedDelivery &, const std::function<void(DeliveryAnswer)> &done) {
        open.append(done);
    };
    QTcpSocket socket;
    socket.connectToHost(QHostAddress::LocalHost, m_port);
    socket.write(signedHead("one") + "one" + signedHead("two") + "two");
    QTRY_COMPARE(open.size(), 1); // the second waits for the first's answer
    open[0]({500, "a"});
    open[0]({200, "again"}); // is nothing
    QVERIFY(answerOf(socket).contains(" 500 "));
    QTRY_COMPARE(open.size(), 2);
    QCOMPARE(m_received[1].body, QByteArray("two"));
    open[1]({204, "b"});
    QVERIFY(answerOf(socket).contains(" 204 "));
}

void tst_WebhookReceiver::anAnswerForWhomHasGoneIsDropped()
{
    std::function<void(DeliveryAnswer)> open;
    m_handle = [&](const ReceivedDelivery &, std::function<void(DeliveryAnswer)> done) {
        open = std::move(done);
    };
    {
        QTcpSocket socket;
        socket.connectToHost(QHostAddress::LocalHost, m_port);
        socket.write(signedHead("one") + "one");
        QTRY_VERIFY(open);
    }
    QTRY_COMPARE(m_receiver->connections(), 0);
    open({200, "late"});
    m_receiver.reset();
    open({200, "later"});
    QCOMPARE(m_received.size(), 1);
}

void tst_WebhookReceiver::manyConnectionsAreTurnedAway()
{
    std::vector<std::unique_ptr<QTcpSocket>> sockets;
    for (int i = 0; i < WebhookReceiver::kMaxConnections + 1; ++i) {
        sockets.push_back(std::make_unique<QTcpSocket>());
        sockets.back()->connectToHost(QHostAddress::LocalHost, m_port);
        if (i < WebhookReceiver::kMaxConnections)
            QTRY_COMPARE(m_receiver->connections(), i + 1);
    }
    QTRY_COMPARE(sockets.back()->state(), QAbstractSocket::UnconnectedState);
    QTRY_COMPARE(m_receiver->connections(), WebhookReceiver::kMaxConnections);
    sockets.clear();
    QTRY_COMPARE(m_receiver->connections(), 0);
    QVERIFY(say(signedHead("{}", "Connection: close\r\n") + "{}").contains(" 200 "));
}

void tst_WebhookReceiver::aPortInUseIsTold()
{
    WebhookReceiver other(m_clock, {});
    QCOMPARE(other.listen(m_port).error().code, ErrorCode::AlreadyExists);
}

QTEST_GUILESS_MAIN(tst_WebhookReceiver)
#include "tst_webhook_receiver.moc"
