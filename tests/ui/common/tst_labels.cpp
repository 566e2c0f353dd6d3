#include <QTest>
#include <QTextDocument>

#include "ui/common/labels.h"

using namespace parley::ui;
using namespace Qt::StringLiterals;

// Text from outside is text, also where Qt would take it for HTML.
class TestLabels final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void labelsShowPlainText();
    void toolTipsShowTextAsItIs_data();
    void toolTipsShowTextAsItIs();
    void whatIsCutIsToldPlainly();
};

void TestLabels::labelsShowPlainText()
{
    QWidget parent;
    for (const QLabel *each : {label(u"<b>x</b>"_s, &parent), headingLabel(u"<b>x</b>"_s, &parent),
                               mutedLabel(u"<b>x</b>"_s, &parent), problemLabel(&parent)})
        QCOMPARE(each->textFormat(), Qt::PlainText);
}

void TestLabels::toolTipsShowTextAsItIs_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("plain") << u"Shop backend"_s;
    QTest::newRow("a tag") << u"<b>Shop</b>"_s;
    QTest::newRow("a picture from elsewhere") << u"<img src='http://a.example/x.png'>"_s;
    QTest::newRow("entities") << u"a & b &amp; c"_s;
    QTest::newRow("a line end") << u"one\ntwo"_s;
    QTest::newRow("right to left") << u"المتجر <b>"_s;
}

void TestLabels::toolTipsShowTextAsItIs()
{
    QFETCH(const QString, text);
    QTextDocument document; // what QToolTip makes of it
    const QString shown = plainToolTip(text);
    QVERIFY(Qt::mightBeRichText(shown));
    document.setHtml(shown);
    QCOMPARE(document.toPlainText(), text);
}

void TestLabels::whatIsCutIsToldPlainly()
{
    QCOMPARE(plainToolTip({}), QString());
    ElidedLabel line;
    line.setTextFormat(Qt::PlainText);
    line.setFullText(u"<b>a name that is much longer than its place</b>"_s);
    line.resize(40, 20);
    line.show();
    QTRY_VERIFY(line.text() != u"<b>a name that is much longer than its place</b>"_s);
    QVERIFY(line.toolTip().contains(u"&lt;b&gt;"_s));
    QCOMPARE(line.textFormat(), Qt::PlainText);
}

QTEST_MAIN(TestLabels)
#include "tst_labels.moc"
