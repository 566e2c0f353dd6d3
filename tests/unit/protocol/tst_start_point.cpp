#include <QTest>

#include "server/protocol/start_point.h"
#include "tests/support/bytes.h"

using namespace parley;
using namespace parley::test;

class tst_StartPoint : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refuses_data();
    void refuses();
    void thereAndBack_data();
    void thereAndBack();
    void values();
    void position_data();
    void position();
};

void tst_StartPoint::refuses_data()
{
    QTest::addColumn<QByteArray>("text");

    for (const char *text : {"",
                             "Latest",
                             "latest ",
                             "last",
                             "last-",
                             "last-0",
                             "last--1",
                             "last-+1",
                             "last-01",
                             "last-1x",
                             "last-9007199254740992",
                             "last-20 ",
                             "after",
                             "after-",
                             "after-3",
                             "after-3-",
                             "after--17",
                             "after-3-17-1",
                             "after-03-17",
                             "after-3-017",
                             "after-9007199254740992-1",
                             "after-1-9007199254740992",
                             "after-1-18446744073709551617",
                             "3-17",
                             "after-3 -17",
                             "after-a-b",
                             "first"})
        QTest::addRow("'%s'", text) << QByteArray(text);
    QTest::newRow("zero byte") << QByteArray("latest\0", 7);
}

void tst_StartPoint::refuses()
{
    QFETCH(QByteArray, text);

    const auto from = startPointFromText(text.toStdString());
    QVERIFY(!from);
    QCOMPARE(from.error().code, ErrorCode::InvalidArgument);
}

void tst_StartPoint::thereAndBack_data()
{
    QTest::addColumn<QByteArray>("text");

    for (const char *text : {"latest", "earliest", "last-1", "last-9007199254740991", "after-0-0",
                             "after-3-17", "after-9007199254740991-9007199254740991"})
        QTest::newRow(text) << QByteArray(text);
}

void tst_StartPoint::thereAndBack()
{
    QFETCH(QByteArray, text);

    const auto from = startPointFromText(text.toStdString());
    QVERIFY(from);
    QCOMPARE(bytes(startPointText(*from)), text);
}

void tst_StartPoint::values()
{
    QVERIFY(*startPointFromText("latest") == StartPoint{FromLatest{}});
    QVERIFY(*startPointFromText("earliest") == StartPoint{FromEarliest{}});
    QVERIFY(*startPointFromText("last-20") == StartPoint{FromLast{20}});
    const StartPoint after{FromAfter{{3, 17}}};
    QVERIFY(*startPointFromText("after-3-17") == after);
}

void tst_StartPoint::position_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("valid");

    for (const char *text : {"", "-", "3", "3-", "-3", "3--1", "3-1-1", "03-1", "3-01", "3-1 ",
                             " 3-1", "3_1", "9007199254740992-0"})
        QTest::addRow("'%s'", text) << QByteArray(text) << false;
    for (const char *text : {"3-4211", "0-0", "3-0"})
        QTest::addRow("'%s'", text) << QByteArray(text) << true;
}

void tst_StartPoint::position()
{
    QFETCH(QByteArray, text);
    QFETCH(bool, valid);

    const auto parsed = positionFromText(text.toStdString());
    QCOMPARE(bool(parsed), valid);
    if (parsed)
        QCOMPARE(bytes(positionText(*parsed)), text);
}

QTEST_APPLESS_MAIN(tst_StartPoint)
#include "tst_start_point.moc"
