#include <QTest>

#include "server/functions/translation/apertium_stream.h"

using namespace parley::functions;

class TestApertiumStream : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void escapes_data();
    void escapes();
    void damagedRepliesAreRefused_data();
    void damagedRepliesAreRefused();
    void placeholdersTravel();
    void marksAreCounted();
};

void TestApertiumStream::escapes_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("stream");
    QTest::newRow("empty") << QByteArray() << QByteArray();
    QTest::newRow("reserved") << QByteArray("\\^$<>{}[]@/")
                              << QByteArray("\\\\\\^\\$\\<\\>\\{\\}\\[\\]\\@\\/");
    QTest::newRow("NUL") << QByteArray("a\0b", 3) << QByteArray("ab");
    QTest::newRow("a forged number") << QByteArray("[N1]") << QByteArray("\\[N1\\]");
    QTest::newRow("a forged block") << QByteArray("[P0]") << QByteArray("\\[P0\\]");
    QTest::newRow("plain") << QByteArray("¿qué?") << QByteArray("¿qué?");
}

void TestApertiumStream::escapes()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, stream);
    const ProtectedText parts(text.toStdString());
    QCOMPARE(toApertium(parts, PlaceholderForm::BlocksOnly), stream.toStdString());
    const auto back = fromApertium(stream.toStdString(), parts);
    QVERIFY(back);
    QCOMPARE(back->text, QByteArray(text).replace('\0', "").toStdString());
}

void TestApertiumStream::damagedRepliesAreRefused_data()
{
    QTest::addColumn<QByteArray>("reply");
    QTest::newRow("nothing came") << QByteArray();
    QTest::newRow("token lost") << QByteArray("hola [P1]");
    QTest::newRow("block lost") << QByteArray("hola XQ0QX");
    QTest::newRow("block twice") << QByteArray("XQ0QX [P1] [P1]");
    QTest::newRow("token and its block") << QByteArray("XQ0QX [P0] [P1]");
    QTest::newRow("block never sent") << QByteArray("XQ0QX [P1] [P2]");
    QTest::newRow("unknown block") << QByteArray("XQ0QX [P1] [x]");
    QTest::newRow("open block") << QByteArray("XQ0QX [P1");
    QTest::newRow("no number") << QByteArray("XQ0QX [P]");
    QTest::newRow("huge number") << QByteArray("XQ0QX [P1] [P99999999999]");
}

void TestApertiumStream::damagedRepliesAreRefused()
{
    QFETCH(QByteArray, reply);
    const ProtectedText parts("hi @ana https://a.example");
    QVERIFY(!fromApertium(reply.toStdString(), parts));
}

void TestApertiumStream::placeholdersTravel()
{
    const ProtectedText parts("hi @ana, see https://a.example/x [now]");
    QCOMPARE(toApertium(parts, PlaceholderForm::TokensAndBlocks),
             std::string("hi XQ0QX, see [P1] \\[now\\]"));
    QCOMPARE(toApertium(parts, PlaceholderForm::BlocksOnly),
             std::string("hi [P0], see [P1] \\[now\\]"));
    const auto back = fromApertium("mira [P1] \\[ya\\], *XQ0QX hola[]", parts);
    QVERIFY(back);
    QCOMPARE(back->text, std::string("mira https://a.example/x [ya], @ana hola"));
    QCOMPARE(back->unknownWords, std::size_t(0));
}

void TestApertiumStream::marksAreCounted()
{
    const auto back = fromApertium("el *flurb es #grande y @raro a\\@b", ProtectedText("x"));
    QVERIFY(back);
    QCOMPARE(back->text, std::string("el flurb es grande y raro a@b"));
    QCOMPARE(back->unknownWords, std::size_t(3));
}

QTEST_APPLESS_MAIN(TestApertiumStream)
#include "tst_apertium_stream.moc"
