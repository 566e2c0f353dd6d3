#include <QTemporaryDir>
#include <QTest>

#include "server/store/tables.h"

using namespace parley;

namespace {

constexpr std::uint64_t kPage = 4;

PublishedMessage message(std::uint64_t sequence, std::string bytes)
{
    PublishedMessage made{.key = {NamespaceName::standard(), *TopicName::parse("friends")}};
    made.position = {kPage, sequence};
    made.time = fromEpochMilliseconds(1'795'000'000'000);
    made.publisherId = "ana";
    made.payload = {PayloadKind::Binary, std::move(bytes)};
    return made;
}

std::vector<std::uint64_t> loaded(MessageTable &table, std::uint64_t maxBytes,
                                  std::uint64_t *damaged = nullptr)
{
    std::vector<std::uint64_t> sequences;
    const auto result
        = table.load(message(1, "").key, {kPage, maxBytes}, [&](const PublishedMessage &each) {
              sequences.push_back(each.position.sequence);
          });
    if (damaged)
        *damaged = result ? result->damaged : 0;
    return result ? sequences : std::vector<std::uint64_t>{0}; // no sequence is 0
}

} // namespace

class tst_MessageTable : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        auto tables = Tables::open(m_directory->path().toStdString());
        QVERIFY(tables);
        m_tables = std::make_unique<Tables>(std::move(*tables));
        const auto id = table().topicId(message(1, "").key);
        QVERIFY(id);
        for (std::uint64_t i = 1; i <= 5; ++i)
            QVERIFY(table().append(*id, message(i, std::string(100, char(i)))));
        QVERIFY(m_tables->commit());
    }

    void aDamagedRecordIsLeftOut()
    {
        auto raw = Database::open(m_directory->path().toStdString() + "/messages.db");
        QVERIFY(raw);
        QVERIFY(raw->execute("UPDATE messages SET payload = x'00' WHERE sequence = 3"));
        QVERIFY(raw->execute("UPDATE messages SET sequence = 7 WHERE sequence = 5"));
        std::uint64_t damaged = 0;
        QCOMPARE(loaded(table(), 1 << 20, &damaged), (std::vector<std::uint64_t>{1, 2, 4}));
        QCOMPARE(damaged, std::uint64_t(2)); // a flipped payload, and a record in another's place
    }

    void bytesComeBackAsTheyWere()
    {
        const auto id = table().topicId(message(1, "").key);
        const std::string hostile("\0\xff'\n\x80", 5);
        QVERIFY(table().append(*id, message(6, hostile)));
        PublishedMessage last = message(1, "");
        QVERIFY(table().load(last.key, {kPage, 1 << 20},
                             [&](const PublishedMessage &each) { last = each; }));
        QVERIFY(last.payload.bytes == hostile);
        QCOMPARE(last.publisherId, std::string("ana"));
        QCOMPARE(last.payload.kind, PayloadKind::Binary);
    }

    void theNewestFitTheBudget()
    {
        QCOMPARE(loaded(table(), 250), (std::vector<std::uint64_t>{4, 5}));
        QVERIFY(loaded(table(), 99).empty()); // the newest alone is larger than that
    }

    void removesThroughAPosition()
    {
        const auto id = table().topicId(message(1, "").key);
        QCOMPARE(removeAllThrough(*id, kPage, 3), 1);
        QCOMPARE(loaded(table(), 1 << 20), (std::vector<std::uint64_t>{4, 5}));
        QCOMPARE(*table().lastSequence(message(1, "").key, kPage), std::uint64_t(5));
    }

    void rowsOfPagesBeforeItsFirstGoWhateverTheirNumbers()
    {
        const auto id = table().topicId(message(1, "").key);
        PublishedMessage successor = message(1, "new");
        successor.position.page = kPage + 1;
        QVERIFY(table().append(*id, successor));
        QCOMPARE(removeAllThrough(*id, kPage + 1, 0), 1);
        QCOMPARE(loaded(table(), 1 << 20), (std::vector<std::uint64_t>{1}));
    }

    void aLargeRemovalTakesManySteps()
    {
        const auto id = table().topicId(message(1, "").key);
        constexpr std::uint64_t kMany = 3 * std::uint64_t(MessageTable::kRemovedAtOnce);
        for (std::uint64_t i = 6; i <= kMany; ++i)
            QVERIFY(table().append(*id, message(i, "x")));
        QCOMPARE(removeAllThrough(*id, kPage, kMany - 1), 3);
        QCOMPARE(loaded(table(), 1 << 20), (std::vector<std::uint64_t>{kMany}));
    }

    void aDeletedTopicIsGoneAtOnceAndItsRowsSoon()
    {
        QVERIFY(table().deleteTopic(message(1, "").key));
        QCOMPARE(loaded(table(), 1 << 20).size(), std::size_t(0));
        const auto successor = table().topicId(message(1, "").key);
        QVERIFY(table().append(*successor, message(9, "new")));
        int steps = 0;
        for (auto done = table().sweepDeleted(); done && !*done; done = table().sweepDeleted())
            ++steps;
        QCOMPARE(steps, 2); // the rows, then the topic
        QCOMPARE(loaded(table(), 1 << 20), (std::vector<std::uint64_t>{9}));
    }

    void sequencesCountOnOverPages()
    {
        const auto id = table().topicId(message(1, "").key);
        PublishedMessage later = message(6, std::string(100, 'x'));
        later.position.page = kPage + 3;
        QVERIFY(table().append(*id, later));
        QCOMPARE(loaded(table(), 1 << 20), (std::vector<std::uint64_t>{1, 2, 3, 4, 5, 6}));
        QCOMPARE(loaded(table(), 350), (std::vector<std::uint64_t>{4, 5, 6}));
        QCOMPARE(*table().lastSequence(message(1, "").key, kPage), std::uint64_t(6));
        QCOMPARE(removeAllThrough(*id, kPage, 4), 1);
        QCOMPARE(loaded(table(), 1 << 20), (std::vector<std::uint64_t>{5, 6}));
        QCOMPARE(removeAllThrough(*id, kPage, 5), 1);
        QCOMPARE(loaded(table(), 1 << 20), (std::vector<std::uint64_t>{6}));
    }

    void rowsOfADeletedTopicAreNotItsSuccessors()
    {
        std::uint64_t messages = 1;
        const auto result = table().load(message(1, "").key, {kPage + 1, 1 << 20},
                                         [&](const PublishedMessage &) { ++messages; });
        QVERIFY(result);
        QCOMPARE(messages, std::uint64_t(1));
        QCOMPARE(*table().lastSequence(message(1, "").key, kPage + 1), std::uint64_t(0));
    }

    void whatIsWantedIsGivenBeyondTheBudget()
    {
        std::vector<std::uint64_t> sequences;
        QVERIFY(table().load(message(1, "").key, {kPage, 99, 3}, [&](const PublishedMessage &each) {
            sequences.push_back(each.position.sequence);
        }));
        QCOMPARE(sequences, (std::vector<std::uint64_t>{3, 4, 5}));
    }

    void rowsSetAsideLeaveTheirNameFree()
    {
        const TopicKey key = message(1, "").key;
        const auto before = table().topicId(key);
        QVERIFY(table().setAside(key));
        const auto after = table().topicId(key);
        QVERIFY(before && after && *before != *after);
        QVERIFY(loaded(table(), 1 << 20).empty());
        QVERIFY(table().append(*after, message(1, "anew")));
        QCOMPARE(loaded(table(), 1 << 20), (std::vector<std::uint64_t>{1}));
    }

private:
    MessageTable &table() { return m_tables->messages(); }

    int removeAllThrough(std::int64_t id, std::uint64_t firstPage, std::uint64_t sequence)
    {
        int steps = 0;
        auto done = table().removeThrough(id, firstPage, sequence);
        for (; done && !*done; done = table().removeThrough(id, firstPage, sequence))
            ++steps;
        return done ? steps : -1;
    }

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<Tables> m_tables;
};

QTEST_APPLESS_MAIN(tst_MessageTable)
#include "tst_message_table.moc"
