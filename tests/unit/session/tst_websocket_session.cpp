#include <QTemporaryDir>
#include <QTest>

#include <future>
#include <thread>

#include "server/protocol/limits.h"
#include "server/session/websocket_session.h"
#include "tests/support/client_frames.h"
#include "tests/support/loop_server.h"
#include "tests/support/tcp_stream.h"

using namespace parley;
using namespace parley::test;
using namespace std::chrono_literals;

namespace {

// What a session works with, around a real loop.
struct Rooms {
    explicit Rooms(LoopServer &server) :
        clock(server.clock()), tokens(server.clock(), random),
        publisher(server.loop(), server.clock()), flusher(server.loop()),
        fanOut(server.loop(), sender), events(topics, server.clock()),
        sessionEvents(events, server.clock()), messageEvents(server.loop(), topics, events),
        refusals(server.clock()), services{server.clock(), tokens,        topics,   publisher,
                                           fanOut,         flusher,       sessions, sessionEvents,
                                           decoder,        messageEvents, refusals, gate}
    {
        TokenRequest request;
        request.label = "test";
        request.scope.admin = true;
        const auto issued = tokens.make(request);
        tokens.add(issued->token, issued->digest);
        token = *tokens.authenticate(issued->secret);
    }

    std::string oneUseSecret()
    {
        TokenRequest request;
        request.scope.admin = true;
        request.oneUse = true;
        const auto issued = tokens.make(request);
        tokens.add(issued->token, issued->digest);
        return issued->secret;
    }

    const Clock &clock;
    SystemRandom random;
    TopicRegistry topics{1};
    TokenRegistry tokens;
    MessagePublisher publisher;
    ReplyFlusher flusher;
    BatchSender sender{BatchSender::Way::Fastest};
    FanOut fanOut;
    SessionTable sessions;
    EventTopics events;
    SessionEvents sessionEvents;
    MessageEvents messageEvents;
    Refusals refusals;
    CommandDecoder decoder;
    QTemporaryDir directory;
    SilentLog log;
    std::unique_ptr<Store> store
        = std::move(*Store::open(directory.path().toStdString(), Log(log, "test")));
    TokenGate gate{*store, clock};
    SessionServices services;
    std::shared_ptr<const TokenEntry> token;
};

const QByteArray kPingFrame("\x89\x00", 2);
const QByteArray kAsk(QByteArray::fromStdString(clientFrame(kText, R"({"op":"ping","id":1})")));
const QByteArray kAnswer(R"({"type":"pong","id":1})");

QByteArray authenticate(const std::string &secret)
{
    return QByteArray::fromStdString(
        clientFrame(kText, R"({"op":"authenticate","id":9,"token":")" + secret + "\"}"));
}

QByteArray pong(std::string_view body = {})
{
    return QByteArray::fromStdString(clientFrame(kPong, body));
}

} // namespace

// Who is still there, and what he may ask for meanwhile: over real sockets, with a clock that the
// test moves.
class tst_WebSocketSession : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void aPeerThatDoesNotAnswerIsDropped_data();
    void aPeerThatDoesNotAnswerIsDropped();
    void aPeerThatIsHeardStays_data();
    void aPeerThatIsHeardStays();
    void aStrangerIsGivenLessTime_data();
    void aStrangerIsGivenLessTime();
    void unsolicitedPongsAreIgnored();
    void pingsNobodyReadsTheAnswersOfAreBounded();
    void whoDoesNotAnswerTheCloseIsClosed();
    void nobodyIsLetInBeforeHisOneUseIsStored();
    void whatIsSentBeforeHisOneUseIsStoredIsBounded();

private:
    std::size_t connections() { return m_server->connections(); }

    std::unique_ptr<LoopServer> m_server;
    std::unique_ptr<Rooms> m_rooms;
    bool m_withToken = true; // the next connection, as if shown in the handshake
};

void tst_WebSocketSession::init()
{
    m_withToken = true;
    m_server = std::make_unique<LoopServer>();
    m_rooms = std::make_unique<Rooms>(*m_server);
    QVERIFY(m_server->start([this](Connection &connection, const HostRules &) {
        connection.setHandler(std::make_unique<WebSocketSession>(
            m_rooms->services, connection,
            m_withToken ? std::move(*TokenSeat::take(m_rooms->token)) : TokenSeat()));
    }));
}

void tst_WebSocketSession::cleanup()
{
    m_server->stop();
    m_rooms.reset();
    m_server.reset();
}

