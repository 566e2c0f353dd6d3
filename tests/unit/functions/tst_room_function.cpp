#include <QJsonArray>
#include <QTest>

#include "tests/unit/functions/room_fixture.h"

using namespace parley;
using namespace parley::functions;
using parley::test::FakeTranslator;
using parley::test::RoomFixture;

class TestRoomFunction : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void malformedIs422();
    void unknownRoomIs404();
    void loops_data();
    void loops();
    void forgedSenderIsIgnored();
    void anEditedBodyIsNobodysMessage_data();
    void anEditedBodyIsNobodysMessage();
    void blockedGoesNowhere_data();
    void blockedGoesNowhere();
    void unjudgedFailsClosed();
    void unjudgedFailsOpenWhenTheRoomSaysSo();
    void listedWordInATranslationIsMaskedThereOnly();
    void heldTranslationStopsOnlyItsLanguage();
    void noEngineDeliversTheOriginal();
    void maskedSourceGoesEverywhere();
    void hiddenNameFallsBackToTheId();
    void oneEnvelopeForEachLanguage();
    void tooManyJobs();
};

void TestRoomFunction::malformedIs422()
{
    RoomFixture fixture;
    fixture.callAndWait("{}");
    QCOMPARE(fixture.replies.last().status, 422);
    fixture.callAndWait(RoomFixture::body(R"({"v":1,"kind":"message","text":"no id"})"));
    QCOMPARE(fixture.replies.last().status, 422);
    QVERIFY(!fixture.replies.last().error.empty());
    QVERIFY(fixture.publisher.attempts.empty());
}

void TestRoomFunction::unknownRoomIs404()
{
    RoomFixture fixture;
    fixture.rooms.setRooms({});
    fixture.callAndWait(RoomFixture::body("hello"));
    QCOMPARE(fixture.replies.last().status, 404);
}

void TestRoomFunction::loops_data()
{
    QTest::addColumn<QByteArray>("more");
    QTest::addColumn<int>("status");
    QTest::newRow("was here before") << QByteArray(R"(,"hops":[{"at":"fn:room"}])") << 422;
    QTest::newRow("too many hops")
        << QByteArray(R"(,"hops":[{"at":"a"},{"at":"b"},{"at":"c"}],"max_hops":4)") << 422;
    QTest::newRow("claims a huge limit") << QByteArray(R"(,"hops":[)")
            + QByteArray(R"({"at":"a"},)").repeated(14) + R"({"at":"b"}],"max_hops":100000)"
                                         << 422;
    QTest::newRow("another function before")
        << QByteArray(R"(,"hops":[{"at":"a","seq":1},{"at":"fn:spell"}],"max_hops":4)") << 200;
}

void TestRoomFunction::loops()
{
    QFETCH(QByteArray, more);
    QFETCH(int, status);
    RoomFixture fixture;
    fixture.callAndWait(RoomFixture::body(RoomFixture::envelope("a", "hi", more)));
    QCOMPARE(fixture.replies.last().status, status);
    QCOMPARE(fixture.publisher.attempts.size(), std::size_t(status == 200 ? 3 : 0));
    QCOMPARE(fixture.verdicts.size(), 1);
}

void TestRoomFunction::forgedSenderIsIgnored()
{
    RoomFixture fixture;
    const QByteArray more = R"(,"sender":{"id":"alice","name":"Alice"},"room":"other")";
    fixture.callAndWait(
        RoomFixture::body(RoomFixture::envelope("a", "hi", more), 1, QStringLiteral("mallory")));
    QCOMPARE(fixture.publishedEnvelope(0).sender.id, QStringLiteral("mallory"));
    QCOMPARE(fixture.publishedEnvelope(0).room, QStringLiteral("friends"));
    QCOMPARE(fixture.verdict().value(u"publisherId").toString(), QStringLiteral("mallory"));
}

void TestRoomFunction::anEditedBodyIsNobodysMessage_data()
{
    QTest::addColumn<std::string>("nameSpace");
    QTest::addColumn<std::string>("topic");
    QTest::addColumn<std::string>("publisher");
    QTest::newRow("topic") << std::string("default") << std::string("mine") << std::string("luis");
    QTest::newRow("namespace") << std::string("home") << std::string("friends-publish")
                               << std::string("luis");
    QTest::newRow("publisher") << std::string("default") << std::string("friends-publish")
                               << std::string("eve");
    QTest::newRow("nobody") << std::string("default") << std::string("friends-publish")
                            << std::string();
}

// Its delivery knows where it was published and by whom.
void TestRoomFunction::anEditedBodyIsNobodysMessage()
{
    QFETCH(const std::string, nameSpace);
    QFETCH(const std::string, topic);
    QFETCH(const std::string, publisher);
    RoomFixture f;
    auto call = RoomFixture::callOf(RoomFixture::body("hello"));
    call.nameSpace = nameSpace;
    call.topic = topic;
    call.publisherId = publisher;
    int status = 0;
    f.function.invoke(call, [&](const FunctionReply &reply) { status = reply.status; });
    QCOMPARE(status, 422);
    QVERIFY(f.publisher.published.empty());
}

