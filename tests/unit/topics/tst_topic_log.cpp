#include <atomic>
#include <thread>

#include <QTest>

#include "server/protocol/item_frame.h"
#include "server/protocol/websocket_frame.h"
#include "server/topics/topic_log.h"

using namespace parley;

namespace {

constexpr std::uint64_t kPage = 7;

Topic topicWith(Durability durability, std::uint64_t retainedBytes = Retention::kMinBytes)
{
    Topic topic{.key = {NamespaceName::standard(), *TopicName::parse("friends")}};
    topic.durability = durability;
    topic.retention.bytes = retainedBytes;
    topic.page = kPage;
    return topic;
}

Payload text(std::string bytes)
{
    return {PayloadKind::Text, std::move(bytes)};
}

// Everything that the cursor can read now, as payloads; moves it.
std::vector<PublishedMessage> drain(const TopicLog &log, Cursor &cursor)
{
    std::vector<PublishedMessage> messages;
    do {
        const CursorSpan span = cursor.span();
        for (std::string_view rest = span.bytes; !rest.empty();) {
            const FrameView frame = viewServerFrame(rest.data());
            auto message = decodeItem(rest.substr(frame.headerBytes, frame.bodyBytes));
            if (message)
                messages.push_back(std::move(*message));
            rest.remove_prefix(frame.size());
        }
        cursor.consume(span);
    } while (log.advance(cursor));
    return messages;
}

struct CountingTap final : Tap {
    void wake() override { ++wakes; }
    std::atomic<int> wakes{0};
};

} // namespace

class tst_TopicLog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sequencesStartAtOneAndCountUp();
    void whatAReaderHoldsStaysUntilHeMovesOn();
    void aFloodBeyondWhatMayBeHeldIsRefused();
    void lagIsCountedOverSegments();
    void aLateReaderGetsWhatHeAsksFor_data();
    void aLateReaderGetsWhatHeAsksFor();
    void aReaderOfAnotherPageIsTold();
    void aReaderFromTheFutureIsTold();
    void retentionBoundsMemoryAndTellsTheSlowReader();
    void aLargePayloadGetsASegmentOfItsOwn();
    void durableMessagesAreSeenAfterTheCommitOnly();
    void uncommittedMessagesAreNotTrimmed();
    void aBusyStoreHoldsPublishersBack();
    void aFailedStoreRefuses();
    void tapsAreToldOnceUntilTheyRearm();
    void aClosedTopicRefusesAndTells();
    void aHoleInWhatWasStoredIsAGap();
    void manyWritersOneOrder();
};

void tst_TopicLog::sequencesStartAtOneAndCountUp()
{
    TopicLog log(topicWith(Durability::Memory), 0);
    for (std::uint64_t i = 1; i <= 3; ++i)
        QCOMPARE(*log.append(text("x"), "ana", UtcTime{}), (Position{kPage, i}));
    Cursor cursor = log.cursorAt(FromEarliest{});
    const auto messages = drain(log, cursor);
    QCOMPARE(messages.size(), std::size_t(3));
    QCOMPARE(messages[2].position, (Position{kPage, 3}));
    QCOMPARE(messages[2].publisherId, std::string("ana"));
    QCOMPARE(cursor.sequence(), std::uint64_t(3));
}

void tst_TopicLog::aLateReaderGetsWhatHeAsksFor_data()
{
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<int>("first"); // 0: nothing
    QTest::newRow("more than there is") << QByteArray("last-99") << 1;
    QTest::newRow("after the last") << QByteArray("after-7-5") << 0;
    QTest::newRow("after nothing") << QByteArray("after-7-0") << 1;
    QTest::newRow("latest") << QByteArray("latest") << 0;
    QTest::newRow("earliest") << QByteArray("earliest") << 1;
    QTest::newRow("last two") << QByteArray("last-2") << 4;
    QTest::newRow("after the third") << QByteArray("after-7-3") << 4;
}

