#include <QJsonArray>
#include <QTest>

#include "tests/unit/functions/room_fixture.h"

using namespace parley;
using namespace parley::functions;
using parley::test::RoomFixture;

// What happens when deliveries come twice, publishes fail, and engines answer out of order.
class TestRoomRedelivery : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void publishErrors_data();
    void publishErrors();
    void whatReachedNobodyMayBeTriedAgain();
    void failedLanguageIsRepeatedAlone();
    void deliveredTwicePublishesOnce();
    void deliveredAgainMeanwhileWaitsForTheFirst();
    void sameIdOfAnotherSenderIsAnotherMessage();
    void newRevisionIsPublished();
    void orderOfOneSenderIsKept();
    void sendersDoNotWaitForEachOther();
    void endsWithAnswersOnTheirWay();
};

void TestRoomRedelivery::publishErrors_data()
{
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<int>("status");
    QTest::newRow("revoked token") << ErrorCode::PermissionDenied << 200;
    QTest::newRow("topic gone") << ErrorCode::NotFound << 200;
    QTest::newRow("storage broken") << ErrorCode::StorageFailed << 200;
    QTest::newRow("busy") << ErrorCode::Busy << 503;
    QTest::newRow("stopping") << ErrorCode::Unavailable << 503;
}

void TestRoomRedelivery::publishErrors()
{
    QFETCH(ErrorCode, code);
    QFETCH(int, status);
    RoomFixture fixture;
    fixture.publisher.answer = [code](const PublishRequest &request) -> Result<Position> {
        if (request.key.topic.text() == "friends-subscribe-spanish")
            return Error{code, "no"};
        return Position{1, 1};
    };
    fixture.callAndWait(RoomFixture::body("hello"));
    QCOMPARE(fixture.replies.last().status, status);
    QCOMPARE(fixture.replies.last().error, std::string(status == 200 ? "" : "es: no"));
    QCOMPARE(fixture.verdict()[u"languages"][1][u"error"].toString(), QStringLiteral("no"));
    QCOMPARE(fixture.publisher.published.size(), std::size_t(2)); // the others were not touched
    QCOMPARE(fixture.verdicts.size(), status == 200 ? 1 : 0);
}

// Its owner mends the room and presses "Retry now".
void TestRoomRedelivery::whatReachedNobodyMayBeTriedAgain()
{
    RoomFixture fixture;
    bool isBroken = true;
    fixture.publisher.answer = [&isBroken](const PublishRequest &) -> Result<Position> {
        return isBroken ? Result<Position>(Error{ErrorCode::NotFound, "no"}) : Position{1, 1};
    };
    fixture.callAndWait(RoomFixture::body(RoomFixture::envelope("a", "hello")));
    QCOMPARE(fixture.replies.last().status, 500);
    QCOMPARE(fixture.verdicts.size(), 1); // its owner hears of it
    isBroken = false;
    fixture.callAndWait(RoomFixture::body(RoomFixture::envelope("a", "hello")));
    QCOMPARE(fixture.replies.last().status, 200);
    QCOMPARE(fixture.publisher.published.size(), std::size_t(3));
}

void TestRoomRedelivery::failedLanguageIsRepeatedAlone()
{
    RoomFixture fixture;
    bool isBusy = true;
    fixture.publisher.answer = [&isBusy](const PublishRequest &request) -> Result<Position> {
        if (isBusy && request.key.topic.text() == "friends-subscribe-spanish")
            return Error{ErrorCode::Busy, "busy"};
        return Position{1, 1};
    };
    fixture.callAndWait(RoomFixture::body(RoomFixture::envelope("a", "hello")));
    QCOMPARE(fixture.replies.last().status, 503);
    isBusy = false;
    fixture.callAndWait(RoomFixture::body(RoomFixture::envelope("a", "hello")));
    QCOMPARE(fixture.replies.last().status, 200);
    QCOMPARE(fixture.publisher.attempts.size(), std::size_t(4));
    QCOMPARE(fixture.texts("friends-subscribe-spanish"), QStringList{QStringLiteral("hello>es")});
    QCOMPARE(fixture.texts("friends-subscribe-english").size(), 1);
    const QJsonArray languages = fixture.verdict().value(u"languages").toArray();
    for (const QJsonValue &language : languages)
        QCOMPARE(language[u"published"].toBool(), true);
}

