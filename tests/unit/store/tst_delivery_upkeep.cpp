#include <QTemporaryDir>
#include <QTest>

#include "server/base/ulid.h"
#include "server/store/tables.h"

using namespace parley;
using namespace std::chrono_literals;

// What the log of deliveries keeps, for how long and in which order the rest goes.
class TestDeliveryUpkeep : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void sumsFollowEveryChange();
    void sumsOutliveTheFile();
    void boundsAreKeptAndClamped();
    void ageTakesWhatIsOver();
    void sizeTakesTheOldestAndFailedOnesLast();
    void aFailedMessageOutlivesItsAttempts();
    void oneCallRemovesASliceOnly();
    void whatIsNotOverStays();
    void whatIsNotOverPushesNobodyOut();
    void whatWasTriedLatelyIsNotOld();

private:
    DeliveryTable &table() { return m_tables->deliveries(); }
    DeliveryUpkeep &upkeep() { return m_tables->deliveryUpkeep(); }
    void open();
    std::string add(UtcTime time, DeliveryState state, std::size_t body = 100,
                    std::size_t answer = 0);
    bool has(const std::string &id) { return table().find(id).has_value(); }
    std::size_t attemptsOf(const std::string &id) { return table().attempts(id).size(); }
    std::uint64_t bytes() { return upkeep().usage()->bytes; }
    std::uint64_t number() { return upkeep().usage()->deliveries; }
    int pruneAll(); // calls

    static constexpr UtcTime kNow{1'732'320'000s};
    static constexpr std::size_t kMebibyte = 1024 * 1024;
    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<Tables> m_tables;
    std::uint8_t m_made = 0;
};

void TestDeliveryUpkeep::init()
{
    m_tables.reset();
    m_directory = std::make_unique<QTemporaryDir>();
    m_made = 0;
    open();
}

void TestDeliveryUpkeep::open()
{
    auto tables = Tables::open(m_directory->path().toStdString());
    QVERIFY(tables);
    m_tables = std::make_unique<Tables>(std::move(*tables));
}

std::string TestDeliveryUpkeep::add(UtcTime time, DeliveryState state, std::size_t body,
                                    std::size_t answer)
{
    const std::array<std::uint8_t, 10> unique{++m_made};
    Delivery delivery{.id = "msg_" + makeUlid(time, unique),
                      .webhookId = "whk_1",
                      .key = {NamespaceName::standard(), *TopicName::parse("a")}};
    delivery.createdAt = time;
    delivery.state = state;
    delivery.body = std::string(body, 'b');
    if (!table().add(delivery))
        return {};
    if (answer > 0) {
        Attempt attempt;
        attempt.deliveryId = delivery.id;
        attempt.responseBody = std::string(answer, 'a');
        if (!table().addAttempt(attempt))
            return {};
    }
    return delivery.id;
}

int TestDeliveryUpkeep::pruneAll()
{
    for (int calls = 1; calls < 1000; ++calls) {
        const auto more = upkeep().prune(kNow);
        if (!more)
            return -1;
        if (!*more)
            return calls;
    }
    return -1;
}

void TestDeliveryUpkeep::sumsFollowEveryChange()
{
    QCOMPARE(bytes(), std::uint64_t(0));
    const std::string id = add(kNow, DeliveryState::Sending, 100);
    QCOMPARE(bytes(), std::uint64_t(100));
    auto same = *table().find(id);
    same.body = "another";
    QVERIFY(!*table().add(same)); // it is there already
    QCOMPARE(bytes(), std::uint64_t(100));
    Attempt attempt;
    attempt.deliveryId = id;
    attempt.requestHead = std::string(10, 'h');
    QVERIFY(table().addAttempt(attempt)); // it begins
    QCOMPARE(bytes(), std::uint64_t(110));
    attempt.responseHead = std::string(20, 'r');
    attempt.responseBody = std::string("\0\0\0", 3);
    QVERIFY(table().addAttempt(attempt)); // and is over
    QCOMPARE(bytes(), std::uint64_t(133));
    QVERIFY(*table().forgetResponse(id, 1));
    QCOMPARE(bytes(), std::uint64_t(110));
    same.state = DeliveryState::Delivered;
    QVERIFY(table().update(same));
    QCOMPARE(bytes(), std::uint64_t(110));
    QCOMPARE(number(), std::uint64_t(1));
}

