#include <deque>

#include <QTest>

#include "server/topics/message_publisher.h"
#include "tests/support/fake_clock.h"

using namespace parley;

namespace {

// The loop, run by hand.
class ManualLoop final : public Executor
{
public:
    void post(std::function<void()> task) override { m_tasks.push_back(std::move(task)); }
    void run()
    {
        while (!m_tasks.empty()) {
            const auto task = std::move(m_tasks.front());
            m_tasks.pop_front();
            task();
        }
    }

private:
    std::deque<std::function<void()>> m_tasks;
};

std::shared_ptr<TopicLog> topicWith(Durability durability)
{
    Topic topic{.key = {NamespaceName::standard(), *TopicName::parse("friends")}};
    topic.durability = durability;
    topic.page = 7;
    return std::make_shared<TopicLog>(std::move(topic), 0);
}

struct Fixture {
    Result<Position> publish(const std::shared_ptr<TopicLog> &log, std::string_view key = {},
                             const std::string &text = "hola")
    {
        return publisher.publish(log, {Payload{PayloadKind::Text, text}, "ana", key},
                                 [this](Result<Position> result) { answers.push_back(result); });
    }

    ManualLoop loop;
    test::FakeClock clock;
    MessagePublisher publisher{loop, clock};
    std::vector<Result<Position>> answers;
};

} // namespace

class tst_MessagePublisher : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void answersAtOnceWhatNeedsNoDisk_data();
    void answersAtOnceWhatNeedsNoDisk();
    void answersADurableMessageAfterItsCommit();
    void tellsThatTheTopicWasDeletedMeanwhile();
    void aTopicOfTheSameNameIsAnotherOne();
    void tellsThatTheStoreFailed();
    void refusesBehindTheLastCommit();
    void aRepeatedMessageIsAnsweredWithTheFirstOnesCommit();
    void aPublisherIsHeldBackUntilTheDiskHasCaughtUp();
    void whoIsHeldBackIsLetGoWhenTheTopicGoes();
};

void tst_MessagePublisher::answersAtOnceWhatNeedsNoDisk_data()
{
    QTest::addColumn<Durability>("durability");
    QTest::newRow("memory") << Durability::Memory;
    QTest::newRow("relaxed") << Durability::Relaxed;
}

void tst_MessagePublisher::answersAtOnceWhatNeedsNoDisk()
{
    QFETCH(const Durability, durability);
    Fixture f;
    const auto log = topicWith(durability);
    QVERIFY(f.publish(log));
    QCOMPARE(f.answers.size(), std::size_t{1});
    QCOMPARE(*f.answers[0], (Position{7, 1}));
}

void tst_MessagePublisher::answersADurableMessageAfterItsCommit()
{
    Fixture f;
    const auto log = topicWith(Durability::Durable);
    for (int i = 0; i < 3; ++i)
        QVERIFY(f.publish(log));
    f.loop.run();
    QVERIFY(f.answers.empty());
    log->commitThrough(2);
    QVERIFY(f.answers.empty()); // told on the loop's thread, not on the store's
    f.loop.run();
    QCOMPARE(f.answers.size(), std::size_t{2});
    QCOMPARE(*f.answers[1], (Position{7, 2}));
    log->commitThrough(3);
    f.loop.run();
    QCOMPARE(f.answers.size(), std::size_t{3});
}

void tst_MessagePublisher::tellsThatTheTopicWasDeletedMeanwhile()
{
    Fixture f;
    auto log = topicWith(Durability::Durable);
    QVERIFY(f.publish(log));
    log->close();
    log.reset(); // nobody else knows it any more
    f.loop.run();
    QCOMPARE(f.answers.size(), std::size_t{1});
    QCOMPARE(f.answers[0].error().code, ErrorCode::NotFound);
}

