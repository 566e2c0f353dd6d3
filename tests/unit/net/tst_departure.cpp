#include <QTest>

#include <atomic>
#include <filesystem>
#include <future>

#include <sys/resource.h>

#include "server/net/departure.h"
#include "server/net/listener.h"
#include "tests/support/bytes.h"
#include "tests/support/fake_clock.h"
#include "tests/support/tcp_stream.h"
#include "tests/support/tls_peers.h"

using namespace parley;
using namespace parley::test;
using namespace std::chrono_literals;

namespace {

constexpr std::string_view kAsk = "move me\n"; // what the last bytes before the move end with
constexpr std::string_view kHello = "moved\n"; // the first that the new handler says

// What happened to the handlers behind the move; written on their loop.
struct Record {
    std::atomic<int> made{0};
    std::atomic<int> elsewhere{0}; // calls on another thread than that of their loop
    std::atomic<int> closed{0};
    std::atomic<std::size_t> bytes{0};
    std::atomic<std::uint64_t> id{0};
    std::atomic<bool> established{false};
};

// Says hello, and then what it hears.
class Echo final : public ConnectionHandler
{
public:
    Echo(Connection &connection, Record &record) : m_connection(connection), m_record(record)
    {
        ++m_record.made;
        m_record.id = connection.id();
        m_record.established = connection.isEstablished();
        look();
        m_connection.write(std::string(kHello));
    }
    void received(std::span<char> bytes) override
    {
        look();
        m_record.bytes += bytes.size();
        m_connection.write(std::string(bytes.data(), bytes.size()));
    }
    void drained() override { look(); }
    void tick(MonotonicTime) override {}
    void closed() override
    {
        look();
        ++m_record.closed;
    }

private:
    void look() { m_record.elsewhere += m_connection.loop().isOwnThread() ? 0 : 1; }

    Connection &m_connection;
    Record &m_record;
};

} // namespace

// A connection that came in on one loop goes on on another one: nothing is lost, nothing doubled.
class tst_Departure : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void bytesGoAlong_data();
    void bytesGoAlong();
    void whatWasSentBeforeArrivesBefore();
    void aPeerThatLeavesMeanwhileIsHeardToTheEnd_data();
    void aPeerThatLeavesMeanwhileIsHeardToTheEnd();
    void aPeerThatBreaksOffBeforeIsForgotten();
    void withoutADescriptorItIsClosed();
    void whereTheLoopHasEndedItIsClosed();
    void nothingIsLeftOpen();
    void itGoesWhereTheFewestAre();
    void strangersElsewhereMakeRoom();

private:
    // Asks to be moved, with what stands in front of it and behind it.
    class Asking;
    bool shakeHands(TcpStream &stream, TlsTestClient &client);
    QByteArray takeDecrypted(TcpStream &stream, TlsTestClient &client, std::size_t size);
    static std::size_t openDescriptors();

    FakeClock m_clock;
    SilentLog m_log;
    AllConnections m_connections;
    std::unique_ptr<EventLoop> m_loop;
    std::unique_ptr<EventLoop> m_other;
    std::unique_ptr<ConnectionTable> m_table;
    std::unique_ptr<ConnectionTable> m_target;
    std::unique_ptr<Listener> m_listener;
    std::unique_ptr<Record> m_record;
    std::string m_before; // sent by the first handler, and not taken by the kernel at once
    quint16 m_port = 0;
    quint16 m_tlsPort = 0;
};

class tst_Departure::Asking final : public ConnectionHandler
{
public:
    Asking(tst_Departure &test, Connection &connection) : m_test(test), m_connection(connection) {}
    void received(std::span<char> bytes) override
    {
        m_heard.append(bytes.data(), bytes.size());
        const auto end = m_heard.find(kAsk);
        if (end == std::string::npos)
            return;
        m_connection.writeLater(m_test.m_before);
        const MakeHandler make
            = onLoopOf(*m_test.m_target, [&record = *m_test.m_record](Connection &connection) {
                  return std::make_unique<Echo>(connection, record);
              });
        auto next = make(m_connection);
        ConnectionHandler &handler = *next;
        std::string rest = m_heard.substr(end + kAsk.size());
        m_connection.setHandler(std::move(next)); // this stays until the bytes are read
        m_connection.resumeReading();
        if (!rest.empty())
            handler.received({rest.data(), rest.size()});
    }
    void drained() override {}
    void tick(MonotonicTime) override {}
    void closed() override {}

private:
    tst_Departure &m_test;
    Connection &m_connection;
    std::string m_heard;
};

