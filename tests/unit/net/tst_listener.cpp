#include <QTest>

#include "server/net/listener.h"
#include "tests/support/bytes.h"
#include "tests/support/fake_clock.h"
#include "tests/support/tls_peers.h"

using namespace parley;
using namespace parley::test;
using namespace std::chrono_literals;

class tst_Listener : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void plainBeyondLoopbackIsRefused_data();
    void plainBeyondLoopbackIsRefused();
    void addressesOfOthersAreRefused();
    void takenPortsAreTold();
    void freePortsAreChosen();

private:
    static ListenAddress address(const char *text) { return *ListenAddress::parse(text); }
    std::shared_ptr<const TlsContext> context() const;

    FakeClock m_clock;
    SilentLog m_log;
    std::unique_ptr<EventLoop> m_loop;
    AllConnections m_connections;
    std::unique_ptr<ConnectionTable> m_table;
    std::unique_ptr<Listener> m_listener;
};

void tst_Listener::init()
{
    auto loop = EventLoop::create();
    QVERIFY(loop);
    m_loop = std::move(*loop);
    m_table = std::make_unique<ConnectionTable>(*m_loop, m_clock, m_connections);
    m_listener = std::make_unique<Listener>(*m_table, Log(m_log, "test"),
                                            [](Connection &connection, const HostRules &) {
                                                connection.close(); // nobody comes
                                            });
}

void tst_Listener::cleanup()
{
    m_listener.reset();
    m_table.reset();
    m_loop.reset();
}

std::shared_ptr<const TlsContext> tst_Listener::context() const
{
    const ValidityPeriod period{m_clock.utc() - 1h, m_clock.utc() + 1h};
    return *TlsContext::make(makeTestAuthority(period).identity(), {"http/1.1"});
}

void tst_Listener::plainBeyondLoopbackIsRefused_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("all of IPv4") << QByteArray("0.0.0.0:0");
    QTest::newRow("all of IPv6") << QByteArray("[::]:0");
    QTest::newRow("LAN") << QByteArray("192.168.1.5:0");
    QTest::newRow("loopback mapped into IPv6") << QByteArray("[::ffff:127.0.0.1]:0");
}

void tst_Listener::plainBeyondLoopbackIsRefused()
{
    QFETCH(const QByteArray, text);
    const auto listening = m_listener->listen({address(text.constData()), {}, nullptr});
    QVERIFY(!listening);
    QCOMPARE(listening.error().code, ErrorCode::InvalidArgument);
    QVERIFY(listening.error().message.find("needs TLS") != std::string::npos);
}

void tst_Listener::addressesOfOthersAreRefused()
{
    const auto listening
        = m_listener->listen({address("203.0.113.7:0"), {}, context()}); // RFC 5737
    QVERIFY(!listening);
    QCOMPARE(listening.error().code, ErrorCode::Unavailable);
    QVERIFY(listening.error().message.find("203.0.113.7") != std::string::npos);
}

void tst_Listener::takenPortsAreTold()
{
    const auto first = m_listener->listen({address("127.0.0.1:0"), {}, context()});
    QVERIFY(first);
    const auto second = m_listener->listen({*first, {}, context()});
    QVERIFY(!second);
    QCOMPARE(second.error().code, ErrorCode::AlreadyExists);
}

void tst_Listener::freePortsAreChosen()
{
    const auto plain = m_listener->listenOnLoopback(0, {});
    QVERIFY(plain);
    const auto tls = m_listener->listen({address("127.0.0.1:0"), {}, context()});
    QVERIFY(tls);
    QVERIFY(*plain != 0 && tls->port() != 0 && *plain != tls->port());
}

QTEST_APPLESS_MAIN(tst_Listener)
#include "tst_listener.moc"
