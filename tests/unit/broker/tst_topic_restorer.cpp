#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "server/broker/topic_restorer.h"
#include "server/protocol/websocket_frame.h"

using namespace parley;

namespace {

constexpr std::uint64_t kPage = 4;

struct NoLog final : LogSink {
    void write(LogLevel, std::string_view, std::string_view) override {}
};

Topic topicNamed(const char *name, Durability durability)
{
    Topic topic{.key = {NamespaceName::standard(), *TopicName::parse(name)}};
    topic.durability = durability;
    topic.retention.bytes = Retention::kMinBytes;
    topic.page = kPage;
    return topic;
}

// A row of its own for each message.
Result<void> append(MessageTable &table, std::int64_t topicId, const PublishedMessage &message)
{
    MessageBlock block;
    block.begin(topicId);
    return block.add(message) ? table.append(block)
                              : Error{ErrorCode::InvalidArgument, "the first one must fit"};
}

// Sequences that a reader gets from \p start on; a gap is a 0 between them.
std::vector<std::uint64_t> readAll(const TopicLog &log, const StartPoint &start)
{
    std::vector<std::uint64_t> sequences;
    Cursor cursor = log.cursorAt(start);
    do {
        if (cursor.takeGap())
            sequences.push_back(0);
        for (CursorSpan span = cursor.span(); !span.bytes.empty(); span = cursor.span()) {
            cursor.consumeFrame(viewServerFrame(span.bytes.data()).size());
            sequences.push_back(cursor.sequence());
        }
    } while (log.advance(cursor));
    return sequences;
}

} // namespace

class tst_TopicRestorer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        open();
        m_registry = std::make_unique<TopicRegistry>(kPage + 1);
    }

    void aDamagedNewestRecordIsCounted_data()
    {
        QTest::addColumn<int>("firstDamaged");
        QTest::addColumn<QList<quint64>>("read"); // and one more, published behind it
        QTest::newRow("the newest") << 5 << QList<quint64>{1, 2, 3, 4, 0, 6};
        QTest::newRow("the last three") << 3 << QList<quint64>{1, 2, 0, 6};
        QTest::newRow("all") << 1 << QList<quint64>{6};
    }

    void aDamagedNewestRecordIsCounted()
    {
        QFETCH(const int, firstDamaged);
        QFETCH(const QList<quint64>, read);
        const Topic topic = topicNamed("friends", Durability::Durable);
        keep(topic, 5, 100);
        raw("UPDATE messages SET payload = x'00' WHERE sequence >= "
            + std::to_string(firstDamaged));
        const auto log = restored(topic, true);
        QVERIFY(log);
        QCOMPARE(log->visiblePosition(), (Position{kPage, 5}));
        const auto position = log->append({PayloadKind::Text, "next"}, "ana", UtcTime{});
        QVERIFY(position);
        QCOMPARE(*position, (Position{kPage, 6})); // and not one that a row has
        log->commitThrough(6);
        QCOMPARE(readAll(*log, FromEarliest{}),
                 std::vector<std::uint64_t>(read.begin(), read.end()));
    }

    void aRelaxedTopicCountsOnAfterACrash()
    {
        Topic topic = topicNamed("friends", Durability::Relaxed);
        keep(topic, 5, 100);
        auto log = restored(topic, false);
        QVERIFY(log);
        QCOMPARE(log->visiblePosition(), (Position{kPage + 1, 5}));
        QVERIFY(log->append({PayloadKind::Text, "next"}, "ana", UtcTime{}));
        using Sequences = std::vector<std::uint64_t>;
        QCOMPARE(readAll(*log, FromEarliest{}), (Sequences{1, 2, 3, 4, 5, 6}));
        // Read up to 3 on the old page: told of the new one, and nothing twice.
        QCOMPARE(readAll(*log, FromAfter{{kPage, 3}}), (Sequences{0, 4, 5, 6}));
        // Had read what the crash took: 6 is another message now, and he gets it.
        QCOMPARE(readAll(*log, FromAfter{{kPage, 9}}), (Sequences{0, 6}));
        QCOMPARE(readAll(*log, FromAfter{{kPage - 1, 3}}), (Sequences{0, 1, 2, 3, 4, 5, 6}));

        // Stored like that, and again after a second crash.
        const auto stored = m_tables->topics().all();
        QVERIFY(stored && stored->size() == 1);
        topic = stored->front();
        QCOMPARE(topic.page, kPage + 1);
        m_registry = std::make_unique<TopicRegistry>(kPage + 2);
        log = restored(topic, false);
        QVERIFY(log);
        QCOMPARE(log->visiblePosition(), (Position{kPage + 2, 5}));
        QCOMPARE(readAll(*log, FromEarliest{}), (Sequences{1, 2, 3, 4, 5}));
    }

    void whatAWebhookHasNotReadIsThere_data()
    {
        QTest::addColumn<WebhookState>("state");
        QTest::addColumn<Position>("read");
        QTest::addColumn<quint64>("first"); // that is in memory after the start
        QTest::newRow("active") << WebhookState::Active << Position{kPage, 3} << quint64(4);
        QTest::newRow("paused") << WebhookState::Paused << Position{kPage, 10} << quint64(11);
        QTest::newRow("disabled") << WebhookState::Disabled << Position{kPage, 3} << quint64(15);
        QTest::newRow("of a deleted topic")
            << WebhookState::Active << Position{kPage - 1, 3} << quint64(1);
    }

    // 20 messages of 10 KiB; six of them fit what the topic retains.
    void whatAWebhookHasNotReadIsThere()
    {
        QFETCH(const WebhookState, state);
        QFETCH(const Position, read);
        QFETCH(const quint64, first);
        const Topic topic = topicNamed("friends", Durability::Durable);
        keep(topic, 20, 10 * 1024);
        Webhook webhook{.id = "whk_1", .name = "x", .key = topic.key, .url = "function:echo"};
        webhook.state = state;
        QVERIFY(m_tables->webhooks().put(webhook));
        QVERIFY(m_tables->feeds().put({webhook.id, webhook.key, read}));
        const auto log = restored(topic, true);
        QVERIFY(log);
        // More comes before the feed is there: nothing that it has not read goes.
        for (int i = 0; i < 20; ++i)
            QVERIFY(log->append({PayloadKind::Text, std::string(1024, 'x')}, "ana", UtcTime{}));
        log->commitThrough(40);
        if (state == WebhookState::Disabled)
            QVERIFY(log->statistics().firstSequence >= first);
        else
            QCOMPARE(log->statistics().firstSequence, first);
    }

    // SQLite cannot even read the rows: the topic begins anew, the other one does not notice.
    void unreadableRowsAreSetAside()
    {
        const Topic hit = topicNamed("hit", Durability::Durable);
        const Topic well = topicNamed("well", Durability::Durable);
        keep(hit, 200, 500, 'h');
        keep(well, 5, 100, 'w');
        m_tables.reset();
        QVERIFY(zeroAPageOf(QByteArray(500, 'h')));
        open();
        const auto log = restored(hit, true);
        QVERIFY(log);
        QVERIFY(log->page() > kPage);
        QCOMPARE(log->lastPosition().sequence, std::uint64_t(0));
        const auto other = restored(well, true);
        QVERIFY(other);
        QCOMPARE(other->lastPosition(), (Position{kPage, 5}));
        const auto id = m_tables->messages().topicId(hit.key);
        QVERIFY(id);
        PublishedMessage message{.key = hit.key};
        message.position = {log->page(), 1};
        QVERIFY(append(m_tables->messages(), *id, message));
        QVERIFY(m_tables->commit());
    }

