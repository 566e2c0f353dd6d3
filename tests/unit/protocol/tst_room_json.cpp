#include <QTest>

#include "server/protocol/room_json.h"

using namespace parley;

namespace {

Room garden()
{
    Room room;
    room.name = "garden";
    room.languages = {"en", "es"};
    return room;
}

Room full()
{
    Room room = garden();
    room.topicNames = {"in/{room}", "out/{room}/{language}"};
    room.moderation.failClosed = false;
    room.moderation.checksNames = false;
    room.moderation.rules
        = {{"en", "mild", ModerationAction::Hold}, {"", "", ModerationAction::Flag}};
    room.moderation.terms = "@language en\n@allow\ndrat\n";
    room.moderation.strikesToMute = 3;
    room.moderation.muteMinutes = 5;
    room.engines = {{"en", "es", {"apertium", "deepl"}}, {"", "", {}}};
    room.glossary.entries = {{"en", "es", "sprint", ""}, {"", "", "Ana", "Ana"}};
    room.durability = Durability::Durable;
    room.retention = {Retention::kMinBytes, 100, std::chrono::seconds(60)};
    return room;
}

} // namespace

class TestRoomJson : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wrongSettingsAreRefused_data();
    void wrongSettingsAreRefused();
    void whatIsWrittenReadsBack();
    void whatIsLeftOutStays();
};

void TestRoomJson::wrongSettingsAreRefused_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QByteArray>("named"); // in the error
    const auto row = [](const char *title, const char *json, const char *named) {
        QTest::newRow(title) << QByteArray(json) << QByteArray(named);
    };
    row("no object", "[]", "object");
    row("unknown member", R"({"what":1})", "what");
    row("unknown member inside", R"({"moderation":{"what":1}})", "what");
    row("no languages", R"({"languages":[]})", "1 to 16");
    row("unknown language", R"({"languages":["xx"]})", "unknown language");
    row("action", R"({"moderation":{"rules":[{"action":"shout"}]}})", "allow, flag");
    row("rule without action", R"({"moderation":{"rules":[{"language":"en"}]}})", "action");
    row("rule of an unknown language",
        R"({"moderation":{"rules":[{"language":"xx","action":"mask"}]}})", "unknown language");
    row("too many strikes", R"({"moderation":{"strikesToMute":101}})", "strikesToMute");
    row("no mute", R"({"moderation":{"muteMinutes":0}})", "muteMinutes");
    row("engine without a name", R"({"engines":[{"engines":[""]}]})", "1 to 64");
    row("nine engines", R"({"engines":[{"engines":["a","b","c","d","e","f","g","h","i"]}]})",
        "at most 8");
    row("empty term", R"({"glossary":[{"term":" "}]})", "term");
    row("topics of one name", R"({"topicNames":{"subscribe":"{room}-all"}})", "{language}");
    row("no topic name", R"({"topicNames":{"publish":"{room} in"}})", "topic names");
    row("durability", R"({"durability":"forever"})", "durability");
    row("retention", R"({"retainedBytes":1})", "retainedBytes");
}

void TestRoomJson::wrongSettingsAreRefused()
{
    QFETCH(QByteArray, json);
    QFETCH(QByteArray, named);
    const auto room = roomSettingsFromJson(json.toStdString(), garden());
    QVERIFY(!room);
    QVERIFY2(QByteArray::fromStdString(room.error().message).contains(named),
             room.error().message.c_str());
}

void TestRoomJson::whatIsWrittenReadsBack()
{
    const Room room = full();
    const std::string json = roomSettingsJson(room);
    const auto back = roomSettingsFromJson(json, garden());
    QVERIFY(back);
    QCOMPARE(roomSettingsJson(*back), json);
    QVERIFY(back->moderation == room.moderation);
    QVERIFY(back->engines == room.engines);
    QVERIFY(back->glossary == room.glossary);
    QVERIFY(back->retention == room.retention);
    QVERIFY(back->topicNames == room.topicNames);
    QCOMPARE(back->durability, Durability::Durable);
}

void TestRoomJson::whatIsLeftOutStays()
{
    const auto changed
        = roomSettingsFromJson(R"({"languages":["ja"],"moderation":{"muteMinutes":9}})", full());
    QVERIFY(changed);
    QCOMPARE(changed->languages, std::vector<std::string>{"ja"});
    QCOMPARE(changed->moderation.muteMinutes, 9u);
    QCOMPARE(changed->moderation.strikesToMute, 3u);
    QVERIFY(changed->engines == full().engines);
}

QTEST_APPLESS_MAIN(TestRoomJson)
#include "tst_room_json.moc"