void tst_Departure::init()
{
    m_before.clear();
    m_record = std::make_unique<Record>();
    m_loop = *EventLoop::create();
    m_other = *EventLoop::create();
    m_table = std::make_unique<ConnectionTable>(*m_loop, m_clock, m_connections);
    m_target = std::make_unique<ConnectionTable>(*m_other, m_clock, m_connections);
    m_listener = std::make_unique<Listener>(
        *m_table, Log(m_log, "test"), [this](Connection &connection, const HostRules &) {
            connection.setHandler(std::make_unique<Asking>(*this, connection));
        });
    const ValidityPeriod period{m_clock.utc() - 1h, m_clock.utc() + 1h};
    const auto tls = TlsContext::make(makeTestServer(makeTestAuthority(period), period).identity(),
                                      {"http/1.1"});
    QVERIFY(tls);
    const auto secure = m_listener->listen({ListenAddress::loopback4(0), {}, *tls});
    const auto plain = m_listener->listen({ListenAddress::loopback4(0), {}, nullptr});
    QVERIFY(secure && plain);
    m_tlsPort = secure->port();
    m_port = plain->port();
    m_loop->start();
    m_other->start();
}

void tst_Departure::cleanup()
{
    m_other->stop([this] { m_target->closeAll(); });
    m_loop->stop([this] {
        m_listener->close();
        m_table->closeAll();
    });
    QCOMPARE(int(m_record->elsewhere), 0);
    m_listener.reset();
    m_target.reset();
    m_table.reset();
    m_other.reset();
    m_loop.reset();
}

bool tst_Departure::shakeHands(TcpStream &stream, TlsTestClient &client)
{
    client.hear({});
    while (!client.isOpen()) {
        stream.send(QByteArray::fromStdString(client.takeSent()));
        const QByteArray header = stream.take(5);
        if (header.isEmpty())
            return false;
        const int size = static_cast<uchar>(header[3]) * 256 + static_cast<uchar>(header[4]);
        client.hear((header + stream.take(size)).toStdString());
    }
    stream.send(QByteArray::fromStdString(client.takeSent()));
    return true;
}

QByteArray tst_Departure::takeDecrypted(TcpStream &stream, TlsTestClient &client, std::size_t size)
{
    while (client.heard().size() < size) {
        const QByteArray header = stream.take(5);
        if (header.isEmpty())
            break;
        const int length = static_cast<uchar>(header[3]) * 256 + static_cast<uchar>(header[4]);
        client.hear((header + stream.take(length)).toStdString());
    }
    return bytes(client.heard());
}

std::size_t tst_Departure::openDescriptors()
{
    const std::filesystem::directory_iterator all("/dev/fd");
    return static_cast<std::size_t>(std::distance(begin(all), end(all)));
}

void tst_Departure::bytesGoAlong_data()
{
    QTest::addColumn<bool>("encrypted");
    QTest::addColumn<int>("behind"); // bytes that are sent together with the request
    QTest::addColumn<int>("piece"); // so many bytes a send; 0: all in one
    for (const bool encrypted : {false, true}) {
        const QByteArray wire = encrypted ? "TLS, " : "plain, ";
        QTest::newRow((wire + "nothing behind the request").constData()) << encrypted << 0 << 0;
        QTest::newRow((wire + "a byte behind it").constData()) << encrypted << 1 << 0;
        QTest::newRow((wire + "byte by byte").constData()) << encrypted << 40 << 1;
        QTest::newRow((wire + "more than a read takes").constData()) << encrypted << 1'000'000 << 0;
    }
}

