#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

#include "tests/ui/window/memory_secrets.h"
#include "ui/shell/profile.h"
#include "ui/shell/profile_book.h"

using namespace Qt::StringLiterals;
using namespace parley;
using parley::test::MemorySecrets;
using namespace parley::ui;

// What is kept of other brokers, and what becomes of a settings file that somebody edited.
class TestProfile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void badOnesAreNamed_data();
    void badOnesAreNamed();
    void profilesComeBack();
    void aHostileFileIsReadCarefully();
    void tooManyAreLeftOut();
    void tokensAreNotInTheFile();
    void aTokenIsForgottenWithItsProfile();

private:
    QString file() const { return m_folder.filePath(u"parley.ini"_s); }
    void write(const QByteArray &text);

    QTemporaryDir m_folder;
};

namespace {

Profile shop()
{
    Profile profile;
    profile.name = u"Shop"_s;
    profile.url = QUrl(u"https://shop.example.org:8443"_s);
    profile.color = u"red"_s;
    profile.production = true;
    return profile;
}

} // namespace

void TestProfile::write(const QByteArray &text)
{
    QFile settings(file());
    QVERIFY(settings.open(QIODevice::WriteOnly));
    settings.write(text);
}

void TestProfile::badOnesAreNamed_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("url");
    QTest::addColumn<QByteArray>("authorities");
    const QString good = u"https://a.example:1"_s;
    QTest::newRow("no name") << u"  "_s << good << QByteArray();
    QTest::newRow("two lines") << u"a\nb"_s << good << QByteArray();
    QTest::newRow("long name") << QString(49, u'a') << good << QByteArray();
    QTest::newRow("no address") << u"a"_s << QString() << QByteArray();
    QTest::newRow("a file") << u"a"_s << u"file:///etc/passwd"_s << QByteArray();
    QTest::newRow("plain http elsewhere") << u"a"_s << u"http://a.example:1"_s << QByteArray();
    QTest::newRow("no certificate") << u"a"_s << good << QByteArray("secret");
    QTest::newRow("a large file") << u"a"_s << good
                                  << QByteArray(Profile::kMaxAuthorityBytes + 1, 'a');
}

void TestProfile::badOnesAreNamed()
{
    QFETCH(const QString, name);
    QFETCH(const QString, url);
    QFETCH(const QByteArray, authorities);
    Profile profile = shop();
    profile.name = name;
    profile.url = QUrl(url);
    profile.authorities = authorities;
    QVERIFY(!profileProblem(profile).isEmpty());
    QVERIFY(profileProblem(shop()).isEmpty());
}

void TestProfile::profilesComeBack()
{
    QFile::remove(file());
    QString id;
    {
        ProfileBook book(file(), nullptr);
        QCOMPARE(book.profiles().size(), 1);
        QVERIFY(book.profiles()[0].isLocal());
        id = book.put(shop(), "prl_live_x");
        Profile again = *book.find(id);
        again.name = u"日本の店"_s;
        QCOMPARE(book.put(again, {}), id); // changed, not added
    }
    const ProfileBook book(file(), nullptr);
    QCOMPARE(book.profiles().size(), 2);
    const Profile *found = book.find(id);
    QVERIFY(found);
    QCOMPARE(found->name, u"日本の店"_s);
    QCOMPARE(found->url, shop().url);
    QCOMPARE(found->color, u"red"_s);
    QVERIFY(found->production && !found->readOnly);
    QVERIFY(book.notice().isEmpty());
}

void TestProfile::aHostileFileIsReadCarefully()
{
    write("[profiles]\n"
          "1\\id=local\n1\\name=Mine\n1\\url=https://a.example:1\n"
          "2\\id=ok\n2\\name=<b>bold</b>\n2\\url=https://a.example:1\n2\\color=url(x)\n"
          "2\\readOnly=perhaps\n2\\production=\n"
          "3\\id=ok\n3\\name=The same id\n3\\url=https://a.example:1\n"
          "4\\id=../../etc\n4\\name=A path\n4\\url=https://a.example:1\n"
          "5\\id=plain\n5\\name=Plain\n5\\url=http://a.example:1\n"
          "size=2000000000\n");
    const ProfileBook book(file(), nullptr);
    QCOMPARE(book.profiles().size(), 2);
    const Profile &kept = book.profiles()[1];
    QCOMPARE(kept.id, u"ok"_s);
    QCOMPARE(kept.name, u"<b>bold</b>"_s); // shown as it is written
    QVERIFY(kept.color.isEmpty());
    QVERIFY(kept.readOnly); // who cannot read a rule keeps to the careful one
    QVERIFY(kept.production);
    QVERIFY(!book.notice().isEmpty());
}

void TestProfile::tooManyAreLeftOut()
{
    QFile::remove(file());
    QSettings settings(file(), QSettings::IniFormat);
    QList<Profile> many;
    for (int i = 0; i < StoredProfiles::kMaxProfiles + 5; ++i) {
        many.append(shop());
        many.last().id = u"p%1"_s.arg(i);
    }
    writeProfiles(settings, many);
    settings.sync();
    const ProfileBook book(file(), nullptr);
    QCOMPARE(book.profiles().size(), StoredProfiles::kMaxProfiles + 1);
    QVERIFY(book.isFull());
    QVERIFY(book.notice().contains(u'5'));
}

void TestProfile::tokensAreNotInTheFile()
{
    QFile::remove(file());
    MemorySecrets secrets;
    const QByteArray token = "prl_live_5up3r5ecret";
    QString id;
    {
        ProfileBook book(file(), &secrets);
        id = book.put(shop(), token);
    }
    QFile settings(file());
    QVERIFY(settings.open(QIODevice::ReadOnly));
    const QByteArray text = settings.readAll();
    QVERIFY(text.contains("shop.example.org"));
    QVERIFY(!text.contains("5up3r5ecret"));
    const ProfileBook book(file(), &secrets); // the next start
    QByteArray found;
    book.findToken(id, [&](const QByteArray &secret, const QString &) { found = secret; });
    QCOMPARE(found, token);
}

void TestProfile::aTokenIsForgottenWithItsProfile()
{
    QFile::remove(file());
    MemorySecrets secrets;
    ProfileBook book(file(), &secrets);
    const QString id = book.put(shop(), "prl_live_x");
    QCOMPARE(secrets.all.size(), 1);
    book.remove(u"local"_s); // cannot be
    QCOMPARE(book.profiles().size(), 2);
    book.remove(id);
    QCOMPARE(book.profiles().size(), 1);
    QVERIFY(secrets.all.isEmpty());
    QByteArray found = "something";
    book.findToken(id, [&](const QByteArray &secret, const QString &) { found = secret; });
    QVERIFY(found.isEmpty());
}

QTEST_MAIN(TestProfile)
#include "tst_profile.moc"
