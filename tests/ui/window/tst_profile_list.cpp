#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

#include "ui/settings/profile_list.h"

using namespace Qt::StringLiterals;
using namespace parley::ui;

// Connections in the settings file, hostile ones first.
class TestProfileList : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void hostileEntriesAreLeftOut_data();
    void hostileEntriesAreLeftOut();
    void hostileValuesStandAsDefaults_data();
    void hostileValuesStandAsDefaults();
    void tooManyEntriesAreCutOff_data();
    void tooManyEntriesAreCutOff();
    void oneMoreThanFitIsRefused();
    void namesThatCannotBeShownAreRefused_data();
    void namesThatCannotBeShownAreRefused();
    void whatWasPutComesBack();
    void noTokenIsInTheFile();

private:
    static ConnectionProfile profile(const QString &name);
    void writeEntry(const QMap<QString, QVariant> &changes);

    std::unique_ptr<QTemporaryDir> m_directory;
    QString m_file;
};

void TestProfileList::init()
{
    m_directory = std::make_unique<QTemporaryDir>();
    m_file = m_directory->filePath(u"parley.ini"_s);
}

ConnectionProfile TestProfileList::profile(const QString &name)
{
    ConnectionProfile made;
    made.id = ProfileList::newId();
    made.name = name;
    made.url = QUrl(u"https://broker.example.org:8443"_s);
    return made;
}

// A good entry, but for the changes.
void TestProfileList::writeEntry(const QMap<QString, QVariant> &changes)
{
    QMap<QString, QVariant> entry{{u"id"_s, ProfileList::newId()},
                                  {u"name"_s, u"prod"_s},
                                  {u"url"_s, u"https://broker.example.org:8443"_s},
                                  {u"authorityFile"_s, QString()},
                                  {u"colour"_s, 1},
                                  {u"readOnly"_s, false},
                                  {u"production"_s, false}};
    entry.insert(changes);
    QSettings file(m_file, QSettings::IniFormat);
    file.beginWriteArray(u"profiles"_s, 1);
    file.setArrayIndex(0);
    for (auto each = entry.cbegin(); each != entry.cend(); ++each)
        file.setValue(each.key(), each.value());
    file.endArray();
}

void TestProfileList::hostileEntriesAreLeftOut_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QVariant>("value");
    QTest::newRow("no id") << u"id"_s << QVariant(QString());
    QTest::newRow("id with a path") << u"id"_s << QVariant(u"../../../../etc/passwd"_s);
    QTest::newRow("id with a line break")
        << u"id"_s << QVariant(u"0123456789abcdef0123456789abcdef\n"_s);
    QTest::newRow("no name") << u"name"_s << QVariant(u"  "_s);
    QTest::newRow("long name") << u"name"_s << QVariant(QString(65, u'n'));
    QTest::newRow("name that turns round") << u"name"_s << QVariant(u"a\u202eb"_s);
    QTest::newRow("no url") << u"url"_s << QVariant(QString());
    QTest::newRow("a file") << u"url"_s << QVariant(u"file:///etc/passwd"_s);
    QTest::newRow("plain http elsewhere") << u"url"_s << QVariant(u"http://example.org:8080"_s);
    QTest::newRow("negative port") << u"url"_s << QVariant(u"https://example.org:-1"_s);
    QTest::newRow("port too large") << u"url"_s << QVariant(u"https://example.org:70000"_s);
}

void TestProfileList::hostileEntriesAreLeftOut()
{
    QFETCH(QString, key);
    QFETCH(QVariant, value);
    writeEntry({{key, value}});
    const ProfileList list(m_file);
    QVERIFY(list.all().isEmpty());
    QVERIFY(!list.notice().isEmpty());
}

void TestProfileList::hostileValuesStandAsDefaults_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QVariant>("value");
    QTest::addColumn<bool>("careful"); // read-only or production, as the key says
    QTest::newRow("negative colour") << u"colour"_s << QVariant(-1) << false;
    QTest::newRow("colour beyond") << u"colour"_s << QVariant(8) << false;
    QTest::newRow("huge colour") << u"colour"_s << QVariant(u"999999999999"_s) << false;
    QTest::newRow("colour of words") << u"colour"_s << QVariant(u"red"_s) << false;
    QTest::newRow("flag of words") << u"readOnly"_s << QVariant(u"perhaps"_s) << true;
    QTest::newRow("empty flag") << u"production"_s << QVariant(QString()) << true;
}

