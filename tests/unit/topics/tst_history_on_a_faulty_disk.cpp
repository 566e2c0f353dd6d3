#include <condition_variable>
#include <map>
#include <mutex>
#include <random>

#include <QTemporaryDir>
#include <QTest>

#include "server/topics/history_writer.h"
#include "server/topics/message_publisher.h"
#include "tests/support/fake_clock.h"
#include "tests/support/faulty_disk.h"

using namespace parley;
using namespace parley::test;
using namespace std::chrono_literals;

Q_DECLARE_METATYPE(parley::test::DiskFault)

namespace {

constexpr auto kPatience = 20s;
constexpr auto kMendInterval = 5ms; // so that tests do not wait for the usual second

Topic topicWith(Durability durability)
{
    Topic topic{.key = {NamespaceName::standard(), *TopicName::parse("friends")}};
    topic.durability = durability;
    topic.page = 3;
    return topic;
}

std::string textOf(std::uint64_t sequence)
{
    return "message " + std::to_string(sequence) + std::string(300, 'x');
}

// Tells when a condition on the log may have changed.
class Watcher final : public Tap
{
public:
    bool waitFor(const std::function<bool()> &condition)
    {
        std::unique_lock guard(m_lock);
        return m_changed.wait_for(guard, kPatience, condition);
    }

private:
    void wake() override
    {
        std::lock_guard guard(m_lock);
        rearm();
        m_changed.notify_all();
    }

    std::mutex m_lock;
    std::condition_variable m_changed;
};

// A store with one topic, on the faulty disk.
class Fixture
{
public:
    explicit Fixture(Durability durability)
    {
        auto opened
            = Store::open(directory.path().toStdString(), Log(silent, "test"), kMendInterval);
        if (!opened)
            return;
        store = std::move(*opened);
        writer = std::make_unique<HistoryWriter>(*store, Log(silent, "test"));
        store->setSource(*writer);
        store->start();
        log = std::make_shared<TopicLog>(topicWith(durability), 0);
        log->addTap(watcher);
        writer->add(log);
    }
    ~Fixture()
    {
        if (store)
            store->stop();
    }

    Result<Position> publish()
    {
        return log->append({PayloadKind::Text, textOf(log->lastPosition().sequence + 1)}, "ana",
                           UtcTime{});
    }
    bool waitUntilVisible(std::uint64_t sequence)
    {
        return watcher->waitFor([&] { return log->visiblePosition().sequence >= sequence; });
    }
    // Polls: nobody is told of it. Ends by itself when it never comes.
    bool waitUntilState(StoreState state)
    {
        const auto end = std::chrono::steady_clock::now() + kPatience;
        while (store->state() != state && std::chrono::steady_clock::now() < end)
            std::this_thread::yield();
        return store->state() == state;
    }

    FaultyDisk disk;
    const QTemporaryDir directory;
    SilentLog silent;
    const std::shared_ptr<Watcher> watcher = std::make_shared<Watcher>();
    std::unique_ptr<Store> store;
    std::unique_ptr<HistoryWriter> writer;
    std::shared_ptr<TopicLog> log;
};

std::map<std::uint64_t, std::string> messagesIn(const QTemporaryDir &directory)
{
    std::map<std::uint64_t, std::string> messages;
    auto tables = Tables::open(directory.path().toStdString());
    if (!tables)
        return messages;
    const auto loaded = tables->messages().load(
        topicWith(Durability::Durable).key, {1, 1 << 30}, [&](const PublishedMessage &message) {
            messages[message.position.sequence] = message.payload.bytes;
        });
    return loaded && loaded->damaged == 0 ? messages : std::map<std::uint64_t, std::string>{};
}

} // namespace

class TestHistoryOnAFaultyDisk : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatWasSeenSurvivesThePower_data();
    void whatWasSeenSurvivesThePower();
    void aFaultIsToldAndMended_data();
    void aFaultIsToldAndMended();
    void faultsAtAnyMomentLoseNothingThatWasSeen_data();
    void faultsAtAnyMomentLoseNothingThatWasSeen();
    void aRelaxedTopicGoesOnInMemory();
};

void TestHistoryOnAFaultyDisk::whatWasSeenSurvivesThePower_data()
{
    QTest::addColumn<unsigned>("seed");
    for (unsigned seed = 1; seed <= 8; ++seed)
        QTest::addRow("seed %u", seed) << seed;
}

