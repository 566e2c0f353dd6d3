#include <QDir>
#include <QFile>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

#include "app/desktop/secret_vault.h"

using namespace Qt::StringLiterals;
using namespace parley;
using namespace parley::app;

// Run by ctest with a keyring, a locked one and none; which functions suit which is in
// CMakeLists.txt.
class TestSecretVault : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_directory = std::make_unique<QTemporaryDir>(); }

    // with a keyring
    void isKeptInTheKeyring();
    void isKeptPerDataDirectory();
    void isRemoved();
    // with a locked one, and without
    void isKeptForTheSession();
    void aChoiceIsRememberedAndTheSecretIsNot();
    void aPassphraseKeepsWhatTheSessionHas();
    void aWrongPassphraseIsToldAndMayBeRepeated();
    void whoDoesWithoutTheFileLeavesItAlone();

private:
    SecretVault::Setup setup() const;
    static QString write(SecretVault &vault, const QString &name, const QByteArray &secret);
    static QByteArray read(SecretVault &vault, const QString &name);
    static QString useFile(SecretVault &vault, const QString &passphrase);
    static bool begin(SecretVault &vault, ui::SecretStore::Place place);
    bool filesHold(const QByteArray &text) const;

    std::unique_ptr<QTemporaryDir> m_directory;
};

namespace {

using Place = ui::SecretStore::Place;

constexpr int kPatienceMs = 20'000; // a keyring daemon that is just starting
const auto kName = u"profile-token-1"_s;
const QByteArray kSecret = "prl_live_of_this_test";

} // namespace

SecretVault::Setup TestSecretVault::setup() const
{
    SecretVault::Setup setup;
    setup.file = m_directory->filePath(u"secrets"_s);
    setup.settingsFile = m_directory->filePath(u"parley.ini"_s);
    setup.cost = {1024, 8, 1}; // quick
    setup.keyringPatience = std::chrono::seconds(10);
    return setup;
}

bool TestSecretVault::begin(SecretVault &vault, Place place)
{
    vault.begin();
    return QTest::qWaitFor([&] { return vault.place() == place; }, kPatienceMs);
}

QString TestSecretVault::write(SecretVault &vault, const QString &name, const QByteArray &secret)
{
    std::optional<QString> answer;
    vault.write(name, secret, [&](const QString &problem) { answer = problem; });
    return QTest::qWaitFor([&] { return answer.has_value(); }, kPatienceMs) ? *answer
                                                                            : u"no answer"_s;
}

QByteArray TestSecretVault::read(SecretVault &vault, const QString &name)
{
    std::optional<QByteArray> answer;
    vault.read(name, [&](const QByteArray &secret, const QString &problem) {
        answer = problem.isEmpty() ? secret : problem.toUtf8();
    });
    return QTest::qWaitFor([&] { return answer.has_value(); }, kPatienceMs)
        ? *answer
        : QByteArray("no answer");
}

QString TestSecretVault::useFile(SecretVault &vault, const QString &passphrase)
{
    std::optional<QString> answer;
    vault.useFile(passphrase, [&](const QString &problem) { answer = problem; });
    return QTest::qWaitFor([&] { return answer.has_value(); }, kPatienceMs) ? *answer
                                                                            : u"no answer"_s;
}

bool TestSecretVault::filesHold(const QByteArray &text) const
{
    for (const QString &name : QDir(m_directory->path()).entryList(QDir::Files)) {
        QFile file(m_directory->filePath(name));
        if (!file.open(QIODevice::ReadOnly) || file.readAll().contains(text))
            return true;
    }
    return false;
}

void TestSecretVault::isKeptInTheKeyring()
{
    {
        SecretVault vault(setup());
        QVERIFY2(begin(vault, Place::Keyring), qPrintable(vault.placeText()));
        QVERIFY(!vault.wantsChoice());
        QCOMPARE(vault.placeText(), u"Secrets are kept in the keyring."_s);
        QCOMPARE(read(vault, kName), QByteArray());
        QCOMPARE(write(vault, kName, "first"), QString());
        QCOMPARE(write(vault, kName, kSecret), QString());
    }
    SecretVault another(setup());
    QVERIFY(begin(another, Place::Keyring));
    QCOMPARE(read(another, kName), kSecret);
    QVERIFY(!filesHold(kSecret));
}

void TestSecretVault::isKeptPerDataDirectory()
{
    SecretVault vault(setup());
    QVERIFY(begin(vault, Place::Keyring));
    QCOMPARE(write(vault, SecretVault::ownerTokenName(u"/data/two"_s), "of two"), QString());
    QCOMPARE(read(vault, SecretVault::ownerTokenName(u"/data/three"_s)), QByteArray());
    QCOMPARE(read(vault, SecretVault::webhookKeyName(u"/data/two"_s)), QByteArray());
    QCOMPARE(read(vault, SecretVault::ownerTokenName(u"/data/two"_s)), QByteArray("of two"));
}

