#include <QTest>

#include <thread>

#include "server/auth/token_life.h"
#include "tests/support/fake_clock.h"

using namespace parley;

namespace {

// Asks \p ask from several threads at once. \return how often it said yes.
template <typename Ask>
int countYes(const Ask &ask)
{
    constexpr int kThreads = 4;
    constexpr int kAsks = 2500;
    std::atomic<int> yes{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < kThreads; ++i)
        threads.emplace_back([&] {
            for (int n = 0; n < kAsks; ++n)
                yes += ask() ? 1 : 0;
        });
    for (std::thread &thread : threads)
        thread.join();
    return yes;
}

} // namespace

class tst_TokenLife : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oneOfManyUsesIt();
    void noMoreThanMaxConnectionsEnter();
    void aPlaceIsFreeAgain();
    void theFirstRevocationCounts();
    void aUseIsNotedOnceUntilItIsTaken();
    void oneChangeAtATime();
    void whatWasStoredIsThere();

private:
    test::FakeClock m_clock;
};

void tst_TokenLife::oneOfManyUsesIt()
{
    TokenLife life{Token{}};
    QVERIFY(!life.isUsed());
    QCOMPARE(countYes([&] { return life.use(m_clock.utc()); }), 1);
    QVERIFY(life.usedAt() == m_clock.utc());
}

void tst_TokenLife::noMoreThanMaxConnectionsEnter()
{
    TokenLife bounded{Token{}};
    QCOMPARE(countYes([&] { return bounded.enter(7); }), 7);
    QCOMPARE(bounded.connections(), 7u);
    TokenLife open{Token{}};
    QCOMPARE(countYes([&] { return open.enter(0); }), 10'000);
}

void tst_TokenLife::aPlaceIsFreeAgain()
{
    TokenLife life{Token{}};
    QVERIFY(life.enter(1));
    QVERIFY(!life.enter(1));
    life.leave();
    QCOMPARE(life.connections(), 0u);
    QVERIFY(life.enter(1));
}

void tst_TokenLife::theFirstRevocationCounts()
{
    TokenLife life{Token{}};
    QVERIFY(!life.isRevoked());
    const UtcTime first = m_clock.utc();
    QVERIFY(life.revoke(first) == first);
    m_clock.advance(std::chrono::seconds(1));
    QVERIFY(life.revoke(m_clock.utc()) == first);
    QVERIFY(life.revokedAt() == first);
}

void tst_TokenLife::aUseIsNotedOnceUntilItIsTaken()
{
    TokenLife life{Token{}};
    QVERIFY(life.noteUse(m_clock.utc()));
    m_clock.advance(std::chrono::seconds(1));
    QVERIFY(!life.noteUse(m_clock.utc()));
    QVERIFY(life.takeNoted() == m_clock.utc());
    QVERIFY(life.noteUse(m_clock.utc()));
}

void tst_TokenLife::oneChangeAtATime()
{
    TokenLife life{Token{}};
    QCOMPARE(countYes([&] { return life.beginChange(); }), 1);
    life.endChange();
    QVERIFY(life.beginChange());
}

void tst_TokenLife::whatWasStoredIsThere()
{
    Token token;
    token.revokedAt = fromEpochMilliseconds(1);
    token.usedAt = fromEpochMilliseconds(2);
    token.lastUsedAt = fromEpochMilliseconds(3);
    const TokenLife life(token);
    QVERIFY(life.revokedAt() == token.revokedAt);
    QVERIFY(life.usedAt() == token.usedAt);
    QVERIFY(life.lastUsedAt() == token.lastUsedAt);
}

QTEST_APPLESS_MAIN(tst_TokenLife)
#include "tst_token_life.moc"