// The power goes at some moment; of what was not synced some sectors had reached the disk.
void TestHistoryOnAFaultyDisk::whatWasSeenSurvivesThePower()
{
    QFETCH(unsigned, seed);
    std::mt19937 random(seed);
    Fixture f(Durability::Durable);
    QVERIFY(f.log);
    const std::uint64_t wanted = 50 + random() % 200;
    for (std::uint64_t i = 1; i <= wanted + 100; ++i)
        QVERIFY(f.publish());
    QVERIFY(f.waitUntilVisible(wanted));
    const std::uint64_t seen = f.log->visiblePosition().sequence; // before the power goes
    const QTemporaryDir left;
    f.disk.losePower(left.path().toStdString(), [&] { return random() % 2 == 0; });
    const auto messages = messagesIn(left);
    QVERIFY2(messages.size() >= seen, qPrintable(QString::number(messages.size())));
    for (std::uint64_t i = 1; i <= seen; ++i)
        QCOMPARE(messages.at(i), textOf(i));
}

void TestHistoryOnAFaultyDisk::aFaultIsToldAndMended_data()
{
    QTest::addColumn<DiskFault>("fault");
    QTest::addColumn<ErrorCode>("told");
    QTest::newRow("a write fails") << DiskFault::WriteFails << ErrorCode::StorageFailed;
    QTest::newRow("a sync fails") << DiskFault::SyncFails << ErrorCode::StorageFailed;
    QTest::newRow("the disk is full") << DiskFault::Full << ErrorCode::Unavailable;
}

void TestHistoryOnAFaultyDisk::aFaultIsToldAndMended()
{
    QFETCH(DiskFault, fault);
    QFETCH(ErrorCode, told);
    Fixture f(Durability::Durable);
    QVERIFY(f.log);
    QVERIFY(f.publish());
    QVERIFY(f.waitUntilVisible(1));

    f.disk.breakWith(fault);
    QVERIFY(f.publish()); // in the log, and never told as stored
    QVERIFY(f.watcher->waitFor([&] { return f.log->failure().has_value(); }));
    QCOMPARE(f.log->failure()->code, told);
    QCOMPARE(f.publish().error().code, told);
    QCOMPARE(f.log->visiblePosition().sequence, std::uint64_t(1));
    QVERIFY(f.disk.faults() > 0);

    f.disk.mend();
    QVERIFY(f.waitUntilState(StoreState::Working));
    const auto next = f.publish();
    QVERIFY(next);
    QCOMPARE(next->sequence, std::uint64_t(3));
    QVERIFY(f.waitUntilVisible(3));
    f.store->stop();
    const auto messages = messagesIn(f.directory);
    QCOMPARE(messages.size(), std::size_t(3));
    QCOMPARE(messages.at(2), textOf(2));
}

void TestHistoryOnAFaultyDisk::faultsAtAnyMomentLoseNothingThatWasSeen_data()
{
    QTest::addColumn<unsigned>("seed");
    for (unsigned seed = 1; seed <= 8; ++seed)
        QTest::addRow("seed %u", seed) << seed;
}

void TestHistoryOnAFaultyDisk::faultsAtAnyMomentLoseNothingThatWasSeen()
{
    QFETCH(unsigned, seed);
    std::mt19937 random(seed);
    Fixture f(Durability::Durable);
    QVERIFY(f.log);
    constexpr DiskFault kFaults[] = {DiskFault::WriteFails, DiskFault::SyncFails, DiskFault::Full};
    for (int round = 0; round < 6; ++round) {
        f.disk.breakWith(kFaults[random() % 3], int(random() % 12));
        int refused = 0;
        for (int i = 0; i < 100 && refused == 0; ++i)
            refused += f.publish() ? 0 : 1;
        f.disk.mend();
        QVERIFY(f.waitUntilState(StoreState::Working));
    }
    QVERIFY(f.publish());
    const std::uint64_t last = f.log->lastPosition().sequence;
    QVERIFY(f.waitUntilVisible(last));
    const QTemporaryDir left;
    f.disk.losePower(left.path().toStdString(), [&] { return random() % 2 == 0; });
    const auto messages = messagesIn(left);
    QCOMPARE(messages.size(), std::size_t(last));
    for (const auto &[sequence, text] : messages)
        QCOMPARE(text, textOf(sequence));
}

void TestHistoryOnAFaultyDisk::aRelaxedTopicGoesOnInMemory()
{
    Fixture f(Durability::Relaxed);
    QVERIFY(f.log);
    QVERIFY(f.publish());
    f.disk.breakWith(DiskFault::Full);
    QVERIFY(f.publish());
    QVERIFY(f.waitUntilState(StoreState::Failed));
    for (int i = 0; i < 100; ++i)
        QVERIFY(f.publish());
    QCOMPARE(f.log->visiblePosition().sequence, std::uint64_t(102));
    f.disk.mend();
    QVERIFY(f.waitUntilState(StoreState::Working));
    f.store->stop();
    QCOMPARE(messagesIn(f.directory).size(), std::size_t(102)); // it caught up
}

QTEST_APPLESS_MAIN(TestHistoryOnAFaultyDisk)
#include "tst_history_on_a_faulty_disk.moc"