void tst_TopicLog::aLateReaderGetsWhatHeAsksFor()
{
    QFETCH(QByteArray, from);
    QFETCH(int, first);
    TopicLog log(topicWith(Durability::Memory), 0);
    for (int i = 0; i < 5; ++i)
        QVERIFY(log.append(text("x"), "", UtcTime{}));
    const auto start = startPointFromText(from.toStdString());
    QVERIFY(start);
    Cursor cursor = log.cursorAt(*start);
    QVERIFY(!cursor.takeGap());
    const auto messages = drain(log, cursor);
    QCOMPARE(messages.empty() ? 0 : int(messages.front().position.sequence), first);
    QCOMPARE(cursor.sequence(), std::uint64_t(5));
    // And on from there, without a hole.
    QVERIFY(log.append(text("live"), "", UtcTime{}));
    const auto live = drain(log, cursor);
    QCOMPARE(live.size(), std::size_t(1));
    QCOMPARE(live.front().position.sequence, std::uint64_t(6));
}

void tst_TopicLog::aReaderOfAnotherPageIsTold()
{
    TopicLog log(topicWith(Durability::Memory), 0);
    QVERIFY(log.append(text("x"), "", UtcTime{}));
    Cursor cursor = log.cursorAt(FromAfter{{kPage - 1, 40}});
    const auto gap = cursor.takeGap();
    QVERIFY(gap);
    QCOMPARE(gap->after, (Position{kPage - 1, 40}));
    QCOMPARE(gap->next, (Position{kPage, 1}));
    QVERIFY(!cursor.takeGap());
    QCOMPARE(drain(log, cursor).size(), std::size_t(1));
}

void tst_TopicLog::aReaderFromTheFutureIsTold()
{
    TopicLog log(topicWith(Durability::Memory), 0);
    QVERIFY(log.append(text("x"), "", UtcTime{}));
    Cursor cursor = log.cursorAt(FromAfter{{kPage, 40}});
    const auto gap = cursor.takeGap();
    QVERIFY(gap);
    QCOMPARE(gap->next, (Position{kPage, 2}));
    QVERIFY(drain(log, cursor).empty());
}

void tst_TopicLog::retentionBoundsMemoryAndTellsTheSlowReader()
{
    TopicLog log(topicWith(Durability::Memory), 0);
    QVERIFY(log.append(text("first"), "", UtcTime{}));
    Cursor slow = log.cursorAt(FromEarliest{});
    Cursor idle = log.cursorAt(FromLatest{});
    const std::string body(1000, 'b');
    for (int i = 0; i < 500; ++i)
        QVERIFY(log.append(text(body), "", UtcTime{}));
    const TopicStatistics statistics = log.statistics();
    QVERIFY(statistics.keptBytes <= Retention::kMinBytes);
    QVERIFY(statistics.firstSequence > 1);

    const auto seen = drain(log, slow);
    const auto gap = slow.takeGap();
    QVERIFY(gap); // what he held is his; behind it the log had moved on
    QCOMPARE(gap->next.sequence, statistics.firstSequence);
    QCOMPARE(seen.front().position.sequence, std::uint64_t(1));
    QCOMPARE(seen.back().position.sequence, std::uint64_t(501));
    QCOMPARE(gap->after.sequence + 1 + (501 - gap->next.sequence),
             std::uint64_t(seen.size())); // what came before the gap, and what came behind it
    (void)drain(log, idle);
    QCOMPARE(idle.sequence(), std::uint64_t(501));
}

void tst_TopicLog::aLargePayloadGetsASegmentOfItsOwn()
{
    TopicLog log(topicWith(Durability::Memory, Retention::kDefaultBytes), 0);
    const std::string large(Payload::kMaxBytes, '\x01'); // each becomes six bytes: \u0001
    QVERIFY(log.append(text("small"), "", UtcTime{}));
    QVERIFY(log.append(text(large), "", UtcTime{}));
    QVERIFY(log.append(text("small"), "", UtcTime{}));
    Cursor cursor = log.cursorAt(FromEarliest{});
    const auto messages = drain(log, cursor);
    QCOMPARE(messages.size(), std::size_t(3));
    QVERIFY(messages[1].payload.bytes == large);
    QCOMPARE(messages[2].payload.bytes, std::string("small"));
}

