#include <condition_variable>
#include <mutex>

#include <QTemporaryDir>
#include <QTest>

#include "server/topics/history_writer.h"

using namespace parley;

namespace {

Topic durableTopic(std::uint64_t page, std::uint64_t retained = Retention::kDefaultBytes)
{
    Topic topic{.key = {NamespaceName::standard(), *TopicName::parse("friends")}};
    topic.durability = Durability::Durable;
    topic.retention.bytes = retained;
    topic.page = page;
    return topic;
}

// Waits until readers of a log may see a sequence.
class VisibleTap final : public Tap
{
public:
    explicit VisibleTap(const TopicLog &log) : m_log(log) {}

    bool waitFor(std::uint64_t sequence)
    {
        std::unique_lock guard(m_lock);
        return m_changed.wait_for(guard, std::chrono::seconds(20),
                                  [&] { return m_log.visiblePosition().sequence >= sequence; });
    }

private:
    void wake() override
    {
        std::lock_guard guard(m_lock);
        rearm();
        m_changed.notify_all();
    }

    const TopicLog &m_log;
    std::mutex m_lock;
    std::condition_variable m_changed;
};

struct Stored {
    std::vector<std::string> payloads{};
    std::uint64_t last = 0;
};

Stored stored(const QTemporaryDir &directory, const Topic &topic)
{
    Stored result;
    auto tables = Tables::open(directory.path().toStdString());
    if (!tables)
        return result;
    const auto loaded = tables->messages().load(
        topic.key, {topic.page, 1 << 30},
        [&](const PublishedMessage &message) { result.payloads.push_back(message.payload.bytes); });
    if (!loaded)
        return {};
    if (const auto last = tables->messages().lastSequence(topic.key, topic.page))
        result.last = *last;
    return result;
}

} // namespace

class tst_HistoryWriter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatBecameVisibleIsStored();
    void deletingATopicDeletesItsMessages();
    void whatTheLogForgotIsForgottenOnDisk();
};

void tst_HistoryWriter::whatBecameVisibleIsStored()
{
    constexpr std::uint64_t kMessages = 5000; // more than one group
    const QTemporaryDir directory;
    SilentLog silent;
    const Topic topic = durableTopic(3);
    {
        auto store = Store::open(directory.path().toStdString(), Log(silent, "test"));
        QVERIFY(store);
        HistoryWriter writer(**store, Log(silent, "test"));
        (*store)->setSource(writer);
        (*store)->start();
        const auto log = std::make_shared<TopicLog>(topic, 0);
        const auto tap = std::make_shared<VisibleTap>(*log);
        log->addTap(tap);
        writer.add(log);
        for (std::uint64_t i = 1; i <= kMessages; ++i)
            QVERIFY(log->append({PayloadKind::Text, std::to_string(i)}, "ana", UtcTime{}));
        QVERIFY(tap->waitFor(kMessages));
        (*store)->stop();
    }
    const Stored result = stored(directory, topic);
    QCOMPARE(result.payloads.size(), std::size_t(kMessages));
    QCOMPARE(result.payloads.front(), std::string("1"));
    QCOMPARE(result.last, kMessages);
}

void tst_HistoryWriter::deletingATopicDeletesItsMessages()
{
    const QTemporaryDir directory;
    SilentLog silent;
    const Topic topic = durableTopic(3);
    {
        auto store = Store::open(directory.path().toStdString(), Log(silent, "test"));
        QVERIFY(store);
        HistoryWriter writer(**store, Log(silent, "test"));
        (*store)->setSource(writer);
        (*store)->start();
        const auto log = std::make_shared<TopicLog>(topic, 0);
        const auto tap = std::make_shared<VisibleTap>(*log);
        log->addTap(tap);
        writer.add(log);
        QVERIFY(log->append({PayloadKind::Text, "x"}, "", UtcTime{}));
        QVERIFY(tap->waitFor(1));
        log->close();
        writer.remove(topic.key);
        (*store)->stop();
    }
    QCOMPARE(stored(directory, topic).payloads.size(), std::size_t(0));
}

void tst_HistoryWriter::whatTheLogForgotIsForgottenOnDisk()
{
    const QTemporaryDir directory;
    SilentLog silent;
    const Topic topic = durableTopic(3, Retention::kMinBytes);
    std::uint64_t first = 0;
    {
        auto store = Store::open(directory.path().toStdString(), Log(silent, "test"));
        QVERIFY(store);
        HistoryWriter writer(**store, Log(silent, "test"));
        (*store)->setSource(writer);
        (*store)->start();
        const auto log = std::make_shared<TopicLog>(topic, 0);
        const auto tap = std::make_shared<VisibleTap>(*log);
        log->addTap(tap);
        writer.add(log);
        for (std::uint64_t i = 1; i <= 400; ++i) {
            QVERIFY(log->append({PayloadKind::Binary, std::string(1000, 'b')}, "", UtcTime{}));
            QVERIFY(tap->waitFor(i));
        }
        first = log->statistics().firstSequence;
        (*store)->stop();
    }
    QVERIFY(first > 1);
    const Stored result = stored(directory, topic);
    QCOMPARE(result.last, std::uint64_t(400));
    QVERIFY(result.payloads.size() < 400);
    QVERIFY(result.payloads.size() + 1 >= 400 - first); // at most one segment later than the log
}

QTEST_APPLESS_MAIN(tst_HistoryWriter)
#include "tst_history_writer.moc"
