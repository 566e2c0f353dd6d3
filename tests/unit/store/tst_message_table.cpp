#include <QTemporaryDir>
#include <QTest>

#include "server/store/message_checksum.h"
#include "server/store/tables.h"

using namespace parley;

namespace {

constexpr std::uint64_t kPage = 4;
constexpr std::uint64_t kStoredBytes = 131; // of a message of 100 bytes from "ana"

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

// A row of its own for each message, as slow traffic makes them.
Result<void> append(MessageTable &table, std::int64_t topicId, const PublishedMessage &message)
{
    MessageBlock block;
    block.begin(topicId);
    return block.add(message) ? table.append(block)
                              : Error{ErrorCode::InvalidArgument, "the first one must fit"};
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
            QVERIFY(append(table(), *id, message(i, std::string(100, char(i)))));
        QVERIFY(m_tables->commit());
    }

    void aDamagedRecordIsLeftOut()
    {
        auto raw = Database::open(m_directory->path().toStdString() + "/messages.db");
        QVERIFY(raw);
        QVERIFY(raw->execute("UPDATE messages SET payload = x'00' WHERE sequence = 3"));
        QVERIFY(raw->execute("UPDATE messages SET page = page + 1 WHERE sequence = 5"));
        std::uint64_t damaged = 0;
        QCOMPARE(loaded(table(), 1 << 20, &damaged), (std::vector<std::uint64_t>{1, 2, 4}));
        QCOMPARE(damaged, std::uint64_t(2)); // a flipped payload, and a record in another's place
    }

    void aRowInAnothersPlaceDoesNotBreakTheOrder()
    {
        auto raw = Database::open(m_directory->path().toStdString() + "/messages.db");
        QVERIFY(raw);
        QVERIFY(raw->execute("UPDATE messages SET sequence = 9 WHERE sequence = 2"));
        std::uint64_t damaged = 0;
        QCOMPARE(loaded(table(), 1 << 20, &damaged), (std::vector<std::uint64_t>{1, 3, 4, 5}));
        QCOMPARE(damaged, std::uint64_t(1));
    }

    void manyMessagesShareARow()
    {
        const auto id = table().topicId(message(1, "").key);
        MessageBlock block;
        block.begin(*id);
        for (std::uint64_t i = 6; i <= 15; ++i)
            QVERIFY(block.add(message(i, std::string(100, 'x'))));
        QVERIFY(table().append(block));
        std::uint64_t damaged = 0;
        QCOMPARE(loaded(table(), 1 << 20, &damaged).size(), std::size_t(15));
        QCOMPARE(damaged, std::uint64_t(0));
        QCOMPARE(loaded(table(), 3 * kStoredBytes), (std::vector<std::uint64_t>{13, 14, 15}));
        QCOMPARE(*table().lastSequence(message(1, "").key, kPage), std::uint64_t(15));
        QCOMPARE(removeAllThrough(*id, kPage, 14), 1); // those of the row stay until all may go
        QCOMPARE(loaded(table(), 1 << 20).size(), std::size_t(10));
        QCOMPARE(removeAllThrough(*id, kPage, 15), 1);
        QVERIFY(loaded(table(), 1 << 20).empty());
    }

    void aDamagedMessageCostsOnlyItself()
    {
        const auto id = table().topicId(message(1, "").key);
        MessageBlock block;
        block.begin(*id);
        for (std::uint64_t i = 6; i <= 8; ++i)
            QVERIFY(block.add(message(i, "payload")));
        QVERIFY(table().append(block));
        QVERIFY(m_tables->commit());
        auto raw = Database::open(m_directory->path().toStdString() + "/messages.db");
        QVERIFY(raw);
        const std::size_t middle = block.bytes().size() / 2;
        QVERIFY(raw->execute(("UPDATE messages SET payload = substr(payload, 1, "
                              + std::to_string(middle) + ") || x'00' || substr(payload, "
                              + std::to_string(middle + 2) + ") WHERE sequence = 8")
                                 .c_str()));
        std::uint64_t damaged = 0;
        QCOMPARE(loaded(table(), 1 << 20, &damaged),
                 (std::vector<std::uint64_t>{1, 2, 3, 4, 5, 6, 8}));
        QCOMPARE(damaged, std::uint64_t(1));
    }

