#include <QTest>

#include "server/tls/tls_layer.h"
#include "tests/support/bytes.h"
#include "tests/support/fake_clock.h"
#include "tests/support/tls_peers.h"

using namespace parley;
using namespace parley::test;
using namespace std::chrono_literals;
using State = TlsLayer::State;

class tst_TlsLayer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void refusesStrangers_data();
    void refusesStrangers();
    void saysNothingBeforeTheHandshake();
    void anyCuttingGivesTheSame_data();
    void anyCuttingGivesTheSame();
    void longTextsGoInFullRecords();
    void aDamagedRecordEndsIt();
    void goodbyeIsTold();
    void aCutLineIsNoGoodbye();
    void newKeysAreAnswered();
    void whoAsksForNewKeysOverAndOverIsRefused();
    void renegotiationIsRefused();
    void choosesTheProtocol_data();
    void choosesTheProtocol();
    void resumesByTicket();

private:
    std::unique_ptr<TlsLayer> server() const { return TlsLayer::make(m_context); }
    std::string read(TlsLayer &server, const std::string &records, std::string &toPeer);
    void connect(TlsLayer &server, TlsTestClient &client);

    std::shared_ptr<const TlsContext> m_context;
};

void tst_TlsLayer::initTestCase()
{
    const UtcTime now = FakeClock().utc();
    const MadeIdentity authority = makeTestAuthority({now - 1h, now + 1h});
    const MadeIdentity identity = makeTestServer(authority, {now - 1h, now + 1h});
    const auto context = TlsContext::make(identity.identity(), {"h2", "http/1.1"});
    QVERIFY(context);
    m_context = *context;
}