// Made where the deleted one lay in memory, perhaps.
void tst_MessagePublisher::aTopicOfTheSameNameIsAnotherOne()
{
    Fixture f;
    for (int round = 0; round < 20; ++round) {
        f.answers.clear();
        auto log = topicWith(Durability::Durable);
        QVERIFY(f.publish(log));
        log->commitThrough(1);
        f.loop.run();
        QCOMPARE(f.answers.size(), std::size_t{1});
        log->close();
        log.reset();
        log = topicWith(Durability::Durable); // before the loop heard of the other's end
        QVERIFY(f.publish(log));
        log->commitThrough(1);
        f.loop.run();
        QCOMPARE(f.answers.size(), std::size_t{2});
        QVERIFY(f.answers[1]);
        log->close();
        log.reset();
        f.loop.run();
    }
}

void tst_MessagePublisher::tellsThatTheStoreFailed()
{
    Fixture f;
    const auto log = topicWith(Durability::Durable);
    QVERIFY(f.publish(log));
    log->setFailed({ErrorCode::StorageFailed, "disk full"});
    f.loop.run();
    QCOMPARE(f.answers.size(), std::size_t{1});
    QCOMPARE(f.answers[0].error().code, ErrorCode::StorageFailed);
    QCOMPARE(f.publish(log).error().code, ErrorCode::StorageFailed);
    QCOMPARE(f.answers.size(), std::size_t{1}); // told by the return value
}

void tst_MessagePublisher::refusesBehindTheLastCommit()
{
    Fixture f;
    const auto log = topicWith(Durability::Memory);
    f.publisher.refuse();
    QCOMPARE(f.publish(log).error().code, ErrorCode::Unavailable);
    QCOMPARE(log->lastPosition().sequence, std::uint64_t{0});
}

void tst_MessagePublisher::aRepeatedMessageIsAnsweredWithTheFirstOnesCommit()
{
    Fixture f;
    const auto log = topicWith(Durability::Durable);
    constexpr std::string_view kKey = "01J00000000000000000000000";
    QVERIFY(f.publish(log, kKey)); // 1
    QVERIFY(f.publish(log)); // 2
    QCOMPARE(f.publish(log, kKey)->sequence, std::uint64_t(1)); // again, from a new connection
    log->commitThrough(1);
    f.loop.run();
    QCOMPARE(f.answers.size(), std::size_t{2}); // both who wait for it, and not the one between
    QCOMPARE(*f.answers[0], (Position{7, 1}));
    QCOMPARE(*f.answers[1], (Position{7, 1}));
    QCOMPARE(f.publish(log, kKey)->sequence, std::uint64_t(1)); // after the commit too
    f.loop.run();
    QCOMPARE(f.answers.size(), std::size_t{3});
    log->commitThrough(2);
    f.loop.run();
    QCOMPARE(*f.answers.back(), (Position{7, 2}));
}

void tst_MessagePublisher::aPublisherIsHeldBackUntilTheDiskHasCaughtUp()
{
    Fixture f;
    const auto log = topicWith(Durability::Durable);
    const std::string large(Payload::kMaxBytes, 'x');
    std::uint64_t sent = 0;
    for (; !log->isBehind() && sent < 1'000; ++sent)
        QVERIFY(f.publish(log, {}, large));
    QVERIFY(log->isBehind());
    int released = 0;
    f.publisher.whenCaughtUp(log, [&] { ++released; });
    f.loop.run();
    QCOMPARE(released, 0);
    log->commitThrough(sent);
    f.loop.run();
    QCOMPARE(released, 1);
    f.publisher.whenCaughtUp(log, [&] { ++released; }); // it has caught up already
    f.loop.run();
    QCOMPARE(released, 2);
}

void tst_MessagePublisher::whoIsHeldBackIsLetGoWhenTheTopicGoes()
{
    Fixture f;
    const auto log = topicWith(Durability::Durable);
    const std::string large(Payload::kMaxBytes, 'x');
    for (int i = 0; !log->isBehind() && i < 1'000; ++i)
        QVERIFY(f.publish(log, {}, large));
    int released = 0;
    f.publisher.whenCaughtUp(log, [&] { ++released; });
    log->close();
    f.loop.run();
    QCOMPARE(released, 1);
}

QTEST_APPLESS_MAIN(tst_MessagePublisher)
#include "tst_message_publisher.moc"
