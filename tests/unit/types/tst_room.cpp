#include <QTest>

#include "server/types/language.h"
#include "server/types/room.h"
#include "tests/support/bytes.h"

using namespace parley;
using namespace parley::test;

class tst_Room : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void checked_data();
    void checked();
    void topics();
    void topicsOfAnyName();
    void ownsItsTopicsAndNoOthers();
    void longestNameFitsEveryLanguage();
};

namespace {

Room room(std::string name, std::vector<std::string> languages)
{
    Room room;
    room.name = std::move(name);
    room.languages = std::move(languages);
    return room;
}

} // namespace

void tst_Room::checked_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("languages"); // joined by spaces
    QTest::addColumn<bool>("accepted");

    const auto row = [](const char *title, const QByteArray &name, const QByteArray &languages,
                        bool ok) { QTest::newRow(title) << name << languages << ok; };
    row("no name", "", "en", false);
    row("space", "my friends", "en", false);
    row("system", "$friends", "en", false);
    row("ends with a dot", "friends.", "en", false);
    row("dot segments", "../friends", "en", false);
    row("one too long", QByteArray(98, 'a'), "en", false);
    row("with parts", "home/friends", "en", false);
    row("no language", "friends", "", false);
    row("unknown language", "friends", "en xx", false);
    row("language in upper case", "friends", "EN", false);
    row("language by word", "friends", "english", false);
    row("language twice", "friends", "en es en", false);
    row("17 languages", "friends", "ar ca de en es fr he hi it ja ko nl pl pt ru sv th", false);
    row("16 languages", "friends", "ar ca de en es fr he hi it ja ko nl pl pt ru sv", true);
    row("longest", QByteArray(97, 'a'), "en", true);
    row("usual", "friends", "en es ja", true);
}

void tst_Room::checked()
{
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, languages);
    QFETCH(bool, accepted);

    std::vector<std::string> codes;
    if (!languages.isEmpty())
        for (const QByteArray &code : languages.split(' '))
            codes.push_back(code.toStdString());
    const auto checkedRoom = Room::checked(room(name.toStdString(), codes));
    QCOMPARE(bool(checkedRoom), accepted);
    if (checkedRoom)
        QCOMPARE(bytes(checkedRoom->name), name);
    else
        QCOMPARE(checkedRoom.error().code, ErrorCode::InvalidArgument);
}

void tst_Room::topics()
{
    const auto friends = *Room::checked(room("friends", {"en", "es", "ja"}));
    QCOMPARE(bytes(friends.publishTopic().topic.text()), QByteArray("friends-publish"));
    QCOMPARE(bytes(friends.subscribeTopic("ja").topic.text()),
             QByteArray("friends-subscribe-japanese"));
    QVERIFY(friends.subscribeTopic("en").nameSpace == NamespaceName::standard());
    QVERIFY(friends.moderation.failClosed);
}

void tst_Room::topicsOfAnyName()
{
    Room own = room("friends", {"en", "es"});
    own.topicNames = {"chat/{room}/in", "{language}-of-{room}"};
    const auto checkedRoom = Room::checked(own);
    QVERIFY(checkedRoom);
    QCOMPARE(bytes(checkedRoom->publishTopic().topic.text()), QByteArray("chat/friends/in"));
    QCOMPARE(bytes(checkedRoom->subscribeTopic("es").topic.text()),
             QByteArray("spanish-of-friends"));
}

void tst_Room::ownsItsTopicsAndNoOthers()
{
    const auto friends = *Room::checked(room("friends", {"en"}));
    const auto owns = [&friends](const std::string &topic) {
        return friends.owns({NamespaceName::standard(), *TopicName::parse(topic)});
    };
    QVERIFY(owns("friends-publish"));
    QVERIFY(owns("friends-subscribe-english"));
    QVERIFY(owns("friends-presence"));
    QVERIFY(friends.owns(friends.noticesTopic("Ana María")));
    QVERIFY(!owns("friends-subscribe-spanish"));
    QVERIFY(!owns("friends-notices-"));
    QVERIFY(!owns("friends-notices-publish"));
    QVERIFY(!owns("friends-notices-0123456789abcdef0123-publish"));
    QVERIFY(!owns("friendship-publish"));
    QVERIFY(friends.noticesTopic("ana") != friends.noticesTopic("Ana"));
    QVERIFY(!friends.owns({*NamespaceName::parse("other"), friends.publishTopic().topic}));
}

void tst_Room::longestNameFitsEveryLanguage()
{
    for (const Language &language : languages()) {
        const auto longest
            = Room::checked(room(std::string(97, 'a'), {std::string(language.code)}));
        QVERIFY(longest);
        QVERIFY(longest->subscribeTopic(language.code).topic.text().size()
                <= TopicName::kMaxLength);
        QVERIFY(longest->noticesTopic("ana").topic.text().size() <= TopicName::kMaxLength);
    }
}

QTEST_APPLESS_MAIN(tst_Room)
#include "tst_room.moc"