private:
    void open()
    {
        auto tables = Tables::open(m_directory->path().toStdString());
        QVERIFY(tables);
        m_tables = std::make_unique<Tables>(std::move(*tables));
    }

    void keep(const Topic &topic, std::uint64_t count, std::size_t bytes, char fill = 'x')
    {
        QVERIFY(m_tables->topics().put(topic));
        const auto id = m_tables->messages().topicId(topic.key);
        QVERIFY(id);
        PublishedMessage message{.key = topic.key};
        message.payload = {PayloadKind::Text, std::string(bytes, fill)};
        for (std::uint64_t i = 1; i <= count; ++i) {
            message.position = {topic.page, i};
            QVERIFY(append(m_tables->messages(), *id, message));
        }
        QVERIFY(m_tables->commit());
    }

    void raw(const std::string &sql)
    {
        auto file = Database::open(m_directory->path().toStdString() + "/messages.db");
        QVERIFY(file);
        QVERIFY(file->execute(sql.c_str()));
    }

    // A page full of rows that hold \p bytes.
    bool zeroAPageOf(const QByteArray &bytes)
    {
        constexpr qint64 kSqlitePage = 4096;
        QFile file(m_directory->filePath(QStringLiteral("messages.db")));
        if (!file.open(QIODevice::ReadWrite))
            return false;
        const qint64 middle = file.readAll().indexOf(bytes, file.size() / 2);
        return middle > 0 && file.seek(middle / kSqlitePage * kSqlitePage)
            && file.write(QByteArray(kSqlitePage, '\0')) == kSqlitePage;
    }

    std::shared_ptr<TopicLog> restored(const Topic &topic, bool cleanStop)
    {
        NoLog sink;
        const Log log(sink, "test");
        auto restorer
            = TopicRestorer::create(*m_tables, {cleanStop, false, false}, *m_registry, log);
        if (!restorer || !restorer->restore(topic) || !m_tables->commit())
            return nullptr;
        return m_registry->find(topic.key);
    }

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<Tables> m_tables;
    std::unique_ptr<TopicRegistry> m_registry;
};

QTEST_APPLESS_MAIN(tst_TopicRestorer)
#include "tst_topic_restorer.moc"
