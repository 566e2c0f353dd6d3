#include <QTemporaryDir>
#include <QTest>

#include "server/store/tables.h"
#include "tests/support/bytes.h"

using namespace parley;
using namespace parley::test;
using namespace std::chrono_literals;

namespace {

HeldMessage held(const std::string &id, const std::string &room = "friends")
{
    HeldMessage message;
    message.room = room;
    message.messageId = id;
    message.senderId = "luis";
    message.senderName = "Luis";
    message.text = "hold me";
    message.rule = "en/strong";
    message.category = "strong";
    message.severity = 3;
    message.call = "{}";
    message.hops = 2;
    message.heldAt = fromEpochMilliseconds(1'795'000'000'000);
    return message;
}

HeldQuery waitingOf(const std::string &room)
{
    HeldQuery query;
    query.room = room;
    return query;
}

} // namespace

// Messages that wait for a moderator.
class TestHeldTable : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void onlySoManyWait();
    void theSameRevisionIsKeptOnce();
    void whatIsKeptComesBackNewestFirst();
    void oneDecisionCounts();
    void whatWasDecidedLongAgoGoes();
    void aRoomTakesItsOwnAlong();

private:
    QTemporaryDir m_folder;
    std::unique_ptr<Tables> m_tables;
    int m_run = 0;
};

void TestHeldTable::init()
{
    m_tables.reset();
    const QString name = QString::number(++m_run);
    QVERIFY(QDir(m_folder.path()).mkpath(name));
    auto tables = Tables::open(m_folder.filePath(name).toStdString());
    QVERIFY(tables);
    m_tables = std::make_unique<Tables>(std::move(*tables));
}

void TestHeldTable::onlySoManyWait()
{
    QVERIFY(m_tables->beginTask());
    for (std::size_t i = 0; i < HeldMessage::kMaxWaiting; ++i)
        QVERIFY(m_tables->held().add(held("m" + std::to_string(i))));
    const auto refused = m_tables->held().add(held("one-more"));
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::LimitExceeded);
    QVERIFY(m_tables->held().add(held("a", "elsewhere"))); // each room has its own bound
}

void TestHeldTable::theSameRevisionIsKeptOnce()
{
    QVERIFY(m_tables->held().add(held("a")));
    QVERIFY(m_tables->held().add(held("a"))); // delivered again
    HeldMessage edited = held("a");
    edited.revision = 2;
    QVERIFY(m_tables->held().add(edited));
    QCOMPARE(m_tables->held().page(waitingOf("friends"))->size(), std::size_t(2));
}

void TestHeldTable::whatIsKeptComesBackNewestFirst()
{
    for (const char *id : {"a", "b", "c"})
        QVERIFY(m_tables->held().add(held(id)));
    HeldQuery query = waitingOf("friends");
    query.limit = 2;
    const auto first = *m_tables->held().page(query);
    QCOMPARE(first.size(), std::size_t(2));
    QCOMPARE(bytes(first[0].messageId), QByteArray("c"));
    query.before = first[1].id;
    const auto rest = *m_tables->held().page(query);
    QCOMPARE(rest.size(), std::size_t(1));
    const HeldMessage &one = rest[0];
    QCOMPARE(bytes(one.text), QByteArray("hold me"));
    QCOMPARE(bytes(one.senderName), QByteArray("Luis"));
    QCOMPARE(bytes(one.rule), QByteArray("en/strong"));
    QCOMPARE(one.severity, 3);
    QCOMPARE(int(one.hops), 2);
    QCOMPARE(one.review, Review::Waiting);
    QVERIFY(!one.reviewedAt);
}

void TestHeldTable::oneDecisionCounts()
{
    QVERIFY(m_tables->held().add(held("a")));
    const std::int64_t id = m_tables->held().page(waitingOf("friends"))->front().id;
    const UtcTime at = fromEpochMilliseconds(1'795'000'001'000);
    QVERIFY(*m_tables->held().decide(id, Review::Approved, at, "tok_ana"));
    QVERIFY(!*m_tables->held().decide(id, Review::Denied, at, "tok_luis"));
    const auto found = m_tables->held().find(id);
    QVERIFY(found.has_value());
    QCOMPARE(found->review, Review::Approved);
    QVERIFY(found->reviewedAt == at);
    QCOMPARE(bytes(found->reviewedBy), QByteArray("tok_ana"));
    QVERIFY(m_tables->held().page(waitingOf("friends"))->empty());
}

void TestHeldTable::whatWasDecidedLongAgoGoes()
{
    QVERIFY(m_tables->held().add(held("a")));
    QVERIFY(m_tables->held().add(held("b")));
    const auto waiting = *m_tables->held().page(waitingOf("friends"));
    QVERIFY(*m_tables->held().decide(waiting[0].id, Review::Denied, held("b").heldAt, "tok"));
    HeldMessage late = held("c");
    late.heldAt += HeldMessage::kKept + 1h;
    QVERIFY(m_tables->held().add(late));
    QVERIFY(!m_tables->held().find(waiting[0].id));
    QVERIFY(m_tables->held().find(waiting[1].id)); // it still waits
}

void TestHeldTable::aRoomTakesItsOwnAlong()
{
    QVERIFY(m_tables->held().add(held("a")));
    QVERIFY(m_tables->held().add(held("b", "elsewhere")));
    QVERIFY(m_tables->removeRoom(NamespaceName::standard(), "friends"));
    QVERIFY(m_tables->held().page(waitingOf("friends"))->empty());
    QCOMPARE(m_tables->held().page(waitingOf("elsewhere"))->size(), std::size_t(1));
}

QTEST_GUILESS_MAIN(TestHeldTable)
#include "tst_held_table.moc"
