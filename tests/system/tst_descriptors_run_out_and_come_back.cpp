#include <memory>
#include <vector>

#include <QTest>

#include "tests/support/broker_process.h"
#include "tests/support/raw_websocket.h"

using namespace Qt::StringLiterals;
using namespace parley::test;

// A broker that may have 80 files open, and more clients than that.
class TestDescriptorsRunOutAndComeBack : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theStoreStaysWritableAndNewcomersWait();
};

void TestDescriptorsRunOutAndComeBack::theStoreStaysWritableAndNewcomersWait()
{
    BrokerProcess broker;
    broker.setLauncher({u"sh"_s, u"-c"_s, u"ulimit -n 80; exec \"$0\" \"$@\""_s});
    QVERIFY2(broker.start(), broker.complaint().constData());
    QVERIFY(
        makeTopic(broker.port(), broker.ownerToken(), "log", {{u"durability"_s, u"durable"_s}}));
    const auto status = ask(broker.port(), broker.ownerToken(), "GET", "/v1/status").json();
    const int capacity = status["maxConnections"_L1].toInt();
    QVERIFY(capacity >= 4 && capacity <= 48);

    std::vector<std::unique_ptr<RawWebSocket>> sockets;
    for (int i = 0; i < capacity; ++i) {
        sockets.push_back(std::make_unique<RawWebSocket>(broker.port(), broker.ownerToken()));
        QCOMPARE(sockets.back()->handshakeStatus(), 101);
    }
    TcpStream newcomer(broker.port()); // the kernel takes it, the broker does not
    QVERIFY(newcomer.send("GET /v1/health HTTP/1.1\r\nHost: 127.0.0.1:"
                          + QByteArray::number(broker.port()) + "\r\n\r\n"));
    const QJsonObject publish{{u"op"_s, u"publish"_s},
                              {u"id"_s, 1},
                              {u"topic"_s, u"log"_s},
                              {u"text"_s, u"while nobody else gets in"_s}};
    for (int i = 0; i < 20; ++i)
        QCOMPARE(sockets.front()->call(publish)["ack"_L1].toString(), u"stored"_s);
    QVERIFY(!newcomer.hasArrived()); // in twenty turns it would have been answered

    sockets.pop_back();
    QVERIFY(newcomer.takeThrough("\r\n").startsWith("HTTP/1.1 200"));
    QVERIFY(broker.terminate());
}

QTEST_GUILESS_MAIN(TestDescriptorsRunOutAndComeBack)
#include "tst_descriptors_run_out_and_come_back.moc"