void TestDeliveryUpkeep::sumsOutliveTheFile()
{
    QVERIFY(!add(kNow, DeliveryState::Delivered, 100, 1000).empty());
    m_tables.reset();
    open();
    QCOMPARE(bytes(), std::uint64_t(1100));
    QCOMPARE(number(), std::uint64_t(1));
}

void TestDeliveryUpkeep::boundsAreKeptAndClamped()
{
    const auto usual = *upkeep().retention();
    QCOMPARE(usual.days, 30);
    QCOMPARE(usual.failedDays, 90);
    QCOMPARE(usual.megabytes, 1024);
    QVERIFY(upkeep().setRetention({.days = 2, .failedDays = 3, .megabytes = 20}));
    m_tables.reset();
    open();
    QCOMPARE(upkeep().retention()->days, 2);
    QCOMPARE(upkeep().retention()->failedDays, 3);
    QCOMPARE(upkeep().retention()->megabytes, 20);
    QVERIFY(m_tables->meta().set("delivery_days", -5)); // another hand was at the file
    QVERIFY(m_tables->meta().set("delivery_failed_days", 0));
    QVERIFY(m_tables->meta().set("delivery_megabytes", std::int64_t{1} << 60));
    QCOMPARE(upkeep().retention()->days, DeliveryRetention::kMinDays);
    QCOMPARE(upkeep().retention()->failedDays, DeliveryRetention::kMinDays);
    QCOMPARE(upkeep().retention()->megabytes, DeliveryRetention::kMaxMegabytes);
}

void TestDeliveryUpkeep::ageTakesWhatIsOver()
{
    const auto old = kNow - 31 * 24h;
    const std::string delivered = add(old, DeliveryState::Delivered, 100, 50);
    const std::string canceled = add(old, DeliveryState::Canceled, 100);
    const std::string dead = add(old, DeliveryState::Dead, 100, 50);
    const std::string deadLong = add(kNow - 91 * 24h, DeliveryState::Dead, 100, 50);
    const std::string young = add(kNow - 29 * 24h, DeliveryState::Delivered, 100, 50);
    QCOMPARE(pruneAll(), 1);
    QVERIFY(!has(delivered) && !has(canceled) && !has(deadLong));
    QVERIFY(has(dead) && has(young));
    QCOMPARE(attemptsOf(delivered), std::size_t(0));
    QCOMPARE(attemptsOf(dead), std::size_t(0));
    QCOMPARE(attemptsOf(young), std::size_t(1));
    QCOMPARE(bytes(), std::uint64_t(250));
    QCOMPARE(number(), std::uint64_t(2));
}

void TestDeliveryUpkeep::sizeTakesTheOldestAndFailedOnesLast()
{
    QVERIFY(upkeep().setRetention({.days = 30, .failedDays = 90, .megabytes = 16}));
    const std::string dead = add(kNow - 3h, DeliveryState::Dead, kMebibyte);
    std::vector<std::string> delivered;
    for (int i = 0; i < 40; ++i)
        delivered.push_back(add(kNow - 2h + i * 1min, DeliveryState::Delivered, kMebibyte));
    QCOMPARE(pruneAll(), 1);
    QVERIFY(bytes() <= 16 * kMebibyte);
    QVERIFY(bytes() > 0);
    QVERIFY(has(dead));
    QVERIFY(!has(delivered.front()) && has(delivered.back()));
}

void TestDeliveryUpkeep::aFailedMessageOutlivesItsAttempts()
{
    QVERIFY(upkeep().setRetention({.days = 30, .failedDays = 90, .megabytes = 16}));
    std::vector<std::string> dead;
    for (int i = 0; i < 30; ++i)
        dead.push_back(add(kNow - 2h + i * 1min, DeliveryState::Dead, 100, kMebibyte));
    QCOMPARE(pruneAll(), 1);
    for (const std::string &id : dead)
        QVERIFY(has(id));
    QCOMPARE(attemptsOf(dead.front()), std::size_t(0));
    QCOMPARE(attemptsOf(dead.back()), std::size_t(1));
    QVERIFY(bytes() <= 16 * kMebibyte);
}

