#include <QTest>

#include <future>

#include "server/net/batch_sender.h"
#include "server/net/listener.h"
#include "tests/support/fake_clock.h"
#include "tests/support/tcp_stream.h"

using namespace parley;
using namespace parley::test;

namespace {

class Quiet final : public ConnectionHandler
{
public:
    void received(std::span<char>) override {}
    void drained() override {}
    void tick(MonotonicTime) override {}
    void closed() override {}
};

void addWays()
{
    QTest::addColumn<bool>("ring");
    QTest::newRow("io_uring") << true;
    QTest::newRow("a call each") << false;
}

} // namespace

class tst_BatchSender : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void whoIsGoneTakesNothing_data() { addWays(); }
    void whoIsGoneTakesNothing();
    void aFullSocketTakesAPart_data() { addWays(); }
    void aFullSocketTakesAPart();
    void whatIsTooManyIsNotTaken_data() { addWays(); }
    void whatIsTooManyIsNotTaken();
    void nothingIsNoSend();
    void eachGetsItsOwn_data();
    void eachGetsItsOwn();
    void oneSendForAllThatAConnectionGets_data() { addWays(); }
    void oneSendForAllThatAConnectionGets();

private:
    using Streams = std::vector<std::unique_ptr<TcpStream>>;

    void connectClients(std::size_t count, int receiveBuffer = 0);
    void onLoop(const std::function<void(BatchSender &)> &work);
    void addOthers(BatchSender &sender); // so that there are enough for the ring
    void othersHaveTheirs();

    static constexpr std::size_t kOthers = BatchSender::kFewestForRing;

    FakeClock m_clock;
    SilentLog m_log;
    std::unique_ptr<EventLoop> m_loop;
    AllConnections m_all;
    std::unique_ptr<ConnectionTable> m_table;
    std::unique_ptr<Listener> m_listener;
    std::unique_ptr<BatchSender> m_sender;
    std::vector<Connection *> m_connections; // in the order in which they came; the loop's
    Streams m_streams; // the clients, in the same order
    quint16 m_port = 0;
};

void tst_BatchSender::init()
{
    if (QTest::currentDataTag() == QByteArray("io_uring") && !SendRing::create())
        QSKIP("this kernel has no io_uring, or forbids it");
    auto loop = EventLoop::create();
    QVERIFY(loop);
    m_loop = std::move(*loop);
    m_table = std::make_unique<ConnectionTable>(*m_loop, m_clock, m_all);
    m_listener = std::make_unique<Listener>(
        *m_table, Log(m_log, "test"), [this](Connection &connection, const HostRules &) {
            connection.setHandler(std::make_unique<Quiet>());
            connection.setEstablished(); // strangers are not kept in such numbers
            m_connections.push_back(&connection);
        });
    const auto port = m_listener->listenOnLoopback(0, {});
    QVERIFY(port);
    m_port = *port;
    m_loop->start();
}

void tst_BatchSender::cleanup()
{
    m_loop->stop([this] {
        m_listener->close();
        m_table->closeAll();
    });
    m_streams.clear();
    m_connections.clear();
    m_sender.reset();
    m_listener.reset();
    m_table.reset();
    m_loop.reset();
}

void tst_BatchSender::connectClients(std::size_t count, int receiveBuffer)
{
    for (std::size_t i = 0; i < count; ++i) {
        m_streams.push_back(std::make_unique<TcpStream>(m_port, receiveBuffer));
        QVERIFY(m_streams.back()->isOpen());
        const std::size_t all = m_streams.size(); // one by one, so that the order is known
        std::size_t accepted = 0;
        QTRY_VERIFY(
            (onLoop([&](BatchSender &) { accepted = m_connections.size(); }), accepted == all));
    }
}

void tst_BatchSender::onLoop(const std::function<void(BatchSender &)> &work)
{
    std::promise<void> done;
    m_loop->post([&] {
        if (!m_sender) {
            const bool ring = QTest::currentDataTag() == QByteArray("io_uring");
            m_sender = std::make_unique<BatchSender>(ring ? BatchSender::Way::Fastest
                                                          : BatchSender::Way::OneByOne);
        }
        work(*m_sender);
        done.set_value();
    });
    done.get_future().wait();
}

void tst_BatchSender::addOthers(BatchSender &sender)
{
    for (std::size_t i = m_connections.size() - kOthers; i < m_connections.size(); ++i)
        sender.add(*m_connections[i], "for the others");
}

void tst_BatchSender::othersHaveTheirs()
{
    for (std::size_t i = m_streams.size() - kOthers; i < m_streams.size(); ++i)
        QCOMPARE(m_streams[i]->take(14), "for the others");
}