void tst_Departure::bytesGoAlong()
{
    QFETCH(const bool, encrypted);
    QFETCH(const int, behind);
    QFETCH(const int, piece);
    TcpStream stream(encrypted ? m_tlsPort : m_port);
    TlsTestClient client;
    if (encrypted)
        QVERIFY(shakeHands(stream, client));
    QByteArray text;
    for (int i = 0; i < behind; ++i)
        text += static_cast<char>('a' + i % 23);
    QByteArray all = bytes(kAsk) + text;
    if (encrypted) {
        for (int at = 0; at < all.size(); at += 16'000) // a record each
            client.say(all.mid(at, 16'000).toStdString());
        all = QByteArray::fromStdString(client.takeSent());
    }
    const qsizetype step = piece > 0 ? piece : all.size();
    for (qsizetype at = 0; at < all.size(); at += step)
        QVERIFY(stream.send(all.mid(at, step)));
    const QByteArray wanted = bytes(kHello) + text;
    const QByteArray came = encrypted ? takeDecrypted(stream, client, std::size_t(wanted.size()))
                                      : stream.take(wanted.size());
    QVERIFY(came == wanted);
    QCOMPARE(int(m_record->made), 1);
    QCOMPARE(m_record->bytes.load(), std::size_t(behind));
    QCOMPARE(m_record->id.load(), 1u); // it is still the same connection
    QVERIFY(!m_record->established);
    QTRY_COMPARE(m_table->size(), 0u);
    QCOMPARE(m_target->size(), 1u);
}

void tst_Departure::whatWasSentBeforeArrivesBefore()
{
    m_before.assign(std::size_t(32) * 1024 * 1024, 'b'); // no kernel holds it
    TcpStream stream(m_port, 4'096);
    QVERIFY(stream.send(bytes(kAsk) + "x"));
    QCOMPARE(int(m_record->made), 0); // it waits for the client to read
    const QByteArray came = stream.take(qsizetype(m_before.size()));
    QVERIFY(came == bytes(m_before));
    QCOMPARE(stream.take(qsizetype(kHello.size()) + 1), bytes(kHello) + "x");
    QCOMPARE(int(m_record->made), 1);
}

void tst_Departure::aPeerThatLeavesMeanwhileIsHeardToTheEnd_data()
{
    QTest::addColumn<bool>("encrypted");
    QTest::newRow("plain") << false;
    QTest::newRow("TLS, and it says so") << true;
}

void tst_Departure::aPeerThatLeavesMeanwhileIsHeardToTheEnd()
{
    QFETCH(const bool, encrypted);
    TlsTestClient client;
    TcpStream stream(encrypted ? m_tlsPort : m_port);
    QByteArray all = bytes(kAsk) + "last words";
    if (encrypted) {
        QVERIFY(shakeHands(stream, client));
        client.say(all.toStdString());
        client.sayGoodbye();
        all = QByteArray::fromStdString(client.takeSent());
    }
    QVERIFY(stream.send(all));
    stream.finishSending();
    QTRY_COMPARE(int(m_record->closed), 1);
    QCOMPARE(m_record->bytes.load(), std::size_t(10));
    QTRY_COMPARE(m_connections.size(), 0u);
}

void tst_Departure::aPeerThatBreaksOffBeforeIsForgotten()
{
    m_before.assign(std::size_t(32) * 1024 * 1024, 'b');
    {
        TcpStream stream(m_port, 4'096);
        QVERIFY(stream.send(bytes(kAsk)));
        QTRY_COMPARE(m_target->size(), 1u); // a place is kept for it
        QVERIFY(!stream.take(1).isEmpty());
    }
    QTRY_COMPARE(m_connections.size(), 0u);
    QCOMPARE(int(m_record->made), 0);
}

void tst_Departure::withoutADescriptorItIsClosed()
{
    TcpStream stream(m_port);
    QTRY_COMPARE(m_table->size(), 1u);
    rlimit limit{};
    QCOMPARE(getrlimit(RLIMIT_NOFILE, &limit), 0);
    rlimit none = limit;
    none.rlim_cur = 1; // what is open stays so, and poll() may still look at one
    QCOMPARE(setrlimit(RLIMIT_NOFILE, &none), 0);
    const bool sent = stream.send(bytes(kAsk));
    const bool closed = stream.waitForClose();
    QCOMPARE(setrlimit(RLIMIT_NOFILE, &limit), 0);
    QVERIFY(sent && closed);
    QTRY_COMPARE(m_connections.size(), 0u);
    QCOMPARE(int(m_record->made), 0);
}

void tst_Departure::whereTheLoopHasEndedItIsClosed()
{
    m_other->stop({});
    TcpStream stream(m_port);
    QVERIFY(stream.send(bytes(kAsk)));
    QVERIFY(stream.waitForClose());
    QTRY_COMPARE(m_connections.size(), 0u);
    QCOMPARE(int(m_record->made), 0);
}

void tst_Departure::nothingIsLeftOpen()
{
    constexpr int kTimes = 50;
    std::size_t before = 0;
    for (int i = 1; i <= kTimes; ++i) {
        TcpStream stream(m_port);
        QVERIFY(stream.send(bytes(kAsk)));
        QCOMPARE(stream.take(qsizetype(kHello.size())), bytes(kHello));
        stream.finishSending();
        QTRY_COMPARE(int(m_record->closed), i);
        QTRY_COMPARE(m_connections.size(), 0u);
        if (i == 1) // a loop keeps one more from its first connection on
            before = openDescriptors();
    }
    QTRY_COMPARE(openDescriptors(), before - 1); // the first stream of the test was open then
}

void tst_Departure::itGoesWhereTheFewestAre()
{
    TcpStream first(m_port);
    QTRY_COMPARE(m_connections.size(), 1u);
    QCOMPARE(m_connections.emptiest(), 1u); // as few as the first would have without it
    QVERIFY(first.send(bytes(kAsk)));
    QTRY_COMPARE(int(m_record->made), 1);
    QTRY_COMPARE(m_table->size(), 0u);
    TcpStream second(m_port);
    QTRY_COMPARE(m_table->size(), 1u);
    QCOMPARE(m_connections.emptiest(), 0u);
}

// All that may be open are strangers who were moved: the oldest of them goes.
void tst_Departure::strangersElsewhereMakeRoom()
{
    TcpStream first(m_port);
    QVERIFY(first.send(bytes(kAsk)));
    QTRY_COMPARE(int(m_record->made), 1);
    TcpStream second(m_port);
    QVERIFY(second.send(bytes(kAsk)));
    QTRY_COMPARE(int(m_record->made), 2);
    std::promise<void> bounded;
    m_loop->post([&] {
        m_connections.setCapacity(2);
        bounded.set_value();
    });
    bounded.get_future().wait();
    TcpStream newcomer(m_port);
    QVERIFY(newcomer.send(bytes(kAsk)));
    QCOMPARE(newcomer.take(qsizetype(kHello.size())), bytes(kHello));
    QVERIFY(first.waitForClose());
    QCOMPARE(int(m_record->closed), 1);
    QCOMPARE(m_connections.size(), 2u);
}

QTEST_GUILESS_MAIN(tst_Departure)
#include "tst_departure.moc"