void TestProfileList::hostileValuesStandAsDefaults()
{
    QFETCH(QString, key);
    QFETCH(QVariant, value);
    QFETCH(bool, careful);
    writeEntry({{key, value}});
    const ProfileList list(m_file);
    QCOMPARE(list.all().size(), 1);
    QVERIFY(!list.notice().isEmpty());
    const auto &read = list.all().first();
    QCOMPARE(read.colour, key == u"colour"_s ? 0 : 1);
    QCOMPARE(read.readOnly, careful && key == u"readOnly"_s);
    QCOMPARE(read.production, careful && key == u"production"_s);
}

void TestProfileList::tooManyEntriesAreCutOff_data()
{
    QTest::addColumn<int>("size");
    for (const int size : {-5, ProfileList::kMaxProfiles + 1, 1'000'000'000})
        QTest::addRow("%d", size) << size;
}

void TestProfileList::tooManyEntriesAreCutOff()
{
    QFETCH(int, size);
    writeEntry({});
    QSettings(m_file, QSettings::IniFormat).setValue(u"profiles/size"_s, size);
    const ProfileList list(m_file);
    QVERIFY(list.all().size() <= 1);
    QVERIFY(!list.notice().isEmpty());
}

void TestProfileList::oneMoreThanFitIsRefused()
{
    ProfileList list(m_file);
    for (int i = 0; i < ProfileList::kMaxProfiles; ++i) {
        const auto made = profile(QString::number(i));
        QCOMPARE(list.problemOf(made), QString());
        list.put(made);
    }
    QVERIFY(!list.problemOf(profile(u"one more"_s)).isEmpty());
    QCOMPARE(list.problemOf(list.all().first()), QString()); // one that is there may be changed
}

void TestProfileList::namesThatCannotBeShownAreRefused_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("isTaken");
    QTest::newRow("empty") << QString() << false;
    QTest::newRow("line break") << u"a\nb"_s << false;
    QTest::newRow("zero width") << u"a\u200bb"_s << false;
    QTest::newRow("another's") << u"taken"_s << false;
    QTest::newRow("one too long") << QString(65, u'x') << false;
    QTest::newRow("as long as can be") << QString(64, u'x') << true;
    QTest::newRow("Japanese") << u"本番ブローカー"_s << true;
    QTest::newRow("markup is a name") << u"<b>prod</b> & co"_s << true;
}

void TestProfileList::namesThatCannotBeShownAreRefused()
{
    QFETCH(QString, name);
    QFETCH(bool, isTaken);
    ProfileList list(m_file);
    list.put(profile(u"taken"_s));
    QCOMPARE(list.problemOf(profile(name)).isEmpty(), isTaken);
}

void TestProfileList::whatWasPutComesBack()
{
    auto made = profile(u"本番, \"eu\" & west"_s);
    made.colour = 7;
    made.readOnly = true;
    made.production = true;
    made.authorityFile = u"/etc/parley/authority.pem"_s;
    const auto other = profile(u"test"_s);
    {
        ProfileList list(m_file);
        list.put(profile(u"gone"_s));
        list.put(made);
        list.put(other);
        list.remove(list.all().first().id);
    }
    const ProfileList list(m_file);
    QCOMPARE(list.notice(), QString());
    QVERIFY(list.all() == (QList<ConnectionProfile>{made, other}));
}

void TestProfileList::noTokenIsInTheFile()
{
    ProfileList list(m_file);
    auto made = profile(u"prod"_s);
    made.url.setUserInfo(u"prl_live_in_the_url"_s);
    QVERIFY(!list.problemOf(made).isEmpty());
    writeEntry({{u"url"_s, made.url.toString()}});
    QVERIFY(ProfileList(m_file).all().isEmpty());
}

QTEST_GUILESS_MAIN(TestProfileList)
#include "tst_profile_list.moc"