// On the loop in one go, or the loop would see it first. Unread bytes make the end a reset.
void tst_BatchSender::whoIsGoneTakesNothing()
{
    connectClients(1 + kOthers);
    std::size_t taken = 1;
    std::uint64_t sends = 0;
    onLoop([&](BatchSender &sender) {
        m_connections[0]->write("what he does not read");
        while (!m_streams[0]->hasArrived()) {}
        m_streams[0].reset();
        const std::uint64_t before = m_table->counters().sends;
        sender.add(*m_connections[0], "for nobody");
        addOthers(sender);
        sender.send(true);
        taken = sender.taken(0);
        sends = m_table->counters().sends - before;
    });
    QCOMPARE(taken, std::size_t(0));
    QCOMPARE(sends, std::uint64_t(kOthers));
    othersHaveTheirs();
}

void tst_BatchSender::aFullSocketTakesAPart()
{
    connectClients(1, 4'096);
    connectClients(kOthers);
    const std::string tooMuch(std::size_t(32) * 1024 * 1024, 'x'); // no kernel holds it
    std::size_t taken = 0;
    std::size_t behind = 1;
    onLoop([&](BatchSender &sender) {
        sender.add(*m_connections[0], tooMuch);
        addOthers(sender);
        sender.add(*m_connections[0], "what lies behind it");
        sender.send(false);
        taken = sender.taken(0);
        behind = sender.taken(1 + kOthers);
    });
    QVERIFY(taken > 0);
    QVERIFY(taken < tooMuch.size());
    QCOMPARE(behind, std::size_t(0));
    othersHaveTheirs();
}

void tst_BatchSender::whatIsTooManyIsNotTaken()
{
    connectClients(1 + kOthers);
    constexpr std::size_t kPieces = SendRing::kMostPieces + 2;
    std::vector<std::size_t> taken;
    onLoop([&](BatchSender &sender) {
        for (std::size_t i = 0; i < kPieces; ++i)
            sender.add(*m_connections[0], "piece");
        addOthers(sender);
        sender.send(false);
        for (std::size_t i = 0; i < kPieces; ++i)
            taken.push_back(sender.taken(i));
    });
    for (std::size_t i = 0; i < kPieces; ++i)
        QCOMPARE(taken[i], i < SendRing::kMostPieces ? std::size_t(5) : std::size_t(0));
    othersHaveTheirs();
}

void tst_BatchSender::nothingIsNoSend()
{
    onLoop([&](BatchSender &sender) { sender.send(true); });
    onLoop([&](BatchSender &sender) { QCOMPARE(sender.size(), std::size_t(0)); });
    QCOMPARE(m_table->counters().sends, std::uint64_t(0));
}

void tst_BatchSender::eachGetsItsOwn_data()
{
    QTest::addColumn<std::size_t>("count");
    for (const std::size_t count : {std::size_t(1), kOthers, SendRing::kMostSends + std::size_t(3)})
        QTest::addRow("%zu", count) << count;
}

void tst_BatchSender::eachGetsItsOwn()
{
    QFETCH(std::size_t, count);
    connectClients(count);
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < count; ++i)
        texts.push_back("this is for number " + std::to_string(i) + '.');
    for (const auto way : {BatchSender::Way::Fastest, BatchSender::Way::OneByOne}) {
        std::vector<std::size_t> taken;
        std::promise<void> done;
        m_loop->post([&] {
            BatchSender sender(way);
            for (std::size_t i = 0; i < count; ++i)
                sender.add(*m_connections[i], texts[i]);
            sender.send(true);
            for (std::size_t i = 0; i < count; ++i)
                taken.push_back(sender.taken(i));
            done.set_value();
        });
        done.get_future().wait();
        for (std::size_t i = 0; i < count; ++i) {
            QCOMPARE(taken[i], texts[i].size());
            QCOMPARE(m_streams[i]->takeThrough("."), QByteArray::fromStdString(texts[i]));
        }
    }
}

void tst_BatchSender::oneSendForAllThatAConnectionGets()
{
    connectClients(1 + kOthers);
    std::uint64_t sends = 0;
    onLoop([&](BatchSender &sender) {
        sender.add(*m_connections[0], "one, ");
        addOthers(sender);
        sender.add(*m_connections[0], "two, ");
        sender.add(*m_connections[0], "three.");
        sender.send(false);
        sends = m_table->counters().sends;
    });
    QCOMPARE(sends, std::uint64_t(1 + kOthers));
    QCOMPARE(m_streams[0]->takeThrough("."), "one, two, three.");
    othersHaveTheirs();
}

QTEST_GUILESS_MAIN(tst_BatchSender)
#include "tst_batch_sender.moc"
