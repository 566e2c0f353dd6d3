#include <QTest>

#include "tests/ui/views/view_samples.h"
#include "ui/views/chat_words.h"
#include "ui/views/display_text.h"
#include "ui/views/id_color.h"
#include "ui/views/link_finder.h"

using namespace parley::ui;
using namespace Qt::Literals::StringLiterals;

class TestDisplayText final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void line_data();
    void line();
    void bounds();
    void paragraphsKeepWhatWritingNeeds();
    void links_data();
    void links();
    void initials_data();
    void initials();
    void coloursCanBeRead();
};

void TestDisplayText::line_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("shown");
    QTest::newRow("empty") << QByteArray() << QString();
    QTest::newRow("controls") << QByteArray("a\n\t\x1b\x7f", 5) << u"a␊␉␛␡"_s;
    QTest::newRow("zero") << QByteArray(1, '\0') << u"␀"_s;
    QTest::newRow("override") << u"a\u202Eb"_s.toUtf8() << u"a[U+202E]b"_s;
    QTest::newRow("isolate") << u"\u2066"_s.toUtf8() << u"[U+2066]"_s;
    QTest::newRow("zero width") << u"\u200B\uFEFF"_s.toUtf8() << u"[U+200B][U+FEFF]"_s;
    QTest::newRow("line separator") << u"\u2028"_s.toUtf8() << u"[U+2028]"_s;
    QTest::newRow("broken UTF-8") << QByteArray("\xff") << u"\uFFFD"_s;
    QTest::newRow("joined emoji") << u"👩‍👧"_s.toUtf8() << u"👩‍👧"_s;
    QTest::newRow("one accent") << u"e\u0301"_s.toUtf8() << u"e\u0301"_s;
}

void TestDisplayText::line()
{
    QFETCH(QByteArray, bytes);
    QTEST(displayLine(bytes, 200).text, "shown");
}

void TestDisplayText::bounds()
{
    const auto cut = displayLine(QByteArray(1024 * 1024, 'x'), 200);
    QCOMPARE(cut.text.size(), 200);
    QVERIFY(cut.cut);
    QVERIFY(!displayLine(QByteArray(200, 'x'), 200).cut);
    QCOMPARE(displayLine(zalgo(), 200).text.size(), 5 * (1 + 4)); // four marks a letter
    const QString lone = QString(QChar(0xD800)) + u'a' + QString(QChar(0xDC00));
    QCOMPARE(displayLine(QStringView(lone), 9).text, u"\uFFFDa\uFFFD"_s);
    QCOMPARE(displayHex(QByteArray(100, '\x01'), 2).text, u"01 01"_s);
    QVERIFY(displayHex(QByteArray(100, '\x01'), 2).cut);
}

void TestDisplayText::paragraphsKeepWhatWritingNeeds()
{
    QCOMPARE(displayParagraphs(u"a\r\nb\u2029c\td"_s), u"a\nb\nc\td"_s);
    QCOMPARE(displayParagraphs(u"\u200E\u2068x\u2069"_s), u"\u200E\u2068x\u2069"_s);
    QCOMPARE(displayParagraphs(u"\u202Ex"_s), u"[U+202E]x"_s);
    QCOMPARE(displayParagraphs(QString(QChar(0xDC00))), u"\uFFFD"_s);
}

void TestDisplayText::links_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("urls");
    QTest::newRow("script") << u"javascript:alert(1) file:///etc ftp://x.org www.x.org"_s
                            << QStringList();
    QTest::newRow("no host") << u"http:// https:///x"_s << QStringList();
    QTest::newRow("end of a sentence")
        << u"see https://x.org/a."_s << QStringList{u"https://x.org/a"_s};
    QTest::newRow("in brackets") << u"(https://x.org/a_(b))"_s
                                 << QStringList{u"https://x.org/a_(b)"_s};
    QTest::newRow("Japanese stop") << u"https://x.org/a。"_s << QStringList{u"https://x.org/a"_s};
    QTest::newRow("override inside")
        << u"https://x.org/\u202Ega"_s << QStringList{u"https://x.org/"_s};
    QTest::newRow("two") << u"HTTP://a.b and https://c.d/?e=f#g"_s
                         << QStringList{u"http://a.b"_s, u"https://c.d/?e=f#g"_s};
}

void TestDisplayText::links()
{
    QFETCH(QString, text);
    QStringList found;
    for (const auto &link : findLinks(text)) {
        QVERIFY(link.start >= 0 && link.start + link.length <= text.size());
        found.append(link.url.toString());
    }
    QTEST(found, "urls");
}

void TestDisplayText::initials_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("letters");
    QTest::newRow("empty") << QString() << u"?"_s;
    QTest::newRow("signs only") << u"!!! ..."_s << u"?"_s;
    QTest::newRow("one") << u"ana"_s << u"A"_s;
    QTest::newRow("many") << u"ana maría lópez"_s << u"AM"_s;
    QTest::newRow("Japanese") << u"健太"_s << u"健"_s;
    QTest::newRow("emoji") << u"👍🏽 x"_s << u"👍🏽X"_s;
}

void TestDisplayText::initials()
{
    QFETCH(QString, name);
    QTEST(ChatWords::initials(name), "letters");
    QVERIFY(ChatWords::initials(zalgo()).size() <= 16);
}

void TestDisplayText::coloursCanBeRead()
{
    QCOMPARE(qRound(contrastRatio(Qt::black, Qt::white)), 21);
    for (int i = 0; i < 200; ++i) {
        const auto id = QString::number(i * 7919);
        for (const auto &background : {QColor("#ffffff"_L1), QColor("#1f232b"_L1)})
            QVERIFY(contrastRatio(textColorFor(id, background), background) >= 4.5);
        QVERIFY(contrastRatio(fillColorFor(id), Qt::white) >= 4.5);
        QCOMPARE(fillColorFor(id), fillColorFor(id));
    }
}

QTEST_GUILESS_MAIN(TestDisplayText)
#include "tst_display_text.moc"
