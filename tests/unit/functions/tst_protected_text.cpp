#include <QTest>

#include "server/functions/text/protected_text.h"

using namespace parley::functions;

class TestProtectedText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void finds_data();
    void finds();
    void lostAndDoubledTokens_data();
    void lostAndDoubledTokens();
    void tokenNeverOccursInTheText();
    void countsWords_data();
    void countsWords();
};

void TestProtectedText::finds_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArrayList>("found");
    const auto list = [](std::initializer_list<QByteArray> items) { return QByteArrayList(items); };
    QTest::newRow("empty") << QByteArray() << list({});
    QTest::newRow("words only") << QByteArray("hello there, you: me") << list({});
    QTest::newRow("lone signs") << QByteArray("a @ b ` c : d") << list({});
    QTest::newRow("mail address is no mention") << QByteArray("mail@home") << list({});
    QTest::newRow("time is no code") << QByteArray("at 10:30:45 now") << list({":30:"});
    QTest::newRow("only ticks") << QByteArray(100, '`') << list({});
    QTest::newRow("URL before a full stop") << QByteArray("see https://a.example/x?y=1&z=(2).")
                                            << list({"https://a.example/x?y=1&z=(2"});
    QTest::newRow("URL in Japanese")
        << QByteArray("これhttps://a.example/あ。次") << list({"https://a.example/あ"});
    QTest::newRow("URL after a space, Japanese stop")
        << QByteArray("これ https://a.example/あ。次") << list({"https://a.example/あ"});
    QTest::newRow("www") << QByteArray("www.a.example!") << list({"www.a.example"});
    QTest::newRow("mention and tag") << QByteArray("hi @ana-2, #go!") << list({"@ana-2", "#go"});
    QTest::newRow("mention with accents") << QByteArray("@josé y") << list({"@josé"});
    QTest::newRow("mention behind an accent") << QByteArray("é@ana") << list({});
    QTest::newRow("mention behind kana") << QByteArray("これ@ana") << list({"@ana"});
    QTest::newRow("code") << QByteArray("run `rm @x` now") << list({"`rm @x`"});
    QTest::newRow("code fence") << QByteArray("```a `b` c```") << list({"```a `b` c```"});
    QTest::newRow("short code") << QByteArray("nice :+1: :smile:") << list({":+1:", ":smile:"});
    QTest::newRow("emoji with joiners") << QByteArray("ok 👨‍👩‍👧👍🏽 fine")
                                        << list({"👨‍👩‍👧", "👍🏽"});
    QTest::newRow("flag") << QByteArray("🇪🇸") << list({"🇪🇸"});
    QTest::newRow("stars and tildes")
        << QByteArray("**wow** ~ # 1") << list({"**", "**", "~", "#"});
}

void TestProtectedText::finds()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArrayList, found);
    const ProtectedText parts(text.toStdString());
    QByteArrayList originals;
    for (std::size_t i = 0; i < parts.placeholderCount(); ++i)
        originals.append(QByteArray::fromStdString(parts.original(i)));
    QCOMPARE(originals, found);
    std::string joined;
    for (const ProtectedText::Piece &piece : parts.pieces())
        joined += piece.text;
    QCOMPARE(joined, text.toStdString()); // nothing is lost by cutting
}

void TestProtectedText::lostAndDoubledTokens_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<bool>("isWhole");
    QTest::newRow("one lost") << QByteArray("hola XQ0QX") << false;
    QTest::newRow("one twice") << QByteArray("XQ0QX XQ1QX XQ1QX") << false;
    QTest::newRow("never sent") << QByteArray("XQ0QX XQ1QX XQ2QX") << false;
    QTest::newRow("cut off") << QByteArray("XQ0QX XQ1Q") << false;
    QTest::newRow("huge number") << QByteArray("XQ0QX XQ1QX XQ99999999999999999999QX") << false;
    QTest::newRow("small letters") << QByteArray("xq0qx XQ1QX") << false;
    QTest::newRow("turned around") << QByteArray("XQ1QX y XQ0QX") << true;
}

void TestProtectedText::lostAndDoubledTokens()
{
    QFETCH(QByteArray, answer);
    QFETCH(bool, isWhole);
    const ProtectedText parts("@a and @b");
    std::string text = answer.toStdString();
    QCOMPARE(parts.restoreTokens(text, {}), isWhole);
    if (isWhole)
        QCOMPARE(text, std::string("@b y @a"));
}

void TestProtectedText::tokenNeverOccursInTheText()
{
    const ProtectedText parts("XQ0QX xqX XQXQXQ0 @ana");
    QVERIFY(std::string("XQ0QX XQX XQXQXQ0 @ANA").find(parts.token(0)) == std::string::npos);
    std::string answer = "XQ0QX xqX XQXQXQ0 " + parts.token(0);
    QVERIFY(parts.restoreTokens(answer, {}));
    QCOMPARE(answer, std::string("XQ0QX xqX XQXQXQ0 @ana"));
    const ProtectedText close("XQXQ:+1:XXQ"); // the text meets the token without a space
    answer = "XQXQ" + close.token(0) + "XXQ";
    QVERIFY(close.restoreTokens(answer, {}));
    QCOMPARE(answer, std::string("XQXQ:+1:XXQ"));
}

void TestProtectedText::countsWords_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("words");
    QTest::newRow("nothing") << QByteArray("...") << 0;
    QTest::newRow("placeholders") << QByteArray("@ana https://a.example 👍") << 0;
    QTest::newRow("contraction") << QByteArray("don't you") << 2;
    QTest::newRow("Japanese is one") << QByteArray("こんにちは") << 1;
}

void TestProtectedText::countsWords()
{
    QFETCH(QByteArray, text);
    QFETCH(int, words);
    QCOMPARE(int(ProtectedText(text.toStdString()).wordCount()), words);
}

QTEST_APPLESS_MAIN(TestProtectedText)
#include "tst_protected_text.moc"