void tst_WebSocketSession::aPeerThatDoesNotAnswerIsDropped_data()
{
    QTest::addColumn<QByteArray>("first");
    QTest::addColumn<QByteArray>("said"); // once between two pings
    const auto row = [](const char *name, const QByteArray &first, const std::string &said) {
        QTest::newRow(name) << first << QByteArray::fromStdString(said);
    };
    row("silence", {}, {});
    row("half a pong", {}, clientFrame(kPong, {}).substr(0, 1));
    row("a message without an end", QByteArray::fromStdString(clientFrame(kTextBegin, "x")),
        clientFrame(test::kContinue, "x"));
    row("pings of its own", {}, clientFrame(kPing, "x"));
    row("operations", kAsk, kAsk.toStdString());
}

// README of the wire, section 5.3: a peer that missed two pings is dropped.
void tst_WebSocketSession::aPeerThatDoesNotAnswerIsDropped()
{
    QFETCH(const QByteArray, first);
    QFETCH(const QByteArray, said);
    TcpStream stream(m_server->port());
    QVERIFY(stream.send(first));
    QTRY_COMPARE(connections(), std::size_t(1));
    for (int missed = 1; missed <= limits::kMissedPings; ++missed) {
        m_server->advance(limits::kPingInterval);
        QVERIFY(!stream.takeThrough(kPingFrame).isEmpty());
        QVERIFY(stream.send(said));
    }
    m_server->advance(limits::kPingInterval - 1s);
    QCOMPARE(connections(), std::size_t(1)); // the second has its time too
    m_server->advance(1s);
    QCOMPARE(connections(), std::size_t(0));
    QVERIFY(stream.waitForClose());
}

void tst_WebSocketSession::aPeerThatIsHeardStays_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<int>("every"); // how many pings
    QTest::newRow("pongs") << pong() << 1;
    QTest::newRow("a pong to every second ping") << pong() << limits::kMissedPings;
    QTest::newRow("pongs that answer nothing") << pong("a heartbeat of its own") << 1;
}

void tst_WebSocketSession::aPeerThatIsHeardStays()
{
    QFETCH(const QByteArray, answer);
    QFETCH(const int, every);
    TcpStream stream(m_server->port());
    QTRY_COMPARE(connections(), std::size_t(1));
    for (int i = 1; i <= 4 * limits::kMissedPings; ++i) {
        m_server->advance(limits::kPingInterval);
        QVERIFY(!stream.takeThrough(kPingFrame).isEmpty());
        QVERIFY(!stream.takeThrough("{\"type\":\"heartbeat\"").isEmpty());
        if (i % every == 0)
            QVERIFY(stream.send(answer));
        QVERIFY(stream.send(kAsk)); // behind it: the pong was read when it is answered
        QVERIFY(!stream.takeThrough(kAnswer).isEmpty());
    }
    QCOMPARE(connections(), std::size_t(1));
}

