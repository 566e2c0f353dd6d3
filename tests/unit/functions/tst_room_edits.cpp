#include <QJsonArray>
#include <QTest>

#include "tests/unit/functions/room_fixture.h"

using namespace parley;
using namespace parley::functions;
using namespace Qt::StringLiterals;
using parley::test::RoomFixture;

namespace {

QByteArray edit(const QByteArray &id, const QByteArray &ref, int revision, const QByteArray &text)
{
    return R"({"v":1,"id":")" + id + R"(","kind":"edit","lang":"en","ref":")" + ref + R"(","rev":)"
        + QByteArray::number(revision) + R"(,"text":")" + text + R"("})";
}

QByteArray deletion(const QByteArray &id, const QByteArray &ref)
{
    return R"({"v":1,"id":")" + id + R"(","kind":"delete","ref":")" + ref + R"(","text":""})";
}

QJsonObject noticeOf(const RoomFixture &fixture)
{
    const std::string &bytes = fixture.publisher.notices.back().payload.bytes;
    return QJsonDocument::fromJson(QByteArray::fromStdString(bytes)).object();
}

} // namespace

// Edits, deletes, and what the author is told.
class TestRoomEdits : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void malformedIsRefused_data();
    void malformedIsRefused();
    void anEditIsJudgedAndTranslated();
    void aDeleteReachesEveryLanguageUntranslated();
    void anOlderTextNeverComesLast();
    void aLateTranslationOfAnOlderTextIsDropped();
    void afterADeleteNothingComes();
    void anotherSendersEditIsOfHisOwn();
    void everyCopyHasItsKey();
    void theAuthorIsTold_data();
    void theAuthorIsTold();
    void anExchangedTokenIsAskedForAgain();
    void whoIsBlockedTooOftenIsMuted();
    void whatNobodyCouldJudgeIsNoStrike();
    void aCleanMessageTakesStrikesAway();
    void heldIsAnsweredWhenItIsKept_data();
    void heldIsAnsweredWhenItIsKept();
    void approvedComesWithTheModeratorsText();
};

void TestRoomEdits::malformedIsRefused_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("edit of nothing")
        << QByteArray(R"({"v":1,"id":"a","kind":"edit","rev":2,"text":"x"})");
    QTest::newRow("delete of nothing")
        << QByteArray(R"({"v":1,"id":"a","kind":"delete","text":""})");
    QTest::newRow("ref that is no id") << deletion("a", "../b");
    QTest::newRow("edit that is the first") << edit("a", "b", 1, "x");
    QTest::newRow("another kind") << QByteArray(R"({"v":1,"id":"a","kind":"system","text":"x"})");
}

void TestRoomEdits::malformedIsRefused()
{
    QFETCH(QByteArray, text);
    RoomFixture fixture;
    fixture.callAndWait(RoomFixture::body(text));
    QCOMPARE(fixture.replies.last().status, 422);
    QVERIFY(fixture.publisher.attempts.empty());
}

void TestRoomEdits::anEditIsJudgedAndTranslated()
{
    RoomFixture fixture;
    fixture.callAndWait(RoomFixture::body(RoomFixture::envelope("a", "hello")));
    fixture.callAndWait(RoomFixture::body(edit("b", "a", 2, "darn hello"), 2));
    QCOMPARE(fixture.replies.last().status, 200);
    const ChatEnvelope english = fixture.publishedEnvelope(3);
    QCOMPARE(english.kind, u"edit"_s);
    QCOMPARE(english.ref, u"a"_s);
    QCOMPARE(english.revision, 2);
    QCOMPARE(english.text, u"**** hello"_s);
    QCOMPARE(fixture.publishedEnvelope(4).translation.status, u"ok"_s);
}

void TestRoomEdits::aDeleteReachesEveryLanguageUntranslated()
{
    RoomFixture fixture;
    fixture.callAndWait(RoomFixture::body(deletion("b", "a")));
    QCOMPARE(fixture.replies.last().status, 200);
    QCOMPARE(fixture.publisher.published.size(), std::size_t(3));
    QVERIFY(fixture.translator.tasks.empty());
    for (std::size_t i = 0; i < 3; ++i) {
        const ChatEnvelope gone = fixture.publishedEnvelope(i);
        QCOMPARE(gone.kind, u"delete"_s);
        QCOMPARE(gone.ref, u"a"_s);
        QCOMPARE(gone.sender.id, u"luis"_s);
        QVERIFY(gone.text.isEmpty());
    }
}

void TestRoomEdits::anOlderTextNeverComesLast()
{
    RoomFixture fixture;
    fixture.callAndWait(RoomFixture::body(edit("c", "a", 3, "newest")));
    fixture.callAndWait(RoomFixture::body(edit("b", "a", 2, "older"), 2));
    QCOMPARE(fixture.replies.last().status, 200); // nothing to try again
    QCOMPARE(fixture.publisher.published.size(), std::size_t(3));
}

