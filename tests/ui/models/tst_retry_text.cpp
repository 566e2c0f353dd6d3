#include <QTest>

#include "server/types/delivery_settings.h"
#include "ui/models/retry_text.h"

using namespace Qt::StringLiterals;
using namespace parley::ui;

class TestRetryText final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::C); }
    void readsWhatPeopleType_data();
    void readsWhatPeopleType();
    void saysWhatIsWrong_data();
    void saysWhatIsWrong();
    void spansLoseNothing();
    void presetsAreThoseOfTheSheet();
};

void TestRetryText::readsWhatPeopleType_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QList<int>>("seconds");
    QTest::newRow("nothing: one attempt") << QString() << QList<int>();
    QTest::newRow("blanks and commas") << u" , ;\n, "_s << QList<int>();
    QTest::newRow("units") << u"1s, 5m,2h; 1d"_s << QList<int>{1, 300, 7200, 86'400};
    QTest::newRow("long units") << u"5 sec, 10 MIN"_s << QList<int>{5, 600};
    QTest::newRow("a number alone") << u"5, 30"_s << QList<int>{5, 30};
    QTest::newRow("lines") << u"1s\n2s\n"_s << QList<int>{1, 2};
    QTest::newRow("the longest") << u"7d"_s
                                 << QList<int>{int(parley::DeliverySettings::kMaxDelay.count())};
}

void TestRetryText::readsWhatPeopleType()
{
    QFETCH(const QString, typed);
    QFETCH(const QList<int>, seconds);
    const auto delays = delaysFrom(typed);
    QCOMPARE(delays.problem, QString());
    QCOMPARE(delays.seconds, seconds);
    QCOMPARE(delaysFrom(typedText(seconds)).seconds, seconds);
}

void TestRetryText::saysWhatIsWrong_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("part");
    QTest::newRow("a word") << u"5s, soon"_s << u"“soon”"_s;
    QTest::newRow("negative") << u"-5s"_s << u"“-5s”"_s;
    QTest::newRow("a fraction") << u"1.5h"_s << u"“1.5h”"_s;
    QTest::newRow("milliseconds") << u"50ms"_s << u"“50ms”"_s;
    QTest::newRow("nought") << u"0"_s << u"between"_s;
    QTest::newRow("too long") << u"8d"_s << u"between"_s;
    QTest::newRow("beyond all numbers") << u"99999999999999999999d"_s << u"not a time"_s;
    QTest::newRow("too many") << u"1s,"_s.repeated(31) << u"at most 30"_s;
    QTest::newRow("digits of another script") << u"５s"_s << u"not a time"_s;
    QTest::newRow("Arabic") << u"خمس ثوان"_s << u"not a time"_s;
    QTest::newRow("a very long word") << u"x"_s.repeated(5000) << u"“xxxxxxxxxxxxxxxxxxxx”"_s;
}

void TestRetryText::saysWhatIsWrong()
{
    QFETCH(const QString, typed);
    QFETCH(const QString, part);
    const auto problem = delaysFrom(typed).problem;
    QVERIFY2(problem.contains(part), qPrintable(problem));
    QVERIFY(problem.size() < 200);
}

void TestRetryText::spansLoseNothing()
{
    QCOMPARE(wholeSpanText(0), u"0 s"_s);
    QCOMPARE(wholeSpanText(90), u"1 min 30 s"_s);
    QCOMPARE(wholeSpanText(3600), u"1 h"_s);
    QCOMPARE(wholeSpanText(86'400), u"24 h"_s);
    QCOMPARE(wholeSpanText(7 * 86'400), u"7 days"_s);
    QCOMPARE(wholeSpanText(272'105), u"75 h 35 min 5 s"_s);
}

void TestRetryText::presetsAreThoseOfTheSheet()
{
    QVERIFY(
        attemptsText(presetDelays(u"standard"_s))
            .startsWith(u"10 attempts within 75 h 35 min 5 s: at once, then after 5 s, 5 min"_s));
    QVERIFY(attemptsText(presetDelays(u"chat"_s)).startsWith(u"7 attempts within 12 min 44 s"_s));
    QVERIFY(attemptsText(presetDelays(u"momento"_s)).startsWith(u"One attempt"_s));
    QCOMPARE(presetDeadline(u"momento"_s), 5);
    QCOMPARE(presetDeadline(u"standard"_s), 15);
}

QTEST_APPLESS_MAIN(TestRetryText)
#include "tst_retry_text.moc"