void tst_TopicLog::durableMessagesAreSeenAfterTheCommitOnly()
{
    TopicLog log(topicWith(Durability::Durable), 0);
    Cursor reader = log.cursorAt(FromLatest{});
    Cursor writer = log.writerCursor(0);
    for (int i = 0; i < 5; ++i)
        QVERIFY(log.append(text("x"), "", UtcTime{}));
    QVERIFY(drain(log, reader).empty());
    QCOMPARE(drain(log, writer).size(), std::size_t(5));
    log.commitThrough(3);
    QCOMPARE(drain(log, reader).size(), std::size_t(3));
    QCOMPARE(log.visiblePosition().sequence, std::uint64_t(3));
    Cursor late = log.cursorAt(FromLast{2});
    QCOMPARE(drain(log, late).front().position.sequence, std::uint64_t(2));
    log.commitThrough(99); // more than there is
    QCOMPARE(drain(log, reader).size(), std::size_t(2));
    QCOMPARE(log.visiblePosition().sequence, std::uint64_t(5));
}

void tst_TopicLog::uncommittedMessagesAreNotTrimmed()
{
    TopicLog log(topicWith(Durability::Durable), 0);
    Cursor writer = log.writerCursor(0);
    const std::string body(1000, 'b');
    for (int i = 0; i < 200; ++i)
        QVERIFY(log.append(text(body), "", UtcTime{}));
    QCOMPARE(drain(log, writer).size(), std::size_t(200));
    QVERIFY(!writer.takeGap());
    log.commitThrough(200);
    QVERIFY(log.statistics().keptBytes <= Retention::kMinBytes);
}

void tst_TopicLog::aBusyStoreHoldsPublishersBack()
{
    TopicLog log(topicWith(Durability::Durable), 0);
    const Payload large = text(std::string(Payload::kMaxBytes, 'b'));
    Result<Position> last = log.append(large, "", UtcTime{});
    int accepted = 0;
    while (last && accepted < 1000) {
        ++accepted;
        last = log.append(large, "", UtcTime{});
    }
    QVERIFY(!last);
    QCOMPARE(last.error().code, ErrorCode::Busy);
    QVERIFY(last.error().retryable());
    log.commitThrough(std::uint64_t(accepted));
    QVERIFY(log.append(large, "", UtcTime{}));
}

void tst_TopicLog::aFailedStoreRefuses()
{
    TopicLog log(topicWith(Durability::Durable), 0);
    QVERIFY(log.append(text("x"), "", UtcTime{}));
    log.setFailed({ErrorCode::StorageFailed, "disk"});
    QCOMPARE(log.append(text("x"), "", UtcTime{}).error().code, ErrorCode::StorageFailed);
    Cursor reader = log.cursorAt(FromEarliest{});
    QVERIFY(drain(log, reader).empty()); // never stored, never seen
}

void tst_TopicLog::tapsAreToldOnceUntilTheyRearm()
{
    TopicLog log(topicWith(Durability::Memory), 0);
    const auto tap = std::make_shared<CountingTap>();
    log.addTap(tap);
    for (int i = 0; i < 10; ++i)
        QVERIFY(log.append(text("x"), "", UtcTime{}));
    QCOMPARE(tap->wakes.load(), 1);
    tap->rearm();
    QVERIFY(log.append(text("x"), "", UtcTime{}));
    QCOMPARE(tap->wakes.load(), 2);
    log.removeTap(*tap);
    tap->rearm();
    QVERIFY(log.append(text("x"), "", UtcTime{}));
    QCOMPARE(tap->wakes.load(), 2);
}

void tst_TopicLog::aClosedTopicRefusesAndTells()
{
    TopicLog log(topicWith(Durability::Memory), 0);
    const auto tap = std::make_shared<CountingTap>();
    log.addTap(tap);
    log.close();
    QCOMPARE(tap->wakes.load(), 1);
    QVERIFY(log.isClosed());
    QCOMPARE(log.append(text("x"), "", UtcTime{}).error().code, ErrorCode::NotFound);
}

void tst_TopicLog::aHoleInWhatWasStoredIsAGap()
{
    TopicLog log(topicWith(Durability::Durable), 0);
    log.restore({10, UtcTime{}, ""}, text("ten"));
    log.restore({11, UtcTime{}, ""}, text("eleven"));
    log.restore({13, UtcTime{}, ""}, text("thirteen")); // twelve was damaged
    QCOMPARE(log.append(text("new"), "", UtcTime{})->sequence, std::uint64_t(14));
    log.commitThrough(14);
    Cursor cursor = log.cursorAt(FromEarliest{});
    const auto messages = drain(log, cursor);
    QCOMPARE(messages.size(), std::size_t(4));
    const auto gap = cursor.takeGap();
    QVERIFY(gap);
    QCOMPARE(gap->after.sequence, std::uint64_t(11));
    QCOMPARE(gap->next.sequence, std::uint64_t(13));
}

