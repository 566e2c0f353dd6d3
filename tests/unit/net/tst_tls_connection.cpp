#include <QTest>

#include <atomic>
#include <condition_variable>

#include "server/net/listener.h"
#include "tests/support/bytes.h"
#include "tests/support/fake_clock.h"
#include "tests/support/tcp_stream.h"
#include "tests/support/tls_peers.h"

using namespace parley;
using namespace parley::test;
using namespace std::chrono_literals;

namespace {

// What the broker's side of the connection went through; written on the loop.
struct Record {
    std::atomic<int> received{0}; // calls
    std::atomic<std::size_t> bytes{0};
    std::atomic<int> drained{0};
    std::atomic<bool> closed{false};
    std::atomic<std::size_t> unsent{0}; // the most that waited
};

// Answers the first bytes with a long text, as fast as the client takes it, and notes the rest.
class LongAnswer final : public ConnectionHandler
{
public:
    LongAnswer(Connection &connection, std::string_view answer, Record &record) :
        m_connection(connection), m_rest(answer), m_record(record)
    {
    }
    void received(std::span<char> plain) override
    {
        m_record.bytes += plain.size();
        if (m_record.received++ == 0)
            goOn();
    }
    void drained() override
    {
        ++m_record.drained;
        goOn();
    }
    void tick(MonotonicTime) override {}
    void closed() override { m_record.closed = true; }

private:
    void goOn()
    {
        while (!m_rest.empty() && !m_connection.isBlocked() && !m_connection.isClosing()) {
            m_rest.remove_prefix(m_connection.writeNow(m_rest));
            m_record.unsent = std::max<std::size_t>(m_record.unsent, m_connection.unsent());
        }
        if (m_rest.empty() && !std::exchange(m_ended, true))
            m_connection.writeLater("the end");
    }

    Connection &m_connection;
    std::string_view m_rest;
    Record &m_record;
    bool m_ended = false;
};

} // namespace

class tst_TlsConnection : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void plainOnesAreNotLarger();
    void aSlowReaderGetsAllOfIt();
    void whoAsksForARenegotiationIsClosed();
    void aCutLineEndsIt();

private:
    bool connect(TcpStream &stream, TlsTestClient &client);
    static bool exchange(TcpStream &stream, TlsTestClient &client);

    FakeClock m_clock;
    SilentLog m_log;
    std::unique_ptr<EventLoop> m_loop;
    AllConnections m_connections;
    std::unique_ptr<ConnectionTable> m_table;
    std::unique_ptr<Listener> m_listener;
    std::unique_ptr<Record> m_record;
    std::string m_answer;
    quint16 m_port = 0;
};

void tst_TlsConnection::init()
{
    auto loop = EventLoop::create();
    QVERIFY(loop);
    m_loop = std::move(*loop);
    m_table = std::make_unique<ConnectionTable>(*m_loop, m_clock, m_connections);
    m_record = std::make_unique<Record>();
    m_answer.assign(std::size_t(32) * 1024 * 1024, 'x'); // no kernel holds it
    for (std::size_t i = 0; i < m_answer.size(); i += 997)
        m_answer[i] = static_cast<char>('a' + i % 26);
    m_listener = std::make_unique<Listener>(
        *m_table, Log(m_log, "test"), [this](Connection &connection, const HostRules &) {
            connection.setHandler(std::make_unique<LongAnswer>(connection, m_answer, *m_record));
        });
    const ValidityPeriod period{m_clock.utc() - 1h, m_clock.utc() + 1h};
    const MadeIdentity server = makeTestServer(makeTestAuthority(period), period);
    const auto tls = TlsContext::make(server.identity(), {"http/1.1"});
    QVERIFY(tls);
    const auto address = m_listener->listen({ListenAddress::loopback4(0), {}, *tls});
    QVERIFY(address);
    m_port = address->port();
    m_loop->start();
}

void tst_TlsConnection::cleanup()
{
    m_loop->stop([this] {
        m_listener->close();
        m_table->closeAll();
    });
    m_listener.reset();
    m_table.reset();
    m_loop.reset();
}

// One record of the broker; false: the stream ended.
bool tst_TlsConnection::exchange(TcpStream &stream, TlsTestClient &client)
{
    stream.send(QByteArray::fromStdString(client.takeSent()));
    const QByteArray header = stream.take(5);
    if (header.isEmpty())
        return false;
    const int size = static_cast<uchar>(header[3]) * 256 + static_cast<uchar>(header[4]);
    client.hear((header + stream.take(size)).toStdString());
    return true;
}

bool tst_TlsConnection::connect(TcpStream &stream, TlsTestClient &client)
{
    client.hear({});
    while (!client.isOpen() && exchange(stream, client)) {}
    stream.send(QByteArray::fromStdString(client.takeSent()));
    return client.isOpen();
}

// Most connections are plain, and there may be 10,000 of them: TLS costs them a pointer.
void tst_TlsConnection::plainOnesAreNotLarger()
{
    constexpr std::size_t kBeforeTls = 320;
    QVERIFY2(sizeof(Connection) <= kBeforeTls + sizeof(void *),
             qPrintable(QString::number(sizeof(Connection))));
}

void tst_TlsConnection::aSlowReaderGetsAllOfIt()
{
    TcpStream stream(m_port, 4'096);
    TlsTestClient client;
    QVERIFY(connect(stream, client));
    client.say("go");
    stream.send(QByteArray::fromStdString(client.takeSent()));
    QTRY_VERIFY(m_record->unsent > 0); // it is held back
    const std::size_t all = m_answer.size() + std::strlen("the end");
    while (client.heard().size() < all && exchange(stream, client)) {}
    QCOMPARE(client.heard().size(), all);
    QVERIFY(std::string_view(client.heard()).substr(0, m_answer.size()) == m_answer);
    QVERIFY(client.heard().ends_with("the end"));
    QVERIFY(m_record->drained > 1);
    constexpr std::size_t kOfRecords = 1'024; // heads and checksums of four records
    QVERIFY(m_record->unsent <= Connection::kEncryptedAtOnce + kOfRecords);
}

// A refusal each time, which nobody reads, would pile up here.
void tst_TlsConnection::whoAsksForARenegotiationIsClosed()
{
    TcpStream stream(m_port, 4'096);
    TlsTestClient client({}, TLS1_2_VERSION);
    QVERIFY(connect(stream, client));
    client.say("go");
    stream.send(QByteArray::fromStdString(client.takeSent()));
    QTRY_VERIFY(m_record->unsent > 0);
    SSL_renegotiate(client.handle());
    SSL_do_handshake(client.handle());
    stream.send(QByteArray::fromStdString(client.takeSent()));
    QVERIFY(stream.waitForClose()); // behind what was on its way
    QCOMPARE(int(m_record->received), 1);
}

void tst_TlsConnection::aCutLineEndsIt()
{
    TlsTestClient client;
    {
        TcpStream stream(m_port);
        QVERIFY(connect(stream, client));
        client.say("half a record");
        std::string record = client.takeSent();
        record.pop_back();
        stream.send(QByteArray::fromStdString(record));
    }
    QTRY_VERIFY(m_record->closed);
    QCOMPARE(int(m_record->received), 0); // half a record is nothing
}

QTEST_GUILESS_MAIN(tst_TlsConnection)
#include "tst_tls_connection.moc"