void TestRoomFunction::blockedGoesNowhere_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("action");
    QTest::newRow("blocked") << QByteArray("please block me") << QStringLiteral("block");
    QTest::newRow("held") << QByteArray("please hold me") << QStringLiteral("hold");
    QTest::newRow("held and masked") << QByteArray("darn, hold me") << QStringLiteral("hold");
}

void TestRoomFunction::blockedGoesNowhere()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, action);
    RoomFixture fixture;
    fixture.callAndWait(RoomFixture::body(text));
    QCOMPARE(fixture.replies.last().status, 200);
    QVERIFY(fixture.publisher.attempts.empty());
    QVERIFY(fixture.translator.tasks.empty());
    QCOMPARE(fixture.verdict().value(u"action").toString(), action);
    QCOMPARE(fixture.verdict().value(u"rule").toString(), QStringLiteral("en/fake"));
    QVERIFY(!fixture.verdicts.first().contains("please"));
    QCOMPARE(fixture.verdicts.first(), QByteArray::fromStdString(fixture.replies.last().body));
}

void TestRoomFunction::unjudgedFailsClosed()
{
    RoomFixture fixture;
    fixture.callAndWait(RoomFixture::body("fail me"));
    QCOMPARE(fixture.replies.last().status, 200);
    QVERIFY(fixture.publisher.attempts.empty());
    QCOMPARE(fixture.verdict().value(u"action").toString(), QStringLiteral("block"));
    QVERIFY(!fixture.verdict().value(u"note").toString().isEmpty());
}

void TestRoomFunction::unjudgedFailsOpenWhenTheRoomSaysSo()
{
    RoomFixture fixture;
    Room open = RoomFixture::room();
    open.moderation.failClosed = false;
    fixture.rooms.setRooms({open});
    fixture.callAndWait(RoomFixture::body(RoomFixture::envelope("a", "fail me")));
    QCOMPARE(fixture.publisher.published.size(), std::size_t(3));
    QCOMPARE(fixture.publishedEnvelope(0).text, QStringLiteral("fail me"));
    QCOMPARE(fixture.publishedEnvelope(0).moderation.rules,
             QStringList{QStringLiteral("moderation/not-judged")});
}

void TestRoomFunction::listedWordInATranslationIsMaskedThereOnly()
{
    RoomFixture fixture;
    fixture.translator.answer = [](const TranslationTask &task) {
        Translation translation = FakeTranslator::plain(task);
        if (task.target == u"es")
            translation.text = QStringLiteral("es darn");
        return translation;
    };
    fixture.callAndWait(RoomFixture::body(RoomFixture::envelope("a", "clean")));
    QCOMPARE(fixture.texts("friends-subscribe-english"), QStringList{QStringLiteral("clean")});
    QCOMPARE(fixture.texts("friends-subscribe-spanish"), QStringList{QStringLiteral("es ****")});
    QCOMPARE(fixture.texts("friends-subscribe-japanese"), QStringList{QStringLiteral("clean>ja")});
    const ChatEnvelope spanish = fixture.publishedEnvelope(1);
    QCOMPARE(spanish.moderation.action, QStringLiteral("mask"));
    QCOMPARE(spanish.moderation.spans.first().begin, 3);
    QCOMPARE(spanish.moderation.spans.first().end, 7);
    QCOMPARE(fixture.publishedEnvelope(2).moderation.action, QStringLiteral("allow"));
}

void TestRoomFunction::heldTranslationStopsOnlyItsLanguage()
{
    RoomFixture fixture;
    fixture.translator.answer = [](const TranslationTask &task) {
        Translation translation = FakeTranslator::plain(task);
        if (task.target == u"es")
            translation.text = QStringLiteral("hold me");
        if (task.target == u"ja")
            translation.text = QStringLiteral("fail me");
        return translation;
    };
    fixture.callAndWait(RoomFixture::body(RoomFixture::envelope("a", "clean")));
    QCOMPARE(fixture.replies.last().status, 200);
    QCOMPARE(fixture.publisher.published.size(), std::size_t(1));
    const QJsonArray languages = fixture.verdict().value(u"languages").toArray();
    QCOMPARE(languages.at(1)[u"action"].toString(), QStringLiteral("hold"));
    QCOMPARE(languages.at(1)[u"published"].toBool(true), false);
    QCOMPARE(languages.at(2)[u"action"].toString(), QStringLiteral("block"));
    QVERIFY(languages.at(2)[u"error"].toString().contains(u"could not judge"));
}