    void rowsOfOlderVersionsHoldOneMessage()
    {
        const PublishedMessage old = message(6, std::string("o'\0d", 4));
        const auto id = table().topicId(old.key);
        auto raw = Database::open(m_directory->path().toStdString() + "/messages.db");
        QVERIFY(raw);
        for (const auto *checksum : {"", " + 1"}) { // the second one is wrong
            const std::string row = std::to_string(*id) + ", 4, " + (*checksum ? "7" : "6")
                + ", 1795000000000, 'ana', 1, x'6f270064', " + std::to_string(rowChecksum(*id, old))
                + checksum;
            QVERIFY(raw->execute(("INSERT INTO messages (topic_id, page, sequence, time, "
                                  "publisher_id, kind, payload, checksum) VALUES ("
                                  + row + ")")
                                     .c_str()));
        }
        PublishedMessage last = message(1, "");
        const auto result = table().load(last.key, {kPage, 1 << 20},
                                         [&](const PublishedMessage &each) { last = each; });
        QVERIFY(result);
        QCOMPARE(result->messages, std::uint64_t(6));
        QCOMPARE(result->damaged, std::uint64_t(1));
        QCOMPARE(last.position.sequence, std::uint64_t(6));
        QVERIFY(last.payload.bytes == old.payload.bytes);
        QVERIFY(last.time == old.time);
    }

    void bytesComeBackAsTheyWere()
    {
        const auto id = table().topicId(message(1, "").key);
        const std::string hostile("\0\xff'\n\x80", 5);
        QVERIFY(append(table(), *id, message(6, hostile)));
        PublishedMessage last = message(1, "");
        QVERIFY(table().load(last.key, {kPage, 1 << 20},
                             [&](const PublishedMessage &each) { last = each; }));
        QVERIFY(last.payload.bytes == hostile);
        QCOMPARE(last.publisherId, std::string("ana"));
        QCOMPARE(last.payload.kind, PayloadKind::Binary);
    }

    void theNewestFitTheBudget()
    {
        QCOMPARE(loaded(table(), 3 * kStoredBytes - 1), (std::vector<std::uint64_t>{4, 5}));
        QVERIFY(loaded(table(), kStoredBytes - 1).empty()); // the newest alone is larger than that
    }

    void removesThroughAPosition()
    {
        const auto id = table().topicId(message(1, "").key);
        QCOMPARE(removeAllThrough(*id, kPage, 3), 1);
        QCOMPARE(loaded(table(), 1 << 20), (std::vector<std::uint64_t>{4, 5}));
        QCOMPARE(*table().lastSequence(message(1, "").key, kPage), std::uint64_t(5));
    }

    void numbersOfRemovedMessagesAreNotGivenOutAgain()
    {
        const TopicKey key = message(1, "").key;
        QCOMPARE(removeAllThrough(*table().topicId(key), kPage, 5), 1);
        QVERIFY(loaded(table(), 1 << 20).empty());
        QCOMPARE(*table().lastSequence(key, kPage), std::uint64_t(5));
    }

    void rowsOfPagesBeforeItsFirstGoWhateverTheirNumbers()
    {
        const auto id = table().topicId(message(1, "").key);
        PublishedMessage successor = message(1, "new");
        successor.position.page = kPage + 1;
        QVERIFY(append(table(), *id, successor));
        QCOMPARE(removeAllThrough(*id, kPage + 1, 0), 1);
        QCOMPARE(loaded(table(), 1 << 20), (std::vector<std::uint64_t>{1}));
    }

    void aLargeRemovalTakesManySteps()
    {
        const auto id = table().topicId(message(1, "").key);
        constexpr std::uint64_t kMany = 3 * std::uint64_t(MessageTable::kRemovedAtOnce);
        for (std::uint64_t i = 6; i <= kMany; ++i)
            QVERIFY(append(table(), *id, message(i, "x")));
        QCOMPARE(removeAllThrough(*id, kPage, kMany - 1), 3);
        QCOMPARE(loaded(table(), 1 << 20), (std::vector<std::uint64_t>{kMany}));
    }

    void aDeletedTopicIsGoneAtOnceAndItsRowsSoon()
    {
        QVERIFY(table().deleteTopic(message(1, "").key));
        QCOMPARE(loaded(table(), 1 << 20).size(), std::size_t(0));
        const auto successor = table().topicId(message(1, "").key);
        QVERIFY(append(table(), *successor, message(9, "new")));
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
        QVERIFY(append(table(), *id, later));
        QCOMPARE(loaded(table(), 1 << 20), (std::vector<std::uint64_t>{1, 2, 3, 4, 5, 6}));
        QCOMPARE(loaded(table(), 3 * kStoredBytes), (std::vector<std::uint64_t>{4, 5, 6}));
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
        QVERIFY(append(table(), *after, message(1, "anew")));
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
