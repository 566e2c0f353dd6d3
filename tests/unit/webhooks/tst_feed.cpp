#include <QTest>

#include "server/webhooks/feed.h"
#include "server/webhooks/loop_executor.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_endpoint/memory_journal.h"

using namespace parley;
using namespace parley::test;
using namespace std::chrono_literals;

class TestFeed : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void beginsAtTheBeginning();
    void beginsWhereItsWebhookDid();
    void continuesWhereItWas();
    void offersOneBatchAtATime();
    void offersAgainWhatWasRefused();
    void restsWhileDisabled();
    void skipsNothingInAFlood();
    void holdsNothingWhileDisabled();
    void waitsForTheCommit();
    void waitsForItsTopic();
    void followsAnotherTopicOfTheSameName();
    void comesAfterAPageThatIsGone();
    void stopsWithItsObject();

private:
    void make(Durability durability = Durability::Memory,
              std::uint64_t retainedBytes = Retention::kDefaultBytes);
    void publish(int count = 1, const std::string &text = "hola");
    void feed();
    void answer(Result<void> result = {});
    std::vector<std::uint64_t> sequences() const;

    struct Offer {
        std::vector<PublishedMessage> messages{};
        Feed::Offered offered{};
    };

    FakeClock m_clock;
    SilentLog m_log;
    LoopExecutor m_executor;
    std::unique_ptr<MemoryJournal> m_journal;
    std::unique_ptr<TopicRegistry> m_topics;
    std::shared_ptr<TopicLog> m_topic;
    std::unique_ptr<Feed> m_feed;
    std::vector<Offer> m_offers;
    const TopicKey m_key{NamespaceName::standard(), *TopicName::parse("friends")};
};

void TestFeed::init()
{
    m_journal = std::make_unique<MemoryJournal>();
    m_topics = std::make_unique<TopicRegistry>(1);
    m_offers.clear();
}

void TestFeed::cleanup()
{
    m_feed.reset();
    m_topic.reset();
}

void TestFeed::make(Durability durability, std::uint64_t retainedBytes)
{
    Topic topic{.key = m_key};
    topic.retention.bytes = retainedBytes;
    topic.durability = durability;
    auto made = m_topics->create(topic);
    QVERIFY(made);
    m_topic = *made;
}

void TestFeed::publish(int count, const std::string &text)
{
    for (int i = 0; i < count; ++i)
        QVERIFY(m_topic->append({PayloadKind::Text, text}, "ana", m_clock.utc()));
}

void TestFeed::feed()
{
    m_feed.reset();
    const auto offer = [this](const std::string &, const std::vector<PublishedMessage> &messages,
                              Feed::Offered offered) {
        m_offers.push_back({messages, std::move(offered)});
    };
    m_feed = std::make_unique<Feed>(
        Feed::Parts{*m_journal, *m_topics, m_executor, offer, Log(m_log, "parley.test")}, "whk_1",
        m_key);
}

// Ends the oldest offer.
void TestFeed::answer(Result<void> result)
{
    const auto offered = m_offers.back().offered;
    if (result)
        m_journal->enqueue({},
                           FeedPosition{"whk_1", m_key, m_offers.back().messages.back().position},
                           [](const auto &) {});
    offered(std::move(result));
}

std::vector<std::uint64_t> TestFeed::sequences() const
{
    std::vector<std::uint64_t> out;
    for (const PublishedMessage &message : m_offers.back().messages)
        out.push_back(message.position.sequence);
    return out;
}

void TestFeed::beginsAtTheBeginning()
{
    make();
    publish(3); // before the feed has found the topic
    feed();
    QTRY_COMPARE(m_offers.size(), std::size_t{1});
    QCOMPARE(sequences(), (std::vector<std::uint64_t>{1, 2, 3}));
    const PublishedMessage &message = m_offers[0].messages[0];
    QCOMPARE(message.payload.bytes, std::string("hola"));
    QCOMPARE(message.publisherId, std::string("ana"));
    QVERIFY(message.key == m_key && message.time == m_clock.utc());
}

void TestFeed::beginsWhereItsWebhookDid()
{
    make();
    publish(3);
    m_journal->enqueue({}, FeedPosition{"whk_1", m_key, m_topic->visiblePosition()},
                       [](const auto &) {});
    feed();
    QTRY_VERIFY(m_feed->isReading());
    QVERIFY(m_offers.empty());
    publish();
    QTRY_COMPARE(m_offers.size(), std::size_t{1});
    QCOMPARE(sequences(), std::vector<std::uint64_t>{4});
}

void TestFeed::continuesWhereItWas()
{
    make();
    feed();
    QTRY_VERIFY(m_feed->isReading());
    m_feed.reset();
    publish(3);
    feed();
    QTRY_COMPARE(m_offers.size(), std::size_t{1});
    QCOMPARE(sequences(), (std::vector<std::uint64_t>{1, 2, 3}));
    m_feed.reset(); // before it was stored
    feed();
    QTRY_COMPARE(m_offers.size(), std::size_t{2});
    QCOMPARE(sequences(), (std::vector<std::uint64_t>{1, 2, 3}));
    answer();
    m_feed.reset();
    publish();
    feed();
    QTRY_COMPARE(m_offers.size(), std::size_t{3});
    QCOMPARE(sequences(), std::vector<std::uint64_t>{4});
}