void tst_TopicLog::manyWritersOneOrder()
{
    constexpr int kWriters = 4;
    constexpr int kEach = 500;
    TopicLog log(topicWith(Durability::Memory, Retention::kDefaultBytes), 0);
    Cursor cursor = log.cursorAt(FromEarliest{});
    std::vector<PublishedMessage> read;
    std::atomic<int> running{kWriters};
    std::vector<std::thread> writers;
    for (int w = 0; w < kWriters; ++w)
        writers.emplace_back([&log, &running, w] {
            for (int i = 0; i < kEach; ++i)
                (void)log.append(text(std::to_string(i)), std::to_string(w), UtcTime{});
            --running;
        });
    while (running > 0 || read.size() < kWriters * kEach) {
        auto more = drain(log, cursor); // a reader without a lock, while they write
        read.insert(read.end(), more.begin(), more.end());
    }
    for (auto &writer : writers)
        writer.join();
    QCOMPARE(read.size(), std::size_t(kWriters * kEach));
    std::map<std::string, int> next;
    for (std::size_t i = 0; i < read.size(); ++i) {
        QCOMPARE(read[i].position.sequence, std::uint64_t(i + 1));
        QCOMPARE(std::stoi(read[i].payload.bytes), next[read[i].publisherId]++);
    }
}

void tst_TopicLog::whatAReaderHoldsStaysUntilHeMovesOn()
{
    TopicLog log(topicWith(Durability::Memory), 0);
    log.hold("whk_1", 2);
    log.hold("whk_2", 90);
    const std::string bytes(4 * 1024, 'x'); // 16 fit what is retained
    for (int i = 0; i < 100; ++i)
        QVERIFY(log.append(text(bytes), "ana", {}));
    Cursor behind = log.cursorAt(FromAfter{{kPage, 2}});
    QVERIFY(!behind.takeGap());
    QCOMPARE(drain(log, behind).size(), std::size_t(98));
    log.hold("whk_1", 60);
    QVERIFY(log.append(text(bytes), "ana", {}));
    QVERIFY(log.statistics().firstSequence > 2 && log.statistics().firstSequence <= 61);
    log.letGo("whk_1");
    log.letGo("whk_2");
    QVERIFY(log.statistics().keptBytes <= Retention::kMinBytes);
}

void tst_TopicLog::lagIsCountedOverSegments()
{
    TopicLog log(topicWith(Durability::Memory, Retention::kDefaultBytes), 0);
    const Cursor early = log.cursorAt(FromLatest{});
    QVERIFY(log.append(text("first"), "ana", {}));
    Cursor cursor = log.cursorAt(FromLatest{});
    QCOMPARE(log.bytesBehind(cursor), std::uint64_t(0));
    for (int i = 0; i < 1000; ++i)
        QVERIFY(log.append(text(std::string(1024, 'x')), "ana", {}));
    QVERIFY(log.bytesBehind(cursor) > 1000 * 1024);
    QCOMPARE(log.bytesBehind(early), log.statistics().keptBytes);
    drain(log, cursor);
    QCOMPARE(log.bytesBehind(cursor), std::uint64_t(0));
}

void tst_TopicLog::aFloodBeyondWhatMayBeHeldIsRefused()
{
    TopicLog log(topicWith(Durability::Memory), 0);
    log.hold("whk_1", 0);
    const std::string bytes(200 * 1024, 'x');
    std::optional<Error> refused;
    std::uint64_t taken = 0;
    for (; !refused && taken < 1000; ++taken)
        if (const auto position = log.append(text(bytes), "ana", {}); !position)
            refused = position.error();
    QVERIFY(refused);
    QCOMPARE(refused->code, ErrorCode::Busy);
    QVERIFY(log.statistics().keptBytes
            <= Retention::kMinBytes + TopicLog::kMaxHeldBytes + bytes.size() + 1024);
    log.hold("whk_1", taken / 2); // it read on: there is room again
    QVERIFY(log.append(text(bytes), "ana", {}));
    QVERIFY(log.statistics().firstSequence > 1);
}

QTEST_APPLESS_MAIN(tst_TopicLog)
#include "tst_topic_log.moc"
