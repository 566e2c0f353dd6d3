#include <QTemporaryDir>
#include <QTest>

#include "server/store/tables.h"

using namespace parley;

class TestAuditTable : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void entriesComeBackAsTheyWere();
    void questionsNarrow_data();
    void questionsNarrow();
    void nobodyChangesOrRemovesAnEntry();
    void pagesFollowEachOther();
    void aPageLooksAtSoManyAndNoMore();
    void anObjectIsFound();
    void theOldestMakeRoom();

private:
    AuditTable &audit() { return m_tables->audit(); }

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<Tables> m_tables;
};

namespace {

AuditRecord record(std::string action, std::string actor, std::int64_t ms)
{
    AuditRecord made;
    made.time = fromEpochMilliseconds(ms);
    made.action = std::move(action);
    made.actor = std::move(actor);
    made.address = "127.0.0.1";
    made.object = "default/weather";
    made.before = R"({"a":1})";
    made.after = R"({"a":2})";
    return made;
}

} // namespace

void TestAuditTable::init()
{
    m_tables.reset();
    m_directory = std::make_unique<QTemporaryDir>();
    auto tables = Tables::open(m_directory->path().toStdString());
    QVERIFY(tables);
    m_tables = std::make_unique<Tables>(std::move(*tables));
}

void TestAuditTable::entriesComeBackAsTheyWere()
{
    AuditRecord refused = record("publish", "tok_2", 2000);
    refused.refusedBy = ErrorCode::PermissionDenied;
    refused.count = 7;
    QCOMPARE(*audit().append(record("topic.changed", "tok_1", 1000)), std::uint64_t(1));
    QCOMPARE(*audit().append(refused), std::uint64_t(2));
    const auto found = audit().find({});
    QVERIFY(found);
    QCOMPARE(found->records.size(), std::size_t(2));
    const AuditRecord &newest = found->records.front();
    QCOMPARE(newest.id, std::uint64_t(2));
    QVERIFY(newest.refusedBy == ErrorCode::PermissionDenied);
    QCOMPARE(newest.count, 7u);
    const AuditRecord &oldest = found->records.back();
    QCOMPARE(oldest.action, std::string("topic.changed"));
    QCOMPARE(oldest.actor, std::string("tok_1"));
    QCOMPARE(oldest.address, std::string("127.0.0.1"));
    QCOMPARE(oldest.object, std::string("default/weather"));
    QCOMPARE(oldest.before, std::string(R"({"a":1})"));
    QCOMPARE(oldest.after, std::string(R"({"a":2})"));
    QCOMPARE(epochMilliseconds(oldest.time), std::int64_t(1000));
    QVERIFY(!oldest.refusedBy);
}

void TestAuditTable::questionsNarrow_data()
{
    QTest::addColumn<QByteArray>("action");
    QTest::addColumn<QByteArray>("actor");
    QTest::addColumn<int>("refused"); // -1: either
    QTest::addColumn<int>("from");
    QTest::addColumn<int>("to");
    QTest::addColumn<int>("found");
    QTest::newRow("nothing of that name") << QByteArray("x") << QByteArray() << -1 << 0 << 9 << 0;
    QTest::newRow("part of a name") << QByteArray("topic") << QByteArray() << -1 << 0 << 9 << 0;
    QTest::newRow("all") << QByteArray() << QByteArray() << -1 << 0 << 9 << 4;
    QTest::newRow("action") << QByteArray("topic.created") << QByteArray() << -1 << 0 << 9 << 2;
    QTest::newRow("actor") << QByteArray() << QByteArray("tok_2") << -1 << 0 << 9 << 2;
    QTest::newRow("refused") << QByteArray() << QByteArray() << 1 << 0 << 9 << 1;
    QTest::newRow("done") << QByteArray() << QByteArray() << 0 << 0 << 9 << 3;
    QTest::newRow("from, and the end is outside")
        << QByteArray() << QByteArray() << -1 << 2 << 4 << 2;
}

void TestAuditTable::questionsNarrow()
{
    QFETCH(QByteArray, action);
    QFETCH(QByteArray, actor);
    QFETCH(int, refused);
    QFETCH(int, from);
    QFETCH(int, to);
    QFETCH(int, found);
    QVERIFY(audit().append(record("topic.created", "tok_1", 1)));
    QVERIFY(audit().append(record("topic.created", "tok_2", 2)));
    QVERIFY(audit().append(record("token.issued", "tok_1", 3)));
    AuditRecord denied = record("publish", "tok_2", 4);
    denied.refusedBy = ErrorCode::PermissionDenied;
    QVERIFY(audit().append(denied));
    AuditQuery query;
    query.action = action.toStdString();
    query.actor = actor.toStdString();
    if (refused >= 0)
        query.refused = refused == 1;
    query.from = fromEpochMilliseconds(from);
    query.to = fromEpochMilliseconds(to);
    const auto records = audit().find(query);
    QVERIFY(records);
    QCOMPARE(int(records->records.size()), found);
}

