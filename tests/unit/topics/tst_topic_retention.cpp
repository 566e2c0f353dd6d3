#include <QTest>

#include "server/protocol/websocket_frame.h"
#include "server/topics/topic_log.h"

using namespace parley;
using namespace std::chrono_literals;

namespace {

constexpr std::uint64_t kPage = 7;
constexpr UtcTime kNoon{std::chrono::hours(12) + std::chrono::days(20'000)};

Topic topicThatKeeps(Retention retention, Durability durability = Durability::Memory)
{
    Topic topic{.key = {NamespaceName::standard(), *TopicName::parse("friends")}};
    topic.durability = durability;
    topic.retention = retention;
    topic.page = kPage;
    return topic;
}

Retention newest(std::uint64_t messages)
{
    Retention retention;
    retention.messages = messages;
    return retention;
}

Retention notOlderThan(std::chrono::seconds age)
{
    Retention retention;
    retention.age = age;
    return retention;
}

// One a second, from noon on.
void publish(TopicLog &log, int messages, std::size_t bytes = 1)
{
    for (int i = 0; i < messages; ++i) {
        const auto time = kNoon + std::chrono::seconds(log.lastPosition().sequence);
        QVERIFY(log.append({PayloadKind::Text, std::string(bytes, 'x')}, "ana", time));
    }
}

using Sequences = std::vector<std::uint64_t>;

// What a reader gets; a gap counts as 0.
Sequences read(const TopicLog &log, Cursor &cursor)
{
    Sequences sequences;
    do {
        if (cursor.takeGap())
            sequences.push_back(0);
        const CursorSpan span = cursor.span();
        for (std::uint64_t i = 1; i <= span.end.messages - span.begin.messages; ++i)
            sequences.push_back(cursor.sequence() + i);
        cursor.consume(span);
    } while (log.advance(cursor));
    if (cursor.takeGap())
        sequences.push_back(0);
    return sequences;
}

Sequences readFrom(const TopicLog &log, const StartPoint &start)
{
    Cursor cursor = log.cursorAt(start);
    return read(log, cursor);
}

} // namespace

class TestTopicRetention : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aCountIsExact_data();
    void aCountIsExact();
    void aCountWaitsForTheCommitAndForWebhooks();
    void anAgeIsExact_data();
    void anAgeIsExact();
    void everythingMayBecomeTooOld();
    void aClockThatIsSetMakesNothingOlder_data();
    void aClockThatIsSetMakesNothingOlder();
    void aReaderFromATimeBeginsThere_data();
    void aReaderFromATimeBeginsThere();
    void aReaderThatWasLeftBehindHoldsNothing();
    void aReaderSkipsToTheNewest();
    void aSmallerBoundCountsAtOnce();
    void theWriterHearsOfWhatIsForgotten();
};

void TestTopicRetention::aCountIsExact_data()
{
    QTest::addColumn<int>("published");
    QTest::addColumn<int>("first"); // that is kept
    QTest::newRow("one more") << 11 << 2;
    QTest::newRow("just so many") << 10 << 1;
    QTest::newRow("one less") << 9 << 1;
    QTest::newRow("over many segments") << 5'000 << 4'991;
}

void TestTopicRetention::aCountIsExact()
{
    QFETCH(int, published);
    QFETCH(int, first);
    TopicLog log(topicThatKeeps(newest(10)), 0);
    publish(log, published, 100);
    const auto sequences = readFrom(log, FromEarliest{});
    QCOMPARE(sequences.size(), std::size_t(published - first + 1));
    QCOMPARE(sequences.front(), std::uint64_t(first));
    QCOMPARE(log.statistics().firstSequence, std::uint64_t(first));
    QVERIFY(log.statistics().keptBytes <= SegmentChain::kSegmentBytes * 2);
}

void TestTopicRetention::aCountWaitsForTheCommitAndForWebhooks()
{
    TopicLog log(topicThatKeeps(newest(2), Durability::Durable), 0);
    log.hold("whk_1", 3);
    publish(log, 10);
    QCOMPARE(log.statistics().firstSequence, std::uint64_t(1)); // none of them is on the disk
    log.commitThrough(10);
    QCOMPARE(log.statistics().firstSequence, std::uint64_t(4));
    log.letGo("whk_1");
    QCOMPARE(log.statistics().firstSequence, std::uint64_t(9));
}

void TestTopicRetention::anAgeIsExact_data()
{
    QTest::addColumn<int>("milliseconds"); // since noon, when the first of ten was published
    QTest::addColumn<int>("first");
    QTest::newRow("a moment before the first is too old") << 60'000 << 1;
    QTest::newRow("the first is too old") << 60'001 << 2;
    QTest::newRow("half") << 64'001 << 6;
    QTest::newRow("young") << 0 << 1;
    QTest::newRow("before its time") << -3'600'000 << 1;
}

void TestTopicRetention::anAgeIsExact()
{
    QFETCH(int, milliseconds);
    QFETCH(int, first);
    TopicLog log(topicThatKeeps(notOlderThan(60s)), 0);
    publish(log, 10);
    log.forgetOld(kNoon + std::chrono::milliseconds(milliseconds));
    QCOMPARE(log.statistics().firstSequence, std::uint64_t(first));
    QCOMPARE(readFrom(log, FromEarliest{}).size(), std::size_t(11 - first));
}

void TestTopicRetention::everythingMayBecomeTooOld()
{
    TopicLog log(topicThatKeeps(notOlderThan(60s)), 0);
    publish(log, 10);
    Cursor slow = log.cursorAt(FromAfter{{kPage, 4}});
    log.forgetOld(kNoon + 24h);
    QCOMPARE(log.statistics().firstSequence, std::uint64_t(0));
    QCOMPARE(log.statistics().keptBytes, std::uint64_t(0));
    QVERIFY(readFrom(log, FromEarliest{}).empty());
    log.catchUp(slow);
    const auto gap = slow.takeGap();
    QVERIFY(gap);
    QCOMPARE(gap->after, (Position{kPage, 4}));
    QCOMPARE(gap->next, (Position{kPage, 11}));
    publish(log, 1);
    QCOMPARE(read(log, slow), Sequences{11}); // numbers go on
}

void TestTopicRetention::aClockThatIsSetMakesNothingOlder_data()
{
    QTest::addColumn<int>("hours");
    QTest::newRow("ten years forward") << 10 * 365 * 24;
    QTest::newRow("an hour back") << -1;
}

void TestTopicRetention::aClockThatIsSetMakesNothingOlder()
{
    QFETCH(int, hours);
    TopicLog log(topicThatKeeps(notOlderThan(60s)), 0);
    publish(log, 10);
    const std::chrono::hours by(hours);
    log.clockSet(by);
    QVERIFY(log.append({PayloadKind::Text, "after"}, "ana", kNoon + by + 10s));
    log.forgetOld(kNoon + by + 64'001ms);
    QCOMPARE(readFrom(log, FromEarliest{}), (Sequences{6, 7, 8, 9, 10, 11}));
    log.forgetOld(kNoon + by + 70'001ms);
    QVERIFY(readFrom(log, FromEarliest{}).empty());
}

void TestTopicRetention::aReaderFromATimeBeginsThere_data()
{
    QTest::addColumn<int>("seconds"); // since noon
    QTest::addColumn<int>("first"); // 0: only what comes from now on
    QTest::newRow("in the future") << 86'400 << 0;
    QTest::newRow("behind the last") << 5'000 << 0;
    QTest::newRow("the last") << 4'999 << 5'000;
    QTest::newRow("in the middle") << 2'500 << 2'501;
    QTest::newRow("the first") << 0 << 1;
    QTest::newRow("before all") << -10 << 1;
}

void TestTopicRetention::aReaderFromATimeBeginsThere()
{
    QFETCH(int, seconds);
    QFETCH(int, first);
    TopicLog log(topicThatKeeps({}), 0);
    publish(log, 5'000, 50);
    const auto sequences = readFrom(log, FromTime{kNoon + std::chrono::seconds(seconds)});
    QCOMPARE(sequences.empty() ? 0 : int(sequences.front()), first);
    QVERIFY(sequences.empty() || sequences.back() == 5'000);
}

void TestTopicRetention::aReaderThatWasLeftBehindHoldsNothing()
{
    Retention retention;
    retention.bytes = Retention::kMinBytes;
    TopicLog log(topicThatKeeps(retention), 0);
    publish(log, 1);
    Cursor slow = log.cursorAt(FromEarliest{});
    publish(log, 500, 1'000);
    QVERIFY(slow.isForgotten());
    log.catchUp(slow);
    QVERIFY(!slow.isForgotten());
    const auto gap = slow.takeGap();
    QVERIFY(gap);
    QCOMPARE(gap->after, (Position{kPage, 0})); // he had not read it
    QCOMPARE(gap->next.sequence, log.statistics().firstSequence);
    publish(log, 500, 1'000);
    log.catchUp(slow); // again, before he was told
    publish(log, 500, 1'000);
    log.catchUp(slow);
    const auto both = slow.takeGap();
    QVERIFY(both);
    QCOMPARE(both->after.sequence, gap->next.sequence - 1);
    QCOMPARE(both->next.sequence, log.statistics().firstSequence);
    QCOMPARE(read(log, slow).front(), log.statistics().firstSequence);
}

void TestTopicRetention::aReaderSkipsToTheNewest()
{
    TopicLog log(topicThatKeeps({}), 0);
    publish(log, 100);
    Cursor slow = log.cursorAt(FromAfter{{kPage, 10}});
    log.skip(slow, 16);
    const auto gap = slow.takeGap();
    QVERIFY(gap);
    QCOMPARE(gap->after, (Position{kPage, 10}));
    QCOMPARE(gap->next, (Position{kPage, 85}));
    log.skip(slow, 16); // nothing is left out now
    QVERIFY(!slow.takeGap());
    QCOMPARE(read(log, slow).size(), std::size_t(16));
}

void TestTopicRetention::aSmallerBoundCountsAtOnce()
{
    TopicLog log(topicThatKeeps({}), 0);
    publish(log, 100);
    log.change(newest(7), SlowReaderPolicy::Skip);
    QCOMPARE(log.statistics().firstSequence, std::uint64_t(94));
    QCOMPARE(log.slowReaders(), SlowReaderPolicy::Skip);
    QCOMPARE(log.topic().retention, newest(7));
}

void TestTopicRetention::theWriterHearsOfWhatIsForgotten()
{
    struct Writer final : Tap {
        void wake() override { ++wakes; }
        int wakes = 0;
    };
    TopicLog log(topicThatKeeps(notOlderThan(60s), Durability::Relaxed), 0);
    const auto writer = std::make_shared<Writer>();
    log.setWriter(writer);
    publish(log, 3);
    QCOMPARE(writer->wakes, 1);
    writer->rearm();
    log.forgetOld(kNoon); // nothing is too old
    QCOMPARE(writer->wakes, 1);
    log.forgetOld(kNoon + 1h);
    QCOMPARE(writer->wakes, 2);
    QCOMPARE(log.forgottenThrough(), std::uint64_t(3));
}

QTEST_APPLESS_MAIN(TestTopicRetention)
#include "tst_topic_retention.moc"