void TestDeliveryUpkeep::oneCallRemovesASliceOnly()
{
    constexpr int kMade = DeliveryUpkeep::kSlice + 10; // ids differ by their time
    for (int i = 0; i < kMade; ++i)
        QVERIFY(!add(kNow - 40 * 24h + i * 1ms, DeliveryState::Delivered).empty());
    const auto more = upkeep().prune(kNow);
    QVERIFY(more && *more);
    QCOMPARE(number(), std::uint64_t(10));
    QCOMPARE(pruneAll(), 1);
    QCOMPARE(number(), std::uint64_t(0));
    QCOMPARE(bytes(), std::uint64_t(0));
}

void TestDeliveryUpkeep::whatIsNotOverStays()
{
    QVERIFY(upkeep().setRetention({.days = 1, .failedDays = 1, .megabytes = 16}));
    std::vector<std::string> open;
    for (const auto state : {DeliveryState::Queued, DeliveryState::Sending, DeliveryState::Waiting,
                             DeliveryState::Held})
        for (int i = 0; i < 5; ++i)
            open.push_back(add(kNow - 80 * 24h + i * 1ms, state, kMebibyte, 100));
    QCOMPARE(pruneAll(), 1);
    for (const std::string &id : open) {
        QVERIFY(has(id));
        QCOMPARE(attemptsOf(id), std::size_t(1));
    }
}

// An endpoint is away, and much waits for it: that has bounds of its own.
void TestDeliveryUpkeep::whatIsNotOverPushesNobodyOut()
{
    QVERIFY(upkeep().setRetention({.days = 30, .failedDays = 90, .megabytes = 16}));
    std::vector<std::string> over;
    for (const auto state : {DeliveryState::Delivered, DeliveryState::Dead})
        over.push_back(add(kNow - 3h, state, 100, 100));
    std::vector<std::string> open;
    for (int i = 0; i < 20; ++i)
        open.push_back(add(kNow - 2h + i * 1ms, DeliveryState::Waiting, kMebibyte));
    QCOMPARE(upkeep().usage()->open, std::uint64_t(20));
    QCOMPARE(pruneAll(), 1);
    for (const std::string &id : over)
        QVERIFY(has(id));
    for (const std::string &id : open) { // they are given up: now they count
        auto delivery = *table().find(id);
        delivery.state = DeliveryState::Dead;
        QVERIFY(table().update(delivery));
    }
    QCOMPARE(upkeep().usage()->open, std::uint64_t(0));
    QCOMPARE(upkeep().usage()->openBytes, std::uint64_t(0));
    QCOMPARE(pruneAll(), 1);
    QVERIFY(!has(over.front()));
    QVERIFY(bytes() <= 16 * kMebibyte);
    auto again = *table().find(open.back());
    again.state = DeliveryState::Queued; // sent again by hand
    QVERIFY(table().update(again));
    QCOMPARE(upkeep().usage()->open, std::uint64_t(1));
    QCOMPARE(upkeep().usage()->openBytes, std::uint64_t(kMebibyte));
}

// A replay of an old message is looked at like a new one.
void TestDeliveryUpkeep::whatWasTriedLatelyIsNotOld()
{
    const std::string id = add(kNow - 100 * 24h, DeliveryState::Delivered, 100);
    Attempt attempt;
    attempt.deliveryId = id;
    attempt.startedAt = kNow - 1h;
    QVERIFY(table().addAttempt(attempt));
    const std::string old = add(kNow - 100 * 24h, DeliveryState::Delivered, 100);
    QCOMPARE(pruneAll(), 1);
    QVERIFY(has(id));
    QVERIFY(!has(old));
}

QTEST_GUILESS_MAIN(TestDeliveryUpkeep)
#include "tst_delivery_upkeep.moc"