// Not even by the broker's own mistake: the file's triggers refuse it.
void TestAuditTable::nobodyChangesOrRemovesAnEntry()
{
    QVERIFY(audit().append(record("topic.created", "tok_1", 1)));
    QVERIFY(m_tables->commit());
    auto file = Database::open(m_directory->path().toStdString() + "/parley.db");
    QVERIFY(file);
    QVERIFY(!file->execute("UPDATE audit SET actor = 'tok_9'"));
    QVERIFY(!file->execute("DELETE FROM audit"));
    const auto found = audit().find({});
    QVERIFY(found);
    QCOMPARE(found->records.size(), std::size_t(1));
    QCOMPARE(found->records.front().actor, std::string("tok_1"));
}

void TestAuditTable::pagesFollowEachOther()
{
    for (int i = 1; i <= 25; ++i)
        QVERIFY(audit().append(record("topic.created", "tok_1", i)));
    AuditQuery query;
    query.limit = 10;
    std::vector<std::uint64_t> ids;
    for (;;) {
        const auto page = audit().find(query);
        QVERIFY(page);
        for (const AuditRecord &entry : page->records)
            ids.push_back(entry.id);
        if (!page->next)
            break;
        query.before = page->next;
    }
    QCOMPARE(ids.size(), std::size_t(25));
    for (std::size_t i = 0; i < ids.size(); ++i)
        QCOMPARE(ids[i], std::uint64_t(25 - i));
}

// However rare what is asked for, one page never holds up who publishes; the pages together find
// it.
void TestAuditTable::aPageLooksAtSoManyAndNoMore()
{
    QVERIFY(audit().append(record("token.issued", "tok_1", 1)));
    QVERIFY(m_tables->commit());
    auto file = Database::open(m_directory->path().toStdString() + "/parley.db");
    QVERIFY(file);
    const std::string many
        = "WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < "
        + std::to_string(2 * AuditTable::kMaxScanned + 10)
        + ") INSERT INTO audit SELECT i, time, 'topic.created', actor, address, 'other', NULL, 1, "
          "'', '' "
          "FROM audit, n";
    QVERIFY(file->execute(many.c_str()));
    AuditQuery query;
    query.action = "token.issued";
    int pages = 0;
    std::vector<std::uint64_t> ids;
    for (bool more = true; more; ++pages) {
        const auto page = audit().find(query);
        QVERIFY(page);
        for (const AuditRecord &entry : page->records)
            ids.push_back(entry.id);
        QVERIFY(!page->next || !query.before || *page->next < *query.before);
        query.before = page->next;
        more = page->next.has_value();
    }
    QCOMPARE(pages, 3);
    QCOMPARE(ids, std::vector<std::uint64_t>{1});
}

void TestAuditTable::anObjectIsFound()
{
    AuditRecord other = record("topic.created", "tok_1", 1);
    other.object = "default/ñandú";
    QVERIFY(audit().append(record("topic.created", "tok_1", 1)));
    QVERIFY(audit().append(other));
    AuditQuery query;
    query.object = other.object;
    const auto found = audit().find(query);
    QVERIFY(found);
    QCOMPARE(found->records.size(), std::size_t(1));
    QCOMPARE(found->records.front().object, other.object);
    QVERIFY(!found->next);
}

void TestAuditTable::theOldestMakeRoom()
{
    constexpr std::int64_t kJump = AuditTable::kMaxEntries + AuditTable::kForgotAtOnce;
    QVERIFY(audit().append(record("topic.created", "tok_1", 1)));
    QVERIFY(m_tables->commit());
    auto file = Database::open(m_directory->path().toStdString() + "/parley.db");
    QVERIFY(file);
    const std::string later = "INSERT INTO audit SELECT " + std::to_string(kJump)
        + ", time, action, 'tok_2', address, object, NULL, 1, '', '' FROM audit";
    QVERIFY(file->execute(later.c_str()));
    QCOMPARE(*audit().append(record("topic.created", "tok_3", 3)), std::uint64_t(kJump + 1));
    const auto found = audit().find({});
    QVERIFY(found);
    QCOMPARE(found->records.size(), std::size_t(2));
    QCOMPARE(found->records.back().actor, std::string("tok_2"));
}

QTEST_APPLESS_MAIN(TestAuditTable)
#include "tst_audit_table.moc"