void TestFeed::offersOneBatchAtATime()
{
    make();
    feed();
    QTRY_VERIFY(m_feed->isReading());
    publish(static_cast<int>(Feed::kBatchMessages) + 10);
    QTRY_COMPARE(m_offers.size(), std::size_t{1});
    QCOMPARE(m_offers[0].messages.size(), Feed::kBatchMessages);
    publish(5);
    QCoreApplication::processEvents();
    QCOMPARE(m_offers.size(), std::size_t{1});
    answer();
    QCOMPARE(m_offers.size(), std::size_t{2});
    QCOMPARE(m_offers[1].messages.size(), std::size_t{15});
    QCOMPARE(sequences().front(), std::uint64_t{Feed::kBatchMessages + 1});
}

void TestFeed::offersAgainWhatWasRefused()
{
    make();
    feed();
    QTRY_VERIFY(m_feed->isReading());
    publish(2);
    QTRY_COMPARE(m_offers.size(), std::size_t{1});
    answer(Error{ErrorCode::Busy, "later"});
    publish();
    QCOMPARE(m_offers.size(), std::size_t{1});
    QTRY_COMPARE(m_offers.size(), std::size_t{2}); // after kRetryInterval, or by the new message
    QCOMPARE(sequences(), (std::vector<std::uint64_t>{1, 2, 3}));
}

void TestFeed::restsWhileDisabled()
{
    make();
    feed();
    QTRY_VERIFY(m_feed->isReading());
    publish();
    QTRY_COMPARE(m_offers.size(), std::size_t{1});
    answer(Error{ErrorCode::FailedPrecondition, "disabled"});
    publish();
    QCoreApplication::processEvents();
    QCOMPARE(m_offers.size(), std::size_t{1});
    m_feed->resume();
    QCOMPARE(m_offers.size(), std::size_t{2});
    QCOMPARE(sequences(), (std::vector<std::uint64_t>{1, 2})); // nothing was skipped
}

// Sixteen times what the topic retains, while one batch is on its way.
void TestFeed::skipsNothingInAFlood()
{
    make(Durability::Memory, Retention::kMinBytes);
    feed();
    QTRY_VERIFY(m_feed->isReading());
    publish(1000, std::string(1024, 'x'));
    QTRY_COMPARE(m_offers.size(), std::size_t{1});
    std::uint64_t next = 1;
    while (next <= 1000) {
        for (const std::uint64_t sequence : sequences())
            QCOMPARE(sequence, next++);
        answer();
        QVERIFY(next > 1000 || sequences().front() == next);
    }
    publish(); // the first that finds the rest read
    QVERIFY(m_topic->statistics().keptBytes <= Retention::kMinBytes);
}

void TestFeed::holdsNothingWhileDisabled()
{
    make(Durability::Memory, Retention::kMinBytes);
    feed();
    QTRY_VERIFY(m_feed->isReading());
    publish();
    QTRY_COMPARE(m_offers.size(), std::size_t{1});
    answer(Error{ErrorCode::FailedPrecondition, "disabled"});
    publish(1000, std::string(1024, 'x'));
    QVERIFY(m_topic->statistics().keptBytes <= Retention::kMinBytes);
    m_feed->resume();
    QCOMPARE(m_offers.size(), std::size_t{2});
    QCOMPARE(sequences().front(), m_topic->statistics().firstSequence); // and the log says so
    m_feed->webhookDeleted();
    publish(1000, std::string(1024, 'x'));
    QVERIFY(m_topic->statistics().keptBytes <= Retention::kMinBytes);
}

void TestFeed::waitsForTheCommit()
{
    make(Durability::Durable);
    feed();
    QTRY_VERIFY(m_feed->isReading());
    publish(2);
    QCoreApplication::processEvents();
    QVERIFY(m_offers.empty());
    m_topic->commitThrough(1);
    QTRY_COMPARE(m_offers.size(), std::size_t{1});
    QCOMPARE(sequences(), std::vector<std::uint64_t>{1});
}

void TestFeed::waitsForItsTopic()
{
    feed();
    QCoreApplication::processEvents();
    make();
    QTRY_VERIFY(m_feed->isReading());
    publish();
    QTRY_COMPARE(m_offers.size(), std::size_t{1});
}

void TestFeed::followsAnotherTopicOfTheSameName()
{
    make();
    feed();
    QTRY_VERIFY(m_feed->isReading());
    publish();
    QTRY_COMPARE(m_offers.size(), std::size_t{1});
    answer();
    QVERIFY(m_topics->remove(m_key));
    make();
    publish(2); // before the feed has found it
    QTRY_COMPARE(m_offers.size(), std::size_t{2});
    QCOMPARE(sequences(), (std::vector<std::uint64_t>{1, 2}));
    QVERIFY(m_offers[1].messages[0].position.page > m_offers[0].messages[0].position.page);
}

void TestFeed::comesAfterAPageThatIsGone()
{
    m_journal->enqueue({}, FeedPosition{"whk_1", m_key, {1'000'000, 77}}, [](const auto &) {});
    make();
    publish(2);
    feed();
    QTRY_COMPARE(m_offers.size(), std::size_t{1}); // all that the new page has
    QCOMPARE(sequences(), (std::vector<std::uint64_t>{1, 2}));
}

void TestFeed::stopsWithItsObject()
{
    make();
    feed();
    QTRY_VERIFY(m_feed->isReading());
    publish();
    QTRY_COMPARE(m_offers.size(), std::size_t{1});
    m_feed.reset();
    answer(); // too late; nobody is there
    publish();
    QCoreApplication::processEvents();
    QCOMPARE(m_offers.size(), std::size_t{1});
}

QTEST_GUILESS_MAIN(TestFeed)
#include "tst_feed.moc"
