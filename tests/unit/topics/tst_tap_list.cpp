#include <QTest>

#include "server/topics/topic_log.h"

using namespace parley;

namespace {

Topic topicThatKeeps(std::uint64_t bytes)
{
    Topic topic{.key = {NamespaceName::standard(), *TopicName::parse("friends")}};
    topic.retention.bytes = bytes;
    topic.page = 7;
    return topic;
}

Payload text(std::string bytes)
{
    return {PayloadKind::Text, std::move(bytes)};
}

// Stands for the readers of another loop, or, if it holds nobody back, for a publisher who waits.
class ReaderElsewhere final : public Tap
{
public:
    explicit ReaderElsewhere(bool holds = true) : m_holds(holds) {}
    void wake() override { ++wakes; }
    bool holdsBack() const override { return m_holds; }

    int wakes = 0;

private:
    const bool m_holds;
};

} // namespace

// Who listens to a log on another thread holds its publishers back, as its log sees it.
class tst_TapList : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readersOnAnotherThreadHoldPublishersBack_data();
    void readersOnAnotherThreadHoldPublishersBack();
    void readersThatLeaveHoldNobodyBack();
};

void tst_TapList::readersOnAnotherThreadHoldPublishersBack_data()
{
    QTest::addColumn<std::uint64_t>("retained");
    QTest::addColumn<std::uint64_t>("ahead");
    QTest::newRow("much is kept") << std::uint64_t(64) * 1024 * 1024 << TopicLog::kMaxAheadBytes;
    QTest::newRow("little is kept") << std::uint64_t(64) * 1024 << std::uint64_t(16) * 1024;
}

void tst_TapList::readersOnAnotherThreadHoldPublishersBack()
{
    QFETCH(std::uint64_t, retained);
    QFETCH(std::uint64_t, ahead);
    TopicLog log(topicThatKeeps(retained), 0);
    const auto elsewhere = std::make_shared<ReaderElsewhere>();
    const auto publisher = std::make_shared<ReaderElsewhere>(false);
    log.addTap(elsewhere);
    log.addTap(publisher);
    const std::string kilobyte(1024, 'x');
    const auto publish = [&](std::uint64_t bytes) {
        for (std::uint64_t i = 0; i < bytes / kilobyte.size(); ++i)
            QVERIFY(log.append(text(kilobyte), "", UtcTime{}));
    };
    publish(ahead + kilobyte.size()); // it is told of the first; so much more is ahead of it
    QVERIFY(!log.isBehind());
    publish(kilobyte.size());
    QVERIFY(log.isBehind());
    log.readersMoved(); // of others: it is still where it was
    QVERIFY(log.isBehind());

    publisher->rearm();
    const int before = publisher->wakes;
    elsewhere->rearm();
    log.readersMoved();
    QVERIFY(!log.isBehind());
    QCOMPARE(publisher->wakes, before + 1); // he who waits hears of it
    publish(kilobyte.size());
    QVERIFY(!log.isBehind());
}

void tst_TapList::readersThatLeaveHoldNobodyBack()
{
    TopicLog log(topicThatKeeps(Retention::kMinBytes), 0);
    const auto elsewhere = std::make_shared<ReaderElsewhere>();
    log.addTap(elsewhere);
    const std::string large(TopicLog::kMaxAheadBytes, 'x');
    for (int i = 0; i < 3; ++i)
        QVERIFY(log.append(text(large), "", UtcTime{}));
    QVERIFY(log.isBehind());
    log.removeTap(*elsewhere);
    QVERIFY(!log.isBehind());
}

QTEST_APPLESS_MAIN(tst_TapList)
#include "tst_tap_list.moc"
