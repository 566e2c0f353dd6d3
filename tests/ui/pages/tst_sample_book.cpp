#include <QFile>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

#include "ui/webhooks/sample_book.h"

using namespace Qt::StringLiterals;
using namespace parley::ui;

// Messages that webhooks are tested with, and where they are kept.
class TestSampleBook final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsAndForgets()
    {
        SampleBook book(file());
        const auto given = book.samples().size();
        QVERIFY(given >= 3);
        QCOMPARE(book.keep(u" 注文 "_s, u"{\"a\":\"雨\"}\n"_s), QString());
        QCOMPARE(book.keep(u"注文"_s, u"changed"_s), QString()); // the same one
        QCOMPARE(book.samples().size(), given + 1);
        const SampleBook again(file());
        QCOMPARE(again.samples().last().text, u"changed"_s);
        QVERIFY(again.samples().last().isOwn);
        book.forget(u"注文"_s);
        QCOMPARE(SampleBook(file()).samples().size(), given);
    }

    void saysWhyItKeepsNothing()
    {
        SampleBook book{QString()};
        QVERIFY(!book.keep(u"  "_s, u"x"_s).isEmpty());
        QVERIFY(!book.keep(book.samples().first().name, u"x"_s).isEmpty());
        QVERIFY(!book.keep(u"long"_s, u"x"_s.repeated(70'000)).isEmpty());
        for (int i = 0; i < SampleBook::kMostOwn; ++i)
            QVERIFY(book.keep(QString::number(i), u"x"_s).isEmpty());
        QVERIFY(!book.keep(u"one more"_s, u"x"_s).isEmpty());
        QVERIFY(book.keep(u"7"_s, u"y"_s).isEmpty()); // a change is none more
    }

    void readsBrokenSettings_data()
    {
        QTest::addColumn<QByteArray>("stored");
        QTest::newRow("no JSON") << QByteArray("{{{");
        QTest::newRow("an object") << QByteArray("{}");
        QTest::newRow("numbers") << QByteArray("[1,2,null]");
        QTest::newRow("without names") << QByteArray(R"([{"text":"x"},{"name":5}])");
    }

    void readsBrokenSettings()
    {
        QFETCH(const QByteArray, stored);
        QSettings(file(), QSettings::IniFormat).setValue(u"webhookSamples"_s, stored);
        QCOMPARE(SampleBook(file()).samples().size(), SampleBook(QString()).samples().size());
    }

private:
    QString file() const { return m_folder.filePath(u"window.ini"_s); }

    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestSampleBook)
#include "tst_sample_book.moc"
