#include <QTest>

#include "ui/models/text_format.h"

using namespace parley::ui;

class TestTextFormat final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

    void durations_data()
    {
        QTest::addColumn<quint64>("microseconds");
        QTest::addColumn<QString>("text");
        QTest::newRow("none") << quint64(0) << QStringLiteral("0 µs");
        QTest::newRow("under a millisecond") << quint64(999) << QStringLiteral("999 µs");
        QTest::newRow("a few milliseconds") << quint64(3'400) << QStringLiteral("3.4 ms");
        QTest::newRow("many milliseconds") << quint64(41'200) << QStringLiteral("41 ms");
        QTest::newRow("seconds") << quint64(15'000'000) << QStringLiteral("15.0 s");
    }

    void durations()
    {
        QFETCH(quint64, microseconds);
        QFETCH(QString, text);
        QCOMPARE(microsecondsText(microseconds), text);
    }

    void rates()
    {
        QCOMPARE(rateText(0.0), QStringLiteral("0"));
        QCOMPARE(rateText(-3.0), QStringLiteral("0"));
        QCOMPARE(rateText(0.42), QStringLiteral("0.4"));
        QCOMPARE(rateText(1204.4), QStringLiteral("1,204"));
    }

    void moments()
    {
        const auto now = QDateTime::fromMSecsSinceEpoch(1'795'464'000'000, Qt::UTC);
        QCOMPARE(relativeText(now, now), QStringLiteral("now"));
        QCOMPARE(relativeText(now.addSecs(58 * 60), now), QStringLiteral("in 58 min"));
        QCOMPARE(relativeText(now.addSecs(-3 * 3600), now), QStringLiteral("3 h ago"));
        QCOMPARE(relativeText(now.addDays(4), now), QStringLiteral("in 4 days"));
        QVERIFY(expiryText(now.addSecs(3600), now).endsWith(QStringLiteral(", in 60 min"))
                || expiryText(now.addSecs(3600), now).endsWith(QStringLiteral(", in 1 h")));
    }

    void previewsAreOnePlainLine_data()
    {
        QTest::addColumn<QByteArray>("payload");
        QTest::addColumn<QString>("text");
        QTest::newRow("empty") << QByteArray() << QString();
        QTest::newRow("lines") << QByteArray("a\nb\tc\r\n") << QStringLiteral("a b c");
        QTest::newRow("NUL") << QByteArray("a\0b", 3) << QStringLiteral("a b");
        QTest::newRow("markup stays as it is")
            << QByteArray("<b>x</b>") << QStringLiteral("<b>x</b>");
        QTest::newRow("terminal escape") << QByteArray("\x1b[31mred") << QStringLiteral("[31mred");
        QTest::newRow("long") << QByteArray(100'000, 'x') << QString(200, QLatin1Char('x'));
    }

    void previewsAreOnePlainLine()
    {
        QFETCH(QByteArray, payload);
        QFETCH(QString, text);
        QCOMPARE(previewText(payload, true), text);
    }

    void binaryIsNamed()
    {
        QVERIFY(previewText(QByteArray(4, '\xff'), false).contains(QLatin1String("binary")));
    }

    void countsReadWell()
    {
        QCOMPARE(pluralText(1, QStringLiteral("1 reader"), QStringLiteral("%1 readers")),
                 QStringLiteral("1 reader"));
        QCOMPARE(pluralText(0, QStringLiteral("1 reader"), QStringLiteral("%1 readers")),
                 QStringLiteral("0 readers"));
    }

    void languages()
    {
        QCOMPARE(languageName(QStringLiteral("ja")), QStringLiteral("Japanese"));
        QCOMPARE(languageName(QStringLiteral("xx")), QStringLiteral("xx"));
    }
};

QTEST_GUILESS_MAIN(TestTextFormat)
#include "tst_text_format.moc"