void TestRoomEdits::aLateTranslationOfAnOlderTextIsDropped()
{
    RoomFixture fixture;
    fixture.translator.isHolding = true;
    fixture.call(RoomFixture::body(RoomFixture::envelope("a", "hello")));
    fixture.call(RoomFixture::body(edit("b", "a", 2, "hello again"), 2));
    while (!fixture.translator.held.empty())
        fixture.translator.release(0);
    QTRY_COMPARE(fixture.replies.size(), 2);
    const auto spanish = fixture.texts("friends-subscribe-spanish");
    QCOMPARE(spanish.size(), 1);
    QVERIFY(spanish.first().contains(u"again"));
    QCOMPARE(fixture.replies.first().status, 200);
    QVERIFY(fixture.verdict(0)[u"languages"][1][u"error"].toString().contains(u"newer"));
}

void TestRoomEdits::afterADeleteNothingComes()
{
    RoomFixture fixture;
    fixture.callAndWait(RoomFixture::body(deletion("b", "a")));
    fixture.callAndWait(RoomFixture::body(edit("c", "a", 1'000'000, "back"), 2));
    fixture.callAndWait(RoomFixture::body(RoomFixture::envelope("a", "hello"), 3));
    QCOMPARE(fixture.publisher.published.size(), std::size_t(3));
}

void TestRoomEdits::anotherSendersEditIsOfHisOwn()
{
    RoomFixture fixture;
    fixture.callAndWait(RoomFixture::body(RoomFixture::envelope("a", "hello"), 1, u"ana"_s));
    fixture.callAndWait(RoomFixture::body(deletion("b", "a"), 2, u"mallory"_s));
    QCOMPARE(fixture.publishedEnvelope(3).sender.id, u"mallory"_s); // readers find no such message
    fixture.callAndWait(RoomFixture::body(edit("c", "a", 2, "mine"), 3, u"ana"_s));
    QCOMPARE(fixture.publishedEnvelope(6).sender.id, u"ana"_s); // hers is not deleted
}

void TestRoomEdits::everyCopyHasItsKey()
{
    RoomFixture first;
    RoomFixture second; // after a restart nothing is remembered
    for (RoomFixture *fixture : {&first, &second}) {
        fixture->callAndWait(RoomFixture::body(RoomFixture::envelope("a", "hello")));
        fixture->callAndWait(RoomFixture::body(edit("a", "a", 2, "hi"), 2));
    }
    QSet<QByteArray> keys;
    for (std::size_t i = 0; i < 6; ++i) {
        const auto &one = first.publisher.published[i].idempotencyKey;
        QVERIFY(one.has_value());
        QVERIFY(one == second.publisher.published[i].idempotencyKey);
        keys.insert(QByteArray::fromStdString(one->text()));
    }
    QCOMPARE(keys.size(), 6);
}

void TestRoomEdits::theAuthorIsTold_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("state");
    QTest::addColumn<int>("spans");
    QTest::newRow("published") << QByteArray("hello") << u"published"_s << 0;
    QTest::newRow("masked") << QByteArray("oh darn") << u"changed"_s << 1;
    QTest::newRow("held") << QByteArray("hold me") << u"held"_s << 1;
    QTest::newRow("blocked") << QByteArray("block me") << u"blocked"_s << 1;
}

void TestRoomEdits::theAuthorIsTold()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, state);
    QFETCH(int, spans);
    RoomFixture fixture;
    fixture.callAndWait(RoomFixture::body(RoomFixture::envelope("a", text)));
    QCOMPARE(fixture.publisher.notices.size(), std::size_t(1));
    QVERIFY(fixture.publisher.notices.back().key == RoomFixture::room().noticesTopic("luis"));
    const QJsonObject notice = noticeOf(fixture);
    QCOMPARE(notice[u"id"].toString(), u"a"_s);
    QCOMPARE(notice[u"state"].toString(), state);
    QCOMPARE(notice[u"spans"].toArray().size(), spans);
}

void TestRoomEdits::anExchangedTokenIsAskedForAgain()
{
    RoomFixture fixture;
    fixture.publisher.answer = [](const PublishRequest &request) -> Result<Position> {
        if (request.tokenId == "tok_function")
            return Error{ErrorCode::Unauthenticated, "revoked"};
        return Position{1, 1};
    };
    fixture.callAndWait(RoomFixture::body(RoomFixture::envelope("a", "hello")));
    QCOMPARE(fixture.replies.last().status, 503);
    Room changed = RoomFixture::room();
    changed.functionTokenId = "tok_new";
    fixture.rooms.setRooms({changed});
    fixture.callAndWait(RoomFixture::body(RoomFixture::envelope("a", "hello")));
    QCOMPARE(fixture.replies.last().status, 200);
    QCOMPARE(fixture.publisher.published.size(), std::size_t(3));
}

