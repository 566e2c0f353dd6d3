#include <QTest>

#include "server/auth/refused_acts.h"

using namespace parley;
using namespace std::chrono_literals;

class TestRefusedActs : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theFirstIsToldAtOnceAndTheRestTogether();
    void whoAndWhatAreApart();
    void manyKindsAreCountedTogether();
    void nothingIsToldTwice();
    void aSecretIsNoName();
    void aClockThatIsSetBackStopsNothing();
};

namespace {

const UtcTime kStart = fromEpochMilliseconds(1'795'000'000'000);

void note(RefusedActs &acts, std::string_view actor, UtcTime now, std::string_view object = "a/b")
{
    acts.note("publish", actor, "127.0.0.1", object, ErrorCode::PermissionDenied, now);
}

} // namespace

void TestRefusedActs::theFirstIsToldAtOnceAndTheRestTogether()
{
    RefusedActs acts;
    note(acts, "tok_1", kStart);
    auto told = acts.take(kStart);
    QCOMPARE(told.size(), std::size_t(1));
    QCOMPARE(told[0].count, 1u);
    QCOMPARE(told[0].object, std::string("a/b"));
    for (int i = 1; i <= 500; ++i)
        note(acts, "tok_1", kStart + i * 100ms);
    QVERIFY(acts.take(kStart + 59s).empty());
    told = acts.take(kStart + 60s);
    QCOMPARE(told.size(), std::size_t(1));
    QCOMPARE(told[0].count, 500u);
    note(acts, "tok_1", kStart + 61s); // a window of its own
    QCOMPARE(acts.take(kStart + 61s).size(), std::size_t(1));
}

void TestRefusedActs::whoAndWhatAreApart()
{
    RefusedActs acts;
    note(acts, "tok_1", kStart);
    note(acts, "tok_2", kStart);
    acts.note("subscribe", "tok_1", "127.0.0.1", "a/b", ErrorCode::PermissionDenied, kStart);
    acts.note("subscribe", "", "127.0.0.1", "", ErrorCode::Unauthenticated, kStart);
    acts.note("subscribe", "", "10.0.0.2", "", ErrorCode::Unauthenticated, kStart);
    acts.note("subscribe", "", "10.0.0.2", "", ErrorCode::RateLimited, kStart);
    QCOMPARE(acts.take(kStart).size(), std::size_t(6));
}

void TestRefusedActs::manyKindsAreCountedTogether()
{
    RefusedActs acts;
    for (std::size_t i = 0; i < 10 * RefusedActs::kMaxKinds; ++i)
        note(acts, "tok_" + std::to_string(i), kStart);
    const auto told = acts.take(kStart);
    QCOMPARE(told.size(), RefusedActs::kMaxKinds + 1);
    std::uint32_t count = 0;
    for (const AuditRecord &record : told)
        count += record.count;
    QCOMPARE(count, std::uint32_t(10 * RefusedActs::kMaxKinds));
}

void TestRefusedActs::nothingIsToldTwice()
{
    RefusedActs acts;
    note(acts, "tok_1", kStart);
    QCOMPARE(acts.take(kStart).size(), std::size_t(1));
    QVERIFY(acts.take(kStart).empty());
    QVERIFY(acts.take(kStart + 1h).empty());
}

void TestRefusedActs::aSecretIsNoName()
{
    RefusedActs acts;
    note(acts, "tok_1", kStart, "default/prl_live_abcDEF-_0123");
    note(acts, "tok_2", kStart, "\xff\xfe");
    note(acts, "tok_3", kStart, std::string(RefusedActs::kMaxObjectBytes + 1, 'x'));
    const auto told = acts.take(kStart);
    QCOMPARE(told.size(), std::size_t(3));
    QCOMPARE(told[0].object, std::string("default/prl_live_***"));
    QVERIFY(told[1].object.empty());
    QVERIFY(told[2].object.empty());
}

void TestRefusedActs::aClockThatIsSetBackStopsNothing()
{
    RefusedActs acts;
    note(acts, "tok_1", kStart);
    acts.take(kStart);
    note(acts, "tok_1", kStart - 24h);
    const auto told = acts.take(kStart - 24h);
    QCOMPARE(told.size(), std::size_t(1));
}

QTEST_APPLESS_MAIN(TestRefusedActs)
#include "tst_refused_acts.moc"