void TestSecretVault::isRemoved()
{
    SecretVault vault(setup());
    QVERIFY(begin(vault, Place::Keyring));
    QCOMPARE(write(vault, u"gone"_s, kSecret), QString());
    for (int i = 0; i < 2; ++i) { // also when there is none
        std::optional<QString> answer;
        vault.remove(u"gone"_s, [&](const QString &problem) { answer = problem; });
        QTRY_VERIFY(answer.has_value());
        QCOMPARE(*answer, QString());
    }
    QCOMPARE(read(vault, u"gone"_s), QByteArray());
}

void TestSecretVault::isKeptForTheSession()
{
    {
        SecretVault vault(setup());
        QVERIFY(begin(vault, Place::Session));
        QVERIFY(vault.wantsChoice());
        QVERIFY2(vault.placeText().startsWith(u"No keyring"_s), qPrintable(vault.placeText()));
        QVERIFY(vault.placeText().contains(u"this session only"_s));
        QCOMPARE(write(vault, kName, kSecret), QString());
        QCOMPARE(read(vault, kName), kSecret);
        QVERIFY(!vault.placeText().contains(QString::fromLatin1(kSecret)));
    }
    QVERIFY(!filesHold(kSecret));
    SecretVault another(setup());
    QVERIFY(begin(another, Place::Session));
    QCOMPARE(read(another, kName), QByteArray());
}

void TestSecretVault::aChoiceIsRememberedAndTheSecretIsNot()
{
    {
        SecretVault vault(setup());
        QVERIFY(begin(vault, Place::Session));
        QCOMPARE(write(vault, kName, kSecret), QString());
        vault.keepForSession();
        QVERIFY(!vault.wantsChoice());
    }
    SecretVault another(setup());
    QVERIFY(begin(another, Place::Session));
    QVERIFY(!another.wantsChoice());
    QVERIFY(!filesHold(kSecret));
}

void TestSecretVault::aPassphraseKeepsWhatTheSessionHas()
{
    {
        SecretVault vault(setup());
        QVERIFY(begin(vault, Place::Session));
        QCOMPARE(write(vault, kName, kSecret), QString());
        QVERIFY(!useFile(vault, u"short"_s).isEmpty());
        QCOMPARE(vault.place(), Place::Session);
        QCOMPARE(useFile(vault, u"correct horse battery"_s), QString());
        QCOMPARE(vault.place(), Place::File);
        QCOMPARE(write(vault, u"later"_s, "as well"), QString());
    }
    QVERIFY(!filesHold(kSecret));
    SecretVault another(setup());
    QVERIFY(begin(another, Place::Locked));
    QByteArray waited;
    another.read(kName, [&](const QByteArray &secret, const QString &) { waited = secret; });
    QCOMPARE(useFile(another, u"correct horse battery"_s), QString());
    QTRY_COMPARE(waited, kSecret);
    QCOMPARE(read(another, u"later"_s), QByteArray("as well"));
}

void TestSecretVault::aWrongPassphraseIsToldAndMayBeRepeated()
{
    {
        SecretVault vault(setup());
        QVERIFY(begin(vault, Place::Session));
        QCOMPARE(useFile(vault, u"correct horse battery"_s), QString());
        QCOMPARE(write(vault, kName, kSecret), QString());
    }
    SecretVault vault(setup());
    QVERIFY(begin(vault, Place::Locked));
    for (int i = 0; i < 2; ++i)
        QCOMPARE(useFile(vault, u"wrong horse battery"_s), u"The passphrase is wrong."_s);
    QCOMPARE(vault.place(), Place::Locked);
    QCOMPARE(useFile(vault, u"correct horse battery"_s), QString());
    QCOMPARE(read(vault, kName), kSecret);
}

void TestSecretVault::whoDoesWithoutTheFileLeavesItAlone()
{
    {
        SecretVault vault(setup());
        QVERIFY(begin(vault, Place::Session));
        QCOMPARE(useFile(vault, u"correct horse battery"_s), QString());
        QCOMPARE(write(vault, kName, kSecret), QString());
    }
    {
        SecretVault vault(setup());
        QVERIFY(begin(vault, Place::Locked));
        vault.keepForSession();
        QCOMPARE(vault.place(), Place::Session);
        QCOMPARE(read(vault, kName), QByteArray());
        QCOMPARE(write(vault, kName, "of this session"), QString());
    }
    SecretVault vault(setup());
    QVERIFY(begin(vault, Place::Locked));
    QCOMPARE(useFile(vault, u"correct horse battery"_s), QString());
    QCOMPARE(read(vault, kName), kSecret);
}

QTEST_GUILESS_MAIN(TestSecretVault)
#include "tst_secret_vault.moc"
