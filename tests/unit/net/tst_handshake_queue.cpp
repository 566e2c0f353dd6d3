#include <QTest>

#include "server/net/connection_table.h"
#include "tests/support/fake_clock.h"

using namespace parley;
using namespace parley::test;
using namespace std::chrono_literals;

// Who makes a step of his handshake in which turn. Connections without a socket, on a loop that
// does not run.
class tst_HandshakeQueue : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void aTurnHasItsTime();
    void oneStepIsMadeHoweverLongItTakes();
    void whoWaitsComesBeforeNewcomers();
    void whoCameTooLateTwiceIsStillFirst();
    void fewAreResumedInATurn();
    void whoIsClosedIsForgotten();

private:
    bool step(Connection &connection, std::chrono::microseconds time);
    HandshakeQueue &queue() { return m_table->handshakes(); }
    Connection &add() { return m_table->add(); }

    FakeClock m_clock;
    std::unique_ptr<EventLoop> m_loop;
    AllConnections m_all;
    std::unique_ptr<ConnectionTable> m_table;
};

void tst_HandshakeQueue::init()
{
    m_loop = std::move(*EventLoop::create());
    m_table = std::make_unique<ConnectionTable>(*m_loop, m_clock, m_all);
}

void tst_HandshakeQueue::cleanup()
{
    m_table->closeAll();
    m_table.reset();
    m_loop.reset();
}

bool tst_HandshakeQueue::step(Connection &connection, std::chrono::microseconds time)
{
    if (!queue().mayStep(connection))
        return false;
    queue().stepBegins();
    m_clock.advance(std::chrono::ceil<std::chrono::milliseconds>(time));
    queue().stepEnds();
    return true;
}

void tst_HandshakeQueue::aTurnHasItsTime()
{
    Connection &first = add();
    Connection &second = add();
    QVERIFY(step(add(), 0us)); // a step that took no time: half a ClientHello
    QVERIFY(step(first, HandshakeQueue::kTimePerTurn));
    QVERIFY(!step(second, 1ms));
    QVERIFY(queue().nextOfTurn() == &second);
    queue().turnEnded();
    QVERIFY(step(second, 1ms));
    QVERIFY(queue().nextOfTurn() == nullptr);
}

void tst_HandshakeQueue::oneStepIsMadeHoweverLongItTakes()
{
    for (int i = 0; i < 3; ++i) {
        QVERIFY(step(add(), 50ms));
        queue().turnEnded();
    }
}

void tst_HandshakeQueue::whoWaitsComesBeforeNewcomers()
{
    Connection &waiting = add();
    Connection &newcomer = add();
    QVERIFY(step(add(), 1ms));
    QVERIFY(!step(waiting, 1ms));
    queue().turnEnded();
    QVERIFY(queue().nextOfTurn() == &waiting);
    QVERIFY(!step(newcomer, 1ms)); // there is time, but not for it
    QVERIFY(step(waiting, 1ms));
    queue().turnEnded();
    QVERIFY(queue().nextOfTurn() == &newcomer);
    QVERIFY(step(newcomer, 1ms));
}

void tst_HandshakeQueue::whoCameTooLateTwiceIsStillFirst()
{
    Connection &first = add();
    Connection &second = add();
    Connection &third = add();
    QVERIFY(step(add(), 1ms));
    for (Connection *each : {&first, &second, &third})
        QVERIFY(!step(*each, 1ms));
    queue().turnEnded();
    QVERIFY(queue().nextOfTurn() == &first);
    QVERIFY(queue().nextOfTurn() == &second);
    QVERIFY(step(first, 1ms));
    QVERIFY(!step(second, 1ms));
    queue().turnEnded();
    QVERIFY(queue().nextOfTurn() == &second);
    QVERIFY(queue().nextOfTurn() == &third);
}

// The end of a turn is told twice, before and after the loop waits; that makes no turn longer.
void tst_HandshakeQueue::fewAreResumedInATurn()
{
    QVERIFY(step(add(), 1ms));
    for (int i = 0; i < 100; ++i)
        QVERIFY(!step(add(), 1ms));
    std::size_t resumed = 0;
    for (int told = 0; told < 2; ++told) {
        queue().turnEnded();
        while (queue().nextOfTurn())
            ++resumed;
    }
    QCOMPARE(resumed, HandshakeQueue::kResumedPerTurn);
    QCOMPARE(queue().waiting(), std::size_t(100) - resumed);
}

void tst_HandshakeQueue::whoIsClosedIsForgotten()
{
    Connection &waiting = add();
    Connection &resumed = add();
    QVERIFY(step(add(), 1ms));
    QVERIFY(!step(resumed, 1ms));
    QVERIFY(!step(waiting, 1ms));
    queue().turnEnded();
    QVERIFY(queue().nextOfTurn() == &resumed);
    resumed.close();
    waiting.close();
    QVERIFY(queue().nextOfTurn() == nullptr);
    QVERIFY(step(add(), 1ms)); // nobody is before it
}

QTEST_APPLESS_MAIN(tst_HandshakeQueue)
#include "tst_handshake_queue.moc"