void TestRoomRedelivery::deliveredTwicePublishesOnce()
{
    RoomFixture fixture;
    fixture.callAndWait(RoomFixture::body("hello"));
    fixture.callAndWait(RoomFixture::body("hello"));
    QCOMPARE(fixture.publisher.attempts.size(), std::size_t(3));
    QCOMPARE(fixture.replies.at(1).body, fixture.replies.at(0).body);
    QCOMPARE(fixture.verdicts.size(), 1);
}

void TestRoomRedelivery::deliveredAgainMeanwhileWaitsForTheFirst()
{
    RoomFixture fixture;
    fixture.translator.isHolding = true;
    fixture.call(RoomFixture::body(RoomFixture::envelope("a", "hello")));
    fixture.call(RoomFixture::body(RoomFixture::envelope("a", "hello")));
    QCOMPARE(fixture.translator.held.size(), std::size_t(2));
    fixture.translator.release(0);
    fixture.translator.release(0);
    QTRY_COMPARE(fixture.replies.size(), 2);
    QCOMPARE(fixture.publisher.attempts.size(), std::size_t(3));
}

void TestRoomRedelivery::sameIdOfAnotherSenderIsAnotherMessage()
{
    RoomFixture fixture;
    fixture.callAndWait(RoomFixture::body(RoomFixture::envelope("a", "hello")));
    fixture.callAndWait(
        RoomFixture::body(RoomFixture::envelope("a", "hello"), 2, QStringLiteral("mallory")));
    QCOMPARE(fixture.publisher.attempts.size(), std::size_t(6));
}

void TestRoomRedelivery::newRevisionIsPublished()
{
    RoomFixture fixture;
    fixture.callAndWait(RoomFixture::body(RoomFixture::envelope("a", "hello")));
    fixture.callAndWait(RoomFixture::body(RoomFixture::envelope("a", "hullo", R"(,"rev":2)"), 2));
    QCOMPARE(fixture.texts("friends-subscribe-english").last(), QStringLiteral("hullo"));
}

void TestRoomRedelivery::orderOfOneSenderIsKept()
{
    RoomFixture fixture;
    fixture.translator.isHolding = true;
    fixture.call(RoomFixture::body(RoomFixture::envelope("a", "one"), 1));
    fixture.call(RoomFixture::body(RoomFixture::envelope("b", "two"), 2));
    fixture.call(RoomFixture::body(RoomFixture::envelope("c", "three"), 3));
    while (!fixture.translator.held.empty()) // the last question is answered first
        fixture.translator.release(fixture.translator.held.size() - 1);
    QTRY_COMPARE(fixture.replies.size(), 3);
    QCOMPARE(fixture.texts("friends-subscribe-spanish"),
             (QStringList{QStringLiteral("one>es"), QStringLiteral("two>es"),
                          QStringLiteral("three>es")}));
    QCOMPARE(fixture.texts("friends-subscribe-english"),
             (QStringList{QStringLiteral("one"), QStringLiteral("two"), QStringLiteral("three")}));
}

void TestRoomRedelivery::sendersDoNotWaitForEachOther()
{
    RoomFixture fixture;
    fixture.translator.isHolding = true;
    fixture.call(RoomFixture::body(RoomFixture::envelope("a", "slow"), 1));
    fixture.call(RoomFixture::body(RoomFixture::envelope("b", "quick"), 2, QStringLiteral("ana")));
    fixture.translator.release(2); // es of the second
    QCOMPARE(fixture.texts("friends-subscribe-spanish"), QStringList{QStringLiteral("quick>es")});
    fixture.translator.release(2); // ja of the second
    QTRY_COMPARE(fixture.replies.size(), 1);
}

void TestRoomRedelivery::endsWithAnswersOnTheirWay()
{
    test::FakePublisher publisher;
    test::FakeTranslator translator;
    test::FakeModerator moderator;
    RoomDirectory rooms;
    rooms.setRooms({RoomFixture::room()});
    SystemClock clock;
    publisher.isHolding = true;
    int replies = 0;
    {
        RoomFunction function({rooms, moderator, translator, publisher, clock, {}});
        function.invoke(RoomFixture::callOf(RoomFixture::body("hello")),
                        [&](const FunctionReply &) { ++replies; });
        translator.isHolding = true;
        function.invoke(RoomFixture::callOf(RoomFixture::body("hello", 2)),
                        [&](const FunctionReply &) { ++replies; });
    }
    publisher.releaseAll();
    while (!translator.held.empty())
        translator.release(0);
    QCoreApplication::processEvents();
    QCOMPARE(replies, 0);
    QCOMPARE(publisher.attempts.size(), std::size_t(4)); // the second's same-language copy too
}

QTEST_GUILESS_MAIN(TestRoomRedelivery)
#include "tst_room_redelivery.moc"
