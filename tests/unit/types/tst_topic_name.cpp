#include <QTest>

#include "server/types/topic_name.h"
#include "tests/support/bytes.h"

using namespace parley;
using namespace parley::test;

class tst_TopicName : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void parse_data();
    void parse();
    void everyByteAlone();
    void system_data();
    void system();
    void comparedAsBytes();
};

void tst_TopicName::parse_data()
{
    QTest::addColumn<QByteArray>("text"); // as it comes off the wire
    QTest::addColumn<bool>("accepted");

    const auto bad
        = [](const char *name, const QByteArray &text) { QTest::newRow(name) << text << false; };
    bad("empty", "");
    bad("one too long", QByteArray(int(TopicName::kMaxLength) + 1, 'a'));
    bad("zero byte", QByteArray("fri\0ends", 8));
    bad("zero byte last", QByteArray("friends\0", 8));
    bad("newline", "friends\n");
    bad("space last", "friends ");
    bad("space first", " friends");
    bad("space inside", "my friends");
    bad("dot last", "friends.");
    bad("dot last in a part", "a./b");
    bad("dot", ".");
    bad("two dots", "..");
    bad("dot segments", "a/../b");
    bad("up", "../admin");
    bad("slash first", "/a");
    bad("slash last", "a/");
    bad("two slashes", "a//b");
    bad("slash", "/");
    bad("backslash", "a\\b");
    bad("percent", "a%2fb");
    bad("escaped zero", "a%00");
    bad("star", "a*");
    bad("wildcard >", "a/>");
    bad("wildcard +", "a/+/b");
    bad("wildcard #", "a/#");
    bad("question mark", "a?b");
    bad("system", "$events/messages");
    bad("dollar inside", "a$b");
    bad("look-alike letter", "fri\xd0\xb5nds"); // Cyrillic e
    bad("composed accent", "caf\xc3\xa9");
    bad("combining accent", "cafe\xcc\x81");
    bad("zero width space",
        "fri\xe2\x80\x8b"
        "ends");
    bad("right to left override",
        "\xe2\x80\xae"
        "abc");
    bad("full width", "\xef\xbd\x81");
    bad("overlong slash",
        "a\xc0\xaf"
        "b");
    bad("tab", "a\tb");
    bad("quote", "a\"b");
    bad("markup", "<b>");
    const auto good
        = [](const char *name, const QByteArray &text) { QTest::newRow(name) << text << true; };
    good("usual", "friends-subscribe-english");
    good("one letter", "a");
    good("upper case", "Friends");
    good("longest", QByteArray(int(TopicName::kMaxLength), 'a'));
    good("one below", QByteArray(int(TopicName::kMaxLength) - 1, 'a'));
    good("parts", "home/kitchen/light");
    good("all signs", "a._:~-0");
    good("dots inside and first", ".a..b");
    good("three dots and a letter", "...a");
}

void tst_TopicName::parse()
{
    QFETCH(QByteArray, text);
    QFETCH(bool, accepted);

    const auto name = TopicName::parse({text.constData(), std::size_t(text.size())});
    QCOMPARE(bool(name), accepted);
    if (name)
        QCOMPARE(bytes(name->text()), text); // never changed
    else
        QCOMPARE(name.error().code, ErrorCode::InvalidArgument);
}

void tst_TopicName::everyByteAlone()
{
    static constexpr std::string_view kAllowed
        = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._:~-/";
    for (int byte = 0; byte < 256; ++byte) {
        const std::string text{'a', static_cast<char>(byte), 'a'};
        const bool expected = kAllowed.find(text[1]) != kAllowed.npos;
        if (bool(TopicName::parse(text)) != expected)
            QFAIL(qPrintable(QString::number(byte)));
    }
}

void tst_TopicName::system_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("accepted");

    for (const char *text :
         {"", "$", "$$a", "events", "a$", "$/a", "$a/", "$a b", "$.", "$..", "$a\n"})
        QTest::addRow("'%s'", text) << QByteArray(text) << false;
    QTest::newRow("one too long") << '$' + QByteArray(int(TopicName::kMaxLength), 'a') << false;
    QTest::newRow("longest") << '$' + QByteArray(int(TopicName::kMaxLength) - 1, 'a') << true;
    QTest::newRow("usual") << QByteArray("$events/messages") << true;
}

void tst_TopicName::system()
{
    QFETCH(QByteArray, text);
    QFETCH(bool, accepted);

    QCOMPARE(bool(TopicName::parseSystem(text.toStdString())), accepted);
    if (!accepted)
        return;
    QVERIFY(TopicName::parseSystem(text.toStdString())->isSystem());
    QVERIFY(TopicName::parseAny(text.toStdString())->isSystem());
    QVERIFY(!TopicName::parse(text.toStdString()));
    QVERIFY(!TopicName::parseAny("events")->isSystem());
}

void tst_TopicName::comparedAsBytes()
{
    QVERIFY(*TopicName::parse("a") != *TopicName::parse("A"));
    QVERIFY(*TopicName::parse("room-1") != *TopicName::parse("room-10"));
    QVERIFY(*TopicName::parse("a") == *TopicName::parse("a"));
    QCOMPARE(std::hash<TopicName>{}(*TopicName::parse("a")),
             std::hash<TopicName>{}(*TopicName::parse("a")));
}

QTEST_APPLESS_MAIN(tst_TopicName)
#include "tst_topic_name.moc"