std::string tst_TlsLayer::read(TlsLayer &server, const std::string &records, std::string &toPeer)
{
    char bytes[5'000];
    std::string all;
    server.feed(records);
    while (const std::size_t n = server.decrypt(bytes, toPeer))
        all.append(bytes, n);
    return all;
}

void tst_TlsLayer::connect(TlsLayer &server, TlsTestClient &client)
{
    client.hear({});
    for (int round = 0; round < 4; ++round) {
        std::string toClient;
        read(server, client.takeSent(), toClient);
        client.hear(toClient);
    }
    QVERIFY(client.isOpen());
    QVERIFY(server.state() == State::Open);
}

void tst_TlsLayer::refusesStrangers_data()
{
    QTest::addColumn<QByteArray>("said");
    QTest::addColumn<int>("alert"); // what must be answered; -1: it does not matter
    const auto hello = [](int record, int version, const char *cipher) {
        QByteArray body = QByteArray::fromHex("03") + char(version) + QByteArray(32, 'r') + '\0'
            + QByteArray("\0\x02", 2) + QByteArray::fromHex(cipher) + QByteArray("\x01\0", 2);
        body = QByteArray("\x01\0\0", 3) + char(body.size()) + body;
        return QByteArray::fromHex("1603") + char(record) + '\0' + char(body.size()) + body;
    };
    QTest::newRow("HTTP") << QByteArray("GET / HTTP/1.1\r\nHost: a\r\n\r\n") << -1;
    QTest::newRow("HTTP/2") << QByteArray("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n") << -1;
    QTest::newRow("zeros") << QByteArray(100, '\0') << -1;
    QTest::newRow("endless record")
        << QByteArray::fromHex("160301ffff") + QByteArray(100, 'x') << -1;
    QTest::newRow("data first") << QByteArray::fromHex("170303000401020304") << -1;
    QTest::newRow("SSL 3") << hello(0, 0, "c02f") << SSL_AD_HANDSHAKE_FAILURE;
    QTest::newRow("TLS 1.0") << hello(1, 1, "c013") << SSL_AD_PROTOCOL_VERSION;
    QTest::newRow("TLS 1.1") << hello(1, 2, "c013") << SSL_AD_PROTOCOL_VERSION;
    QTest::newRow("no forward secrecy") << hello(1, 3, "009c") << SSL_AD_HANDSHAKE_FAILURE;
    QTest::newRow("CBC") << hello(1, 3, "c009") << SSL_AD_HANDSHAKE_FAILURE;
    QTest::newRow("no encryption") << hello(1, 3, "c006") << SSL_AD_HANDSHAKE_FAILURE;
}

void tst_TlsLayer::refusesStrangers()
{
    QFETCH(const QByteArray, said);
    QFETCH(const int, alert);
    const auto layer = server();
    std::string answer;
    QCOMPARE(bytes(read(*layer, said.toStdString(), answer)), QByteArray());
    QVERIFY(layer->state() == State::Failed);
    if (alert >= 0) {
        QCOMPARE(answer.size(), std::size_t(7));
        QCOMPARE(int(answer[0]), 0x15);
        QCOMPARE(int(answer[6]), alert);
    }
    answer.clear();
    layer->encrypt("more", answer);
    layer->end(answer);
    QCOMPARE(bytes(answer), QByteArray());
}

void tst_TlsLayer::saysNothingBeforeTheHandshake()
{
    const auto layer = server();
    std::string answer;
    layer->encrypt("HTTP/1.1 408 Request Timeout\r\n\r\n", answer);
    layer->end(answer);
    QCOMPARE(bytes(answer), QByteArray());
    QVERIFY(layer->state() == State::Handshake);
}

void tst_TlsLayer::anyCuttingGivesTheSame_data()
{
    QTest::addColumn<int>("piece");
    for (const int piece : {1, 2, 5, 6, 17, 1'000, 16'384, 16'406, 1'000'000})
        QTest::addRow("%d bytes", piece) << piece;
}

void tst_TlsLayer::anyCuttingGivesTheSame()
{
    QFETCH(const int, piece);
    const auto layer = server();
    TlsTestClient client;
    std::string text(40'000, 'x');
    for (std::size_t i = 0; i < text.size(); ++i)
        text[i] = static_cast<char>('a' + i % 23);
    std::string heard;
    bool said = false;
    client.hear({});
    for (int round = 0; round < 5; ++round) {
        const std::string records = client.takeSent();
        std::string toClient;
        for (std::size_t at = 0; at < records.size(); at += static_cast<std::size_t>(piece))
            heard += read(*layer, records.substr(at, static_cast<std::size_t>(piece)), toClient);
        client.hear(toClient);
        if (client.isOpen() && !std::exchange(said, true))
            client.say(text);
    }
    QVERIFY(said);
    QCOMPARE(heard.size(), text.size());
    QVERIFY(heard == text);
}

void tst_TlsLayer::longTextsGoInFullRecords()
{
    const auto layer = server();
    TlsTestClient client;
    connect(*layer, client);
    const std::string text(100'000, 'x'); // six records of 16 KiB and a rest
    std::string records;
    layer->encrypt(text, records);
    int count = 0;
    for (std::size_t at = 0; at < records.size(); ++count) {
        const auto high = static_cast<unsigned char>(records[at + 3]);
        const auto low = static_cast<unsigned char>(records[at + 4]);
        at += 5 + std::size_t(high) * 256 + low;
    }
    QCOMPARE(count, 7);
    client.hear(records);
    QVERIFY(client.heard() == text);
}

void tst_TlsLayer::aDamagedRecordEndsIt()
{
    const auto layer = server();
    TlsTestClient client;
    connect(*layer, client);
    client.say("first");
    client.say("second");
    std::string records = client.takeSent();
    records.back() = static_cast<char>(records.back() ^ 1);
    std::string toClient;
    QCOMPARE(bytes(read(*layer, records, toClient)), QByteArray("first"));
    QVERIFY(layer->state() == State::Failed);
    QVERIFY(!toClient.empty()); // the alert
}

void tst_TlsLayer::goodbyeIsTold()
{
    const auto layer = server();
    TlsTestClient client;
    connect(*layer, client);
    client.say("last words");
    client.sayGoodbye();
    std::string toClient;
    QCOMPARE(bytes(read(*layer, client.takeSent(), toClient)), QByteArray("last words"));
    QVERIFY(layer->state() == State::Ended);
    QVERIFY(!client.heardGoodbye());
    layer->end(toClient);
    client.hear(toClient);
    QVERIFY(client.heardGoodbye());
    QVERIFY(layer->state() == State::Closed);
    std::string after;
    layer->encrypt("more", after);
    QCOMPARE(bytes(after), QByteArray());
}

void tst_TlsLayer::aCutLineIsNoGoodbye()
{
    const auto layer = server();
    TlsTestClient client;
    connect(*layer, client);
    client.say("half");
    std::string records = client.takeSent();
    records.pop_back();
    std::string toClient;
    QCOMPARE(bytes(read(*layer, records, toClient)), QByteArray());
    QVERIFY(layer->state() == State::Open); // it waits for the rest, as it should
}

void tst_TlsLayer::newKeysAreAnswered()
{
    const auto layer = server();
    TlsTestClient client;
    connect(*layer, client);
    client.askForNewKeys();
    client.say("new");
    std::string toClient;
    QCOMPARE(bytes(read(*layer, client.takeSent(), toClient)), QByteArray("new"));
    layer->encrypt("answer", toClient); // with new keys, told before it
    client.hear(toClient);
    QCOMPARE(bytes(client.heard()), QByteArray("answer"));
}

// A few bytes each that cost us a derivation of keys (RFC 8446, section 7.2).
void tst_TlsLayer::whoAsksForNewKeysOverAndOverIsRefused()
{
    const auto layer = server();
    TlsTestClient client;
    connect(*layer, client);
    for (int i = 0; i < TlsLayer::kMaxKeyUpdates; ++i)
        client.askForNewKeys();
    client.say("still");
    std::string toClient;
    QCOMPARE(bytes(read(*layer, client.takeSent(), toClient)), QByteArray("still"));
    QVERIFY(layer->state() == State::Open);
    client.askForNewKeys();
    client.say("later");
    QCOMPARE(bytes(read(*layer, client.takeSent(), toClient)), QByteArray());
    QVERIFY(layer->state() == State::Failed);
}

void tst_TlsLayer::renegotiationIsRefused()
{
    const auto layer = server();
    TlsTestClient client({}, TLS1_2_VERSION);
    connect(*layer, client);
    QCOMPARE(bytes(client.version()), QByteArray("TLSv1.2"));
    SSL_renegotiate(client.handle());
    SSL_do_handshake(client.handle());
    std::string toClient;
    read(*layer, client.takeSent(), toClient);
    QVERIFY(toClient.size() < 100); // a warning instead of a ServerHello
    client.hear(toClient);
    QVERIFY(!client.isOpen());
    QVERIFY(layer->state() == State::Failed);
}

void tst_TlsLayer::choosesTheProtocol_data()
{
    QTest::addColumn<QByteArray>("offered");
    QTest::addColumn<QByteArray>("chosen");
    QTest::addColumn<bool>("accepted");
    QTest::newRow("none of ours") << QByteArray("\x03"
                                                "ftp")
                                  << QByteArray() << false;
    QTest::newRow("almost") << QByteArray("\x02"
                                          "H2")
                            << QByteArray() << false;
    QTest::newRow("not asked") << QByteArray() << QByteArray() << true;
    QTest::newRow("the old one") << QByteArray("\x08"
                                               "http/1.1")
                                 << QByteArray("http/1.1") << true;
    QTest::newRow("ours first") << QByteArray("\x08"
                                              "http/1.1\x02h2")
                                << QByteArray("h2") << true;
}

void tst_TlsLayer::choosesTheProtocol()
{
    QFETCH(const QByteArray, offered);
    QFETCH(const QByteArray, chosen);
    QFETCH(const bool, accepted);
    const auto layer = server();
    TlsTestClient client(offered.toStdString());
    if (accepted) {
        connect(*layer, client);
        QCOMPARE(bytes(layer->protocol()), chosen);
        return;
    }
    client.hear({});
    std::string toClient;
    read(*layer, client.takeSent(), toClient);
    QVERIFY(layer->state() == State::Failed);
    QCOMPARE(int(toClient.back()), SSL_AD_NO_APPLICATION_PROTOCOL);
}

void tst_TlsLayer::resumesByTicket()
{
    TlsTestClient first;
    const auto layer = server();
    connect(*layer, first);
    using Session = std::unique_ptr<SSL_SESSION, OpensslDeleter<SSL_SESSION_free>>;
    const Session session(SSL_get1_session(first.handle()));
    QVERIFY(SSL_SESSION_is_resumable(session.get()) == 1);
    TlsTestClient second;
    SSL_set_session(second.handle(), session.get());
    const auto again = server();
    connect(*again, second);
    QVERIFY(second.isResumed());
}

QTEST_APPLESS_MAIN(tst_TlsLayer)
#include "tst_tls_layer.moc"