void tst_WebSocketSession::aStrangerIsGivenLessTime_data()
{
    QTest::addColumn<QByteArray>("first");
    QTest::addColumn<QByteArray>("said"); // once a second
    QTest::newRow("silence") << QByteArray() << QByteArray();
    QTest::newRow("pings") << QByteArray() << QByteArray::fromStdString(clientFrame(kPing, "x"));
    QTest::newRow("pongs") << QByteArray() << pong();
    QTest::newRow("a message bit by bit") << QByteArray::fromStdString(clientHeader(kText, 1'000))
                                          << QByteArray::fromStdString(masked("abcd"));
}

void tst_WebSocketSession::aStrangerIsGivenLessTime()
{
    QFETCH(const QByteArray, first);
    QFETCH(const QByteArray, said);
    m_withToken = false;
    TcpStream stream(m_server->port());
    QTRY_COMPARE(connections(), std::size_t(1));
    QVERIFY(stream.send(first));
    for (int second = 1; second < limits::kAuthenticateTime.count(); ++second) {
        m_server->advance(1s);
        QVERIFY(stream.send(said));
    }
    QVERIFY(!stream.buffered().contains("\x88"));
    m_server->advance(1s);
    const QByteArray code("\x0f\xa1"); // 4001
    QVERIFY(!stream.takeThrough(code + "no token in time").isEmpty());
    QVERIFY(stream.waitForClose());
}

// RFC 6455, section 5.5.3: a response to them is not expected.
void tst_WebSocketSession::unsolicitedPongsAreIgnored()
{
    TcpStream stream(m_server->port());
    QVERIFY(stream.send(pong().repeated(5'000) + pong(std::string(125, 'x')).repeated(5'000)));
    QVERIFY(stream.send(kAsk));
    const QByteArray all = stream.takeThrough(kAnswer);
    QCOMPARE(all.size(), 2 + kAnswer.size()); // this, and nothing else
    QCOMPARE(connections(), std::size_t(1));
}

// Whoever sends pings and does not read is not read any more; when he reads, he has them all.
void tst_WebSocketSession::pingsNobodyReadsTheAnswersOfAreBounded()
{
    constexpr int kPings = 200'000; // 25 MB: no kernel holds as much
    const QByteArray payload(125, 'x');
    const auto ping = QByteArray::fromStdString(clientFrame(kPing, payload.toStdString()));
    TcpStream stream(m_server->port(), 4'096);
    bool sent = false;
    std::thread sender([&] {
        for (int i = 0; i < kPings / 1'000; ++i)
            if (!stream.send(ping.repeated(1'000)))
                return;
        sent = true;
    });
    const auto finish = qScopeGuard([&] {
        if (sender.joinable())
            sender.join();
    });
    constexpr std::size_t kMost = limits::kUnsentBytes + EventLoop::kReadBytes; // of one turn
    std::size_t most = 0;
    const auto isHeldBack = [&] {
        const std::size_t unsent = connections() == 1 ? m_server->unsent() : 0;
        most = std::max(most, unsent);
        return unsent > limits::kUnsentBytes;
    };
    QTRY_VERIFY_WITH_TIMEOUT(isHeldBack(), 15'000);
    const QByteArray expected = QByteArray("\x8a\x7d", 2) + payload;
    bool same = true;
    for (int i = 0; i < kPings; ++i) {
        same = same && stream.take(expected.size()) == expected;
        if (i % 1'000 == 0)
            (void)isHeldBack();
    }
    QVERIFY(same);
    QVERIFY2(most <= kMost, QByteArray::number(qulonglong(most)).constData());
    QVERIFY(stream.send(kAsk));
    QVERIFY(!stream.takeThrough(kAnswer).isEmpty());
    sender.join();
    QVERIFY(sent);
}

void tst_WebSocketSession::whoDoesNotAnswerTheCloseIsClosed()
{
    TcpStream stream(m_server->port());
    QVERIFY(stream.send(QByteArray::fromStdString(clientFrame(0x82, "x"))));
    const QByteArray unsupported("\x03\xeb"); // 1003
    QVERIFY(!stream.takeThrough(unsupported).isEmpty());
    QVERIFY(stream.waitForClose()); // our side of it
    QCOMPARE(connections(), std::size_t(1));
    QVERIFY(stream.send(kAsk.repeated(100))); // read, and dropped
    m_server->advance(1s);
    m_server->advance(limits::kCloseTime);
    QCOMPARE(connections(), std::size_t(0));
}

// The store of these rooms does not run before it is started: so the use stays under way.
void tst_WebSocketSession::nobodyIsLetInBeforeHisOneUseIsStored()
{
    m_withToken = false;
    const std::string secret = m_rooms->oneUseSecret();
    TcpStream stream(m_server->port());
    QVERIFY(stream.send(authenticate(secret) + kAsk
                        + QByteArray::fromStdString(clientFrame(kPing, "1"))));
    QVERIFY(!stream
                 .takeThrough(QByteArray("\x8a\x01"
                                         "1",
                                         3))
                 .isEmpty()); // it was read, so were those
    TcpStream second(m_server->port());
    QVERIFY(second.send(authenticate(secret)));
    QVERIFY(second.waitForClose()); // the token is used, though nobody is in yet
    m_rooms->store->start();
    QVERIFY(!stream.takeThrough("\"type\":\"authenticated\"").isEmpty());
    QVERIFY(!stream.takeThrough(kAnswer).isEmpty());
}

// The loop stands still meanwhile, so that all of it is there when it reads.
void tst_WebSocketSession::whatIsSentBeforeHisOneUseIsStoredIsBounded()
{
    m_withToken = false;
    TcpStream stream(m_server->port());
    QTRY_COMPARE(connections(), std::size_t(1));
    std::promise<void> sent;
    m_server->loop().post([&sent] { sent.get_future().wait(); });
    const std::string small = clientFrame(kText, "{}");
    QVERIFY(stream.send(authenticate(m_rooms->oneUseSecret())
                        + QByteArray::fromStdString(small).repeated(3000)));
    sent.set_value();
    QVERIFY(!stream.takeThrough(QByteArray("\x03\xf1", 2)).isEmpty()); // 1009
    QVERIFY(stream.waitForClose());
}

QTEST_GUILESS_MAIN(tst_WebSocketSession)
#include "tst_websocket_session.moc"