void TestRoomEdits::whoIsBlockedTooOftenIsMuted()
{
    RoomFixture fixture;
    Room strict = RoomFixture::room();
    strict.moderation.strikesToMute = 2;
    fixture.rooms.setRooms({strict});
    fixture.callAndWait(RoomFixture::body(RoomFixture::envelope("a", "block me")));
    fixture.callAndWait(RoomFixture::body(RoomFixture::envelope("b", "block me"), 2));
    fixture.callAndWait(RoomFixture::body(RoomFixture::envelope("c", "hello"), 3));
    QCOMPARE(fixture.replies.last().status, 200);
    QCOMPARE(fixture.verdict()[u"rule"].toString(), u"sender/muted"_s);
    QCOMPARE(noticeOf(fixture)[u"rule"].toString(), u"sender/muted"_s);
    QVERIFY(fixture.publisher.published.empty());
    fixture.callAndWait(RoomFixture::body(RoomFixture::envelope("a", "hello"), 4, u"ana"_s));
    QCOMPARE(fixture.publisher.published.size(), std::size_t(3)); // others are not muted
}

void TestRoomEdits::whatNobodyCouldJudgeIsNoStrike()
{
    RoomFixture fixture;
    Room strict = RoomFixture::room();
    strict.moderation.strikesToMute = 1;
    fixture.rooms.setRooms({strict});
    fixture.callAndWait(RoomFixture::body(RoomFixture::envelope("a", "fail me")));
    QCOMPARE(fixture.verdict()[u"action"].toString(), u"block"_s);
    fixture.callAndWait(RoomFixture::body(RoomFixture::envelope("b", "hello"), 2));
    QCOMPARE(fixture.publisher.published.size(), std::size_t(3));
}

void TestRoomEdits::aCleanMessageTakesStrikesAway()
{
    RoomFixture fixture;
    Room strict = RoomFixture::room();
    strict.moderation.strikesToMute = 2;
    fixture.rooms.setRooms({strict});
    int sequence = 0;
    for (const char *text : {"block me", "hello", "block me", "hello again"}) {
        const QByteArray id = "m" + QByteArray::number(++sequence);
        fixture.callAndWait(RoomFixture::body(RoomFixture::envelope(id, text), sequence));
    }
    QCOMPARE(fixture.texts("friends-subscribe-english"),
             (QStringList{u"hello"_s, u"hello again"_s}));
}

void TestRoomEdits::heldIsAnsweredWhenItIsKept_data()
{
    QTest::addColumn<int>("code"); // -1: it is kept
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("action");
    QTest::newRow("kept") << -1 << 200 << u"hold"_s;
    QTest::newRow("too many wait") << int(ErrorCode::LimitExceeded) << 200 << u"block"_s;
    QTest::newRow("the disk is full") << int(ErrorCode::Unavailable) << 503 << QString();
}

void TestRoomEdits::heldIsAnsweredWhenItIsKept()
{
    QFETCH(int, code);
    QFETCH(int, status);
    QFETCH(QString, action);
    RoomFixture fixture;
    fixture.keepsHeld = false;
    fixture.call(RoomFixture::body(RoomFixture::envelope("a", "hold me")));
    fixture.call(RoomFixture::body(RoomFixture::envelope("a", "hold me"))); // again meanwhile
    QCOMPARE(fixture.held.size(), std::size_t(1));
    QVERIFY(fixture.replies.isEmpty()); // nobody believes it delivered yet
    QCOMPARE(fixture.held.front().first.text, std::string("hold me"));
    fixture.held.front().second(code < 0 ? Result<void>() : Error{ErrorCode(code), "no"});
    QTRY_COMPARE(fixture.replies.size(), 2);
    QCOMPARE(fixture.replies.last().status, status);
    if (status == 200)
        QCOMPARE(fixture.verdict()[u"action"].toString(), action);
    QCOMPARE(fixture.publisher.notices.size(), std::size_t(status == 200 ? 1 : 0));
}

void TestRoomEdits::approvedComesWithTheModeratorsText()
{
    RoomFixture fixture;
    const QByteArray body = RoomFixture::body(RoomFixture::envelope("a", "hold me"));
    fixture.callAndWait(body);
    FunctionCall call = RoomFixture::callOf(body);
    call.approvedText = "hold me, darn";
    fixture.function.invoke(call, [&](FunctionReply reply) { fixture.replies.append(reply); });
    QTRY_COMPARE(fixture.replies.size(), 2);
    QCOMPARE(fixture.replies.last().status, 200);
    QCOMPARE(fixture.texts("friends-subscribe-english"), QStringList{u"hold me, darn"_s});
    const QStringList spanish = fixture.texts("friends-subscribe-spanish");
    QCOMPARE(spanish.size(), 1); // what the filter would hold there is masked: a person has read it
    QVERIFY(spanish.first().contains(u"****"_s));
    QCOMPARE(fixture.held.size(), std::size_t(1));
}

QTEST_GUILESS_MAIN(TestRoomEdits)
#include "tst_room_edits.moc"
