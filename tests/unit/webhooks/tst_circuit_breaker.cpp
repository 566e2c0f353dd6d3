#include <QTest>

#include "server/webhooks/circuit_breaker.h"

using namespace parley;
using namespace std::chrono_literals;

class TestCircuitBreaker : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void opensAfterFailuresInARow();
    void forgetsFailuresAfterASuccess();
    void opensWhenMostFail();
    void allowsOneProbe();
    void doublesUpToTenMinutes();
    void probesAgainAfterAnAbandonedOne();
    void startsHalfOpen();

private:
    static void fail(CircuitBreaker &breaker, MonotonicTime now, int times = 1);
    const MonotonicTime m_now{1h};
};

void TestCircuitBreaker::fail(CircuitBreaker &breaker, MonotonicTime now, int times)
{
    for (int i = 0; i < times; ++i) {
        breaker.attemptStarted();
        breaker.attemptFailed(now);
    }
}

void TestCircuitBreaker::opensAfterFailuresInARow()
{
    CircuitBreaker breaker;
    fail(breaker, m_now, 4);
    QVERIFY(breaker.allows(m_now) && !breaker.isOpen());
    fail(breaker, m_now);
    QVERIFY(!breaker.allows(m_now) && breaker.isOpen());
    QVERIFY(!breaker.allows(m_now + 30s - 1ns));
    QVERIFY(breaker.allows(m_now + 30s));
    fail(breaker, m_now); // attempts that were under way when it opened change nothing
    QVERIFY(breaker.openUntil() == m_now + 30s || !breaker.allows(m_now + 30s - 1ns));
}

void TestCircuitBreaker::forgetsFailuresAfterASuccess()
{
    CircuitBreaker breaker;
    for (int i = 0; i < 10; ++i) {
        fail(breaker, m_now, 2);
        breaker.attemptSucceeded(m_now);
        QVERIFY(!breaker.isOpen());
    }
}

void TestCircuitBreaker::opensWhenMostFail()
{
    CircuitBreaker breaker;
    for (int i = 0; i < 2; ++i) { // 8 attempts, 6 of them failed
        fail(breaker, m_now, 3);
        breaker.attemptSucceeded(m_now);
    }
    fail(breaker, m_now);
    QVERIFY(!breaker.isOpen()); // 7 of 9: too few to judge
    fail(breaker, m_now);
    QVERIFY(breaker.isOpen()); // 8 of 10
    CircuitBreaker slow;
    MonotonicTime now = m_now;
    for (int i = 0; i < 30; ++i) { // the same share, but never 10 within 5 minutes
        fail(slow, now, 3);
        slow.attemptSucceeded(now);
        QVERIFY(!slow.isOpen());
        now += 2min + 31s;
    }
}

void TestCircuitBreaker::allowsOneProbe()
{
    CircuitBreaker breaker;
    fail(breaker, m_now, 5);
    breaker.attemptStarted();
    QVERIFY(!breaker.allows(m_now + 24h)); // the probe is on its way, however long it takes
    QVERIFY(breaker.attemptSucceeded(m_now));
    QVERIFY(breaker.allows(m_now) && !breaker.isOpen());
}

void TestCircuitBreaker::doublesUpToTenMinutes()
{
    CircuitBreaker breaker;
    fail(breaker, m_now, 5);
    MonotonicTime now = m_now;
    for (const auto open : {30s, 60s, 120s, 240s, 480s, 600s, 600s}) {
        QVERIFY(!breaker.allows(now + open - 1ns));
        QVERIFY(breaker.allows(now + open));
        now += open;
        fail(breaker, now);
    }
    breaker.attemptStarted();
    breaker.attemptSucceeded(now);
    fail(breaker, now, 5);
    QVERIFY(breaker.allows(now + 30s)); // begins anew
}

void TestCircuitBreaker::probesAgainAfterAnAbandonedOne()
{
    CircuitBreaker breaker;
    fail(breaker, m_now, 5);
    breaker.attemptStarted();
    breaker.attemptAbandoned();
    QVERIFY(breaker.allows(m_now + 30s));
}

void TestCircuitBreaker::startsHalfOpen()
{
    CircuitBreaker breaker;
    breaker.startHalfOpen(m_now);
    QVERIFY(breaker.allows(m_now) && breaker.isOpen());
    breaker.attemptStarted();
    QVERIFY(!breaker.allows(m_now));
}

QTEST_APPLESS_MAIN(TestCircuitBreaker)
#include "tst_circuit_breaker.moc"