void TestRoomFunction::noEngineDeliversTheOriginal()
{
    RoomFixture fixture;
    fixture.translator.answer = [](const TranslationTask &task) {
        Translation translation = FakeTranslator::plain(task);
        if (task.target == u"ja") {
            translation = {};
            translation.text = task.text;
            translation.reason = QStringLiteral("no engine for Japanese");
        }
        return translation;
    };
    fixture.callAndWait(RoomFixture::body(RoomFixture::envelope("a", "hello")));
    QCOMPARE(fixture.replies.last().status, 200);
    const ChatEnvelope japanese = fixture.publishedEnvelope(2);
    QCOMPARE(japanese.text, QStringLiteral("hello"));
    QCOMPARE(japanese.lang, QStringLiteral("en"));
    QCOMPARE(japanese.translation.status, QStringLiteral("none"));
    QCOMPARE(japanese.translation.reason, QStringLiteral("no engine for Japanese"));
}

void TestRoomFunction::maskedSourceGoesEverywhere()
{
    RoomFixture fixture;
    fixture.callAndWait(RoomFixture::body(RoomFixture::envelope("a", "oh darn it")));
    QCOMPARE(fixture.texts("friends-subscribe-english"), QStringList{QStringLiteral("oh **** it")});
    QCOMPARE(fixture.texts("friends-subscribe-spanish"),
             QStringList{QStringLiteral("oh **** it>es")});
    QCOMPARE(fixture.translator.tasks.at(1).text, QStringLiteral("oh **** it"));
    for (std::size_t i = 0; i < 3; ++i) {
        QVERIFY(fixture.publisher.published.at(i).payload.bytes.find("darn") == std::string::npos);
        QCOMPARE(fixture.publishedEnvelope(i).moderation.spans.first().begin, 3);
    }
    const QJsonArray spans = fixture.verdict().value(u"spans").toArray();
    QCOMPARE(spans, (QJsonArray{QJsonArray{3, 7}}));
}

void TestRoomFunction::hiddenNameFallsBackToTheId()
{
    RoomFixture fixture;
    fixture.callAndWait(
        RoomFixture::body(RoomFixture::envelope("a", "hi", R"(,"name":"block me")")));
    QCOMPARE(fixture.publishedEnvelope(0).sender.name, QStringLiteral("luis"));
    fixture.callAndWait(
        RoomFixture::body(RoomFixture::envelope("b", "hi", R"(,"name":"darn")"), 2));
    QCOMPARE(fixture.publishedEnvelope(3).sender.name, QStringLiteral("****"));
}

void TestRoomFunction::oneEnvelopeForEachLanguage()
{
    RoomFixture fixture;
    fixture.callAndWait(RoomFixture::body(RoomFixture::envelope("a", "hello")));
    QCOMPARE(fixture.replies.last().status, 200);
    QCOMPARE(fixture.publisher.published.size(), std::size_t(3));
    for (const PublishRequest &request : fixture.publisher.published)
        QCOMPARE(request.tokenId, std::string("tok_function"));
    QCOMPARE(fixture.publisher.published[1].key.topic.text(),
             std::string("friends-subscribe-spanish"));
    const ChatEnvelope spanish = fixture.publishedEnvelope(1);
    QCOMPARE(spanish.id, QStringLiteral("a"));
    QCOMPARE(spanish.lang, QStringLiteral("es"));
    QCOMPARE(spanish.text, QStringLiteral("hello>es"));
    QCOMPARE(spanish.source.text, QStringLiteral("hello"));
    QCOMPARE(spanish.source.by, QStringLiteral("declared"));
    QCOMPARE(spanish.hops.size(), 2);
    QCOMPARE(spanish.hops.first().at, QStringLiteral("friends-publish"));
    QCOMPARE(spanish.hops.last().at, QStringLiteral("fn:room"));
    const QJsonObject verdict = fixture.verdict();
    QCOMPARE(verdict.value(u"language").toString(), QStringLiteral("en"));
    const QJsonArray languages = verdict.value(u"languages").toArray();
    QCOMPARE(languages.size(), 3);
    QCOMPARE(languages.at(0)[u"status"].toString(), QStringLiteral("same"));
    QCOMPARE(languages.at(1)[u"pair"].toString(), QStringLiteral("en-es"));
    QCOMPARE(languages.at(1)[u"published"].toBool(), true);
}

void TestRoomFunction::tooManyJobs()
{
    RoomFixture fixture;
    fixture.translator.isHolding = true;
    for (std::size_t i = 0; i < RoomFunction::kMaxJobs; ++i)
        fixture.call(RoomFixture::body("hello", int(i) + 1));
    QCOMPARE(fixture.replies.size(), 0);
    fixture.callAndWait(RoomFixture::body("hello", 100'000));
    QCOMPARE(fixture.replies.last().status, 503);
}

QTEST_GUILESS_MAIN(TestRoomFunction)
#include "tst_room_function.moc"
