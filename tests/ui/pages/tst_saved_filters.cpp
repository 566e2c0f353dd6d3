#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

#include "ui/deliveries/saved_filters.h"

using namespace Qt::StringLiterals;
using namespace parley::ui;

// Filters of deliveries that somebody kept.
class TestSavedFilters final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void comeBack();
    void takeNoBadNames();
    void keepNoMoreThanAMenuHolds();
    void readADamagedFile_data();
    void readADamagedFile();
    void liveWithoutAFile();

private:
    static QStringList names(const SavedFilters &filters)
    {
        QStringList out;
        for (const auto &filter : filters.all())
            out += filter.name;
        return out;
    }
};

void TestSavedFilters::comeBack()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"parley.ini"_s);
    const FilterChoice choice{u"dead"_s, u"5xx"_s, u"whk_1"_s, 60, u"topic:a {\"k\":[\"日本\"]}"_s};
    {
        SavedFilters filters(file);
        QVERIFY(filters.keep(u"  night shift "_s, choice).isEmpty());
        QVERIFY(filters.keep(u"All"_s, {}).isEmpty());
        QVERIFY(filters.keep(u"gone"_s, {}).isEmpty());
        filters.forget(u"gone"_s);
    }
    SavedFilters filters(file);
    QCOMPARE(names(filters), (QStringList{u"All"_s, u"night shift"_s}));
    QVERIFY(filters.all()[1].choice == choice);
    QVERIFY(filters.keep(u"night shift"_s, {}).isEmpty()); // replaces it
    QVERIFY(SavedFilters(file).all()[1].choice == FilterChoice{});
    QCOMPARE(SavedFilters(file).all().size(), 2);
}

void TestSavedFilters::takeNoBadNames()
{
    SavedFilters filters({});
    QVERIFY(!filters.keep(u""_s, {}).isEmpty());
    QVERIFY(!filters.keep(u"   "_s, {}).isEmpty());
    QVERIFY(filters.keep(QString(500, u'x'), {}).isEmpty());
    QCOMPARE(filters.all()[0].name.size(), SavedFilters::kLongestName);
}

void TestSavedFilters::keepNoMoreThanAMenuHolds()
{
    SavedFilters filters({});
    for (int i = 0; i < SavedFilters::kMost; ++i)
        QVERIFY(filters.keep(QString::number(i), {}).isEmpty());
    QVERIFY(!filters.keep(u"one more"_s, {}).isEmpty());
    QVERIFY(filters.keep(u"7"_s, {}).isEmpty()); // is there already
    QCOMPARE(filters.all().size(), SavedFilters::kMost);
}

void TestSavedFilters::readADamagedFile_data()
{
    QTest::addColumn<QByteArray>("stored");
    QTest::newRow("no JSON") << QByteArray("hello");
    QTest::newRow("an object") << QByteArray("{}");
    QTest::newRow("numbers") << QByteArray("[1,2]");
    QTest::newRow("no name") << QByteArray(R"([{"line":"a"}])");
}

void TestSavedFilters::readADamagedFile()
{
    QFETCH(const QByteArray, stored);
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"parley.ini"_s);
    QSettings(file, QSettings::IniFormat).setValue(u"deliveryFilters"_s, stored);
    SavedFilters filters(file);
    QVERIFY(filters.all().isEmpty());
    QVERIFY(filters.keep(u"new"_s, {}).isEmpty());
    QCOMPARE(SavedFilters(file).all().size(), 1);
}

void TestSavedFilters::liveWithoutAFile()
{
    SavedFilters filters({});
    QVERIFY(filters.keep(u"a"_s, {}).isEmpty());
    QCOMPARE(names(filters), QStringList{u"a"_s});
    QVERIFY(SavedFilters({}).all().isEmpty());
}

QTEST_GUILESS_MAIN(TestSavedFilters)
#include "tst_saved_filters.moc"
