#include <QTest>

#include "ui/models/gunzip.h"
#include "ui/models/line_difference.h"

using namespace Qt::StringLiterals;
using namespace parley::ui;

// What is shown of two answers, and of a compressed one.
class TestLineDifference : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void differencesAreFewest_data();
    void differencesAreFewest();
    void longTextsAreCut();
    void gzipIsUnfolded();
    void whatIsNoGzipStays_data();
    void whatIsNoGzipStays();
    void bombsAreCut();
};

namespace {

QByteArray gzipOf(const QByteArray &bytes)
{
    // A gzip member around what qCompress() makes: its zlib head and tail go.
    const QByteArray zlib = qCompress(bytes, 9).mid(4);
    return QByteArray::fromHex("1f8b08000000000000ff") + zlib.mid(2, zlib.size() - 6)
        + QByteArray(8, '\0'); // a sum that is wrong: it is looked at all the same
}

} // namespace

void TestLineDifference::differencesAreFewest_data()
{
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("after");
    QTest::addColumn<QString>("shown");
    QTest::newRow("nothing") << u""_s << u""_s << u""_s;
    QTest::newRow("same") << u"a\nb"_s << u"a\nb"_s << u" a| b"_s;
    QTest::newRow("added") << u"a"_s << u"a\nb"_s << u" a|+b"_s;
    QTest::newRow("removed") << u"a\nb"_s << u"b"_s << u"-a| b"_s;
    QTest::newRow("changed") << u"a\nx\nb"_s << u"a\ny\nb"_s << u" a|-x|+y| b"_s;
    QTest::newRow("from nothing") << u""_s << u"a"_s << u"+a"_s;
    QTest::newRow("all else") << u"a\nb"_s << u"c"_s << u"-a|-b|+c"_s;
    QTest::newRow("moved") << u"a\nb\nc"_s << u"b\nc\na"_s << u"-a| b| c|+a"_s;
}

void TestLineDifference::differencesAreFewest()
{
    QFETCH(QString, before);
    QFETCH(QString, after);
    QFETCH(QString, shown);
    QStringList lines;
    for (const DifferenceLine &line : lineDifference(before, after))
        lines.append(QString(u" -+"[int(line.kind)]) + line.text);
    QCOMPARE(lines.join(u'|'), shown);
}

void TestLineDifference::longTextsAreCut()
{
    const QString text = u"a\n"_s.repeated(5 * kMaxDifferenceLines);
    QCOMPARE(lineDifference(text, text).size(), kMaxDifferenceLines);
}

void TestLineDifference::gzipIsUnfolded()
{
    const auto unpacked = gunzipped(gzipOf("hello, hello, hello"));
    QVERIFY(unpacked);
    QCOMPARE(unpacked->bytes, QByteArray("hello, hello, hello"));
    QVERIFY(!unpacked->isCut);
    const QByteArray whole = gzipOf(QByteArray(10'000, 'a') + QByteArray(10'000, 'b'));
    const auto half = gunzipped(whole.left(whole.size() - 12));
    QVERIFY(half && half->bytes.startsWith("aaaa"));
}

void TestLineDifference::whatIsNoGzipStays_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("text") << QByteArray("{}");
    QTest::newRow("another method") << QByteArray::fromHex("1f8b09000000000000ff0000");
    QTest::newRow("rubbish behind the head") << QByteArray::fromHex("1f8b08000000000000ffffffffff");
}

void TestLineDifference::whatIsNoGzipStays()
{
    QFETCH(QByteArray, bytes);
    QVERIFY(!gunzipped(bytes));
}

void TestLineDifference::bombsAreCut()
{
    const auto unpacked = gunzipped(gzipOf(QByteArray(20 * kMaxGunzippedBytes, '\0')));
    QVERIFY(unpacked && unpacked->isCut);
    QCOMPARE(unpacked->bytes.size(), kMaxGunzippedBytes);
}

QTEST_GUILESS_MAIN(TestLineDifference)
#include "tst_line_difference.moc"
