#include <QApplication>
#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

#include "app/desktop/secret_vault.h"
#include "tests/ui/window/real_window.h"
#include "ui/shell/main_window.h"

using namespace Qt::StringLiterals;
using namespace parley;
using namespace parley::test;
using app::SecretVault;

namespace {

constexpr auto kPassphrase = "correct horse battery";
const QByteArray kSecret = "prl_live_5up3r5ecret";

// A window and a vault on a computer without a keyring; what is on the disk outlives it.
class Run final
{
public:
    explicit Run(const QTemporaryDir &home) :
        m_vault({.file = home.filePath(u"parley-secrets"_s),
                 .settingsFile = home.filePath(u"parley.ini"_s),
                 .cost = {.n = 16, .r = 1, .p = 1}})
    {
        ui::AppContext context;
        context.secrets = &m_vault;
        window = std::make_unique<ui::MainWindow>(context);
        QObject::connect(&m_vault, &SecretVault::placeChanged, window.get(),
                         &ui::MainWindow::showSecretPlace);
        window->show();
        m_vault.begin();
    }

    QDialog *dialog() const
    {
        for (auto *each : window->findChildren<QDialog *>())
            if (each->isVisible())
                return each;
        return nullptr;
    }
    bool press(const QString &words) const
    {
        auto *const open = dialog();
        for (auto *each : open ? open->findChildren<QPushButton *>() : QList<QPushButton *>())
            if (each->text() == words && each->isEnabled()) {
                each->click();
                return true;
            }
        return false;
    }
    bool says(const QString &part) const
    {
        for (auto *each : window->findChildren<QLabel *>())
            if (each->isVisible() && each->text().contains(part))
                return true;
        return false;
    }
    void type(int line, const QString &text) const
    {
        dialog()->findChildren<QLineEdit *>().at(line)->setText(text);
    }
    QByteArray kept(const QString &name)
    {
        QByteArray found;
        m_vault.read(name, [&](const QByteArray &secret, const QString &) { found = secret; });
        return found; // at once in a file or in memory
    }
    QString keep(const QString &name)
    {
        auto problem = std::make_shared<QString>(u"no answer"_s);
        m_vault.write(name, kSecret, [problem](const QString &text) { *problem = text; });
        const auto isAnswered = [&] { return *problem != u"no answer"_s; };
        (void)QTest::qWaitFor(isAnswered, RealWindow::kPatienceMs);
        return *problem;
    }
    SecretVault::Place place() const { return m_vault.place(); }

private:
    SecretVault m_vault;

public:
    std::unique_ptr<ui::MainWindow> window; // goes first: it borrows the vault
};

} // namespace

// Without a keyring somebody has to say what becomes of secrets; never are they in plain text.
class TestSecretsAreKeptWhereOneSays : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void forThisSessionIsAskedOnce();
    void aPassphraseIsAskedAtEachStart();

private:
    static QByteArray contentOf(const QString &path);
};

void TestSecretsAreKeptWhereOneSays::initTestCase()
{
    failOnQtWarnings();
    qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent");
}

QByteArray TestSecretsAreKeptWhereOneSays::contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void TestSecretsAreKeptWhereOneSays::forThisSessionIsAskedOnce()
{
    const QTemporaryDir home;
    {
        Run run(home);
        QTRY_VERIFY_WITH_TIMEOUT(run.dialog(), RealWindow::kPatienceMs);
        QCOMPARE(run.dialog()->windowTitle(), u"Where to keep secrets"_s);
        QVERIFY(run.press(u"Keep for this session only"_s));
        QTRY_VERIFY(!run.dialog());
        QCOMPARE(run.keep(u"profile-x"_s), QString());
        QCOMPARE(run.kept(u"profile-x"_s), kSecret);
        run.window->showPage(u"settings"_s);
        QVERIFY(run.says(u"secrets are kept for this session only"_s));
    }
    QVERIFY(!QFileInfo::exists(home.filePath(u"parley-secrets"_s)));
    QVERIFY(!contentOf(home.filePath(u"parley.ini"_s)).contains(kSecret));
    Run next(home);
    QTRY_VERIFY_WITH_TIMEOUT(next.place() == SecretVault::Place::Session, RealWindow::kPatienceMs);
    QVERIFY(!next.dialog()); // it was said
    QVERIFY(next.kept(u"profile-x"_s).isEmpty());
}

void TestSecretsAreKeptWhereOneSays::aPassphraseIsAskedAtEachStart()
{
    const QTemporaryDir home;
    const QString file = home.filePath(u"parley-secrets"_s);
    {
        Run run(home);
        QTRY_VERIFY_WITH_TIMEOUT(run.dialog(), RealWindow::kPatienceMs);
        run.type(0, u"short"_s);
        QVERIFY(run.says(u"at least 8 characters"_s));
        QVERIFY(!run.press(u"Encrypt with this passphrase"_s));
        run.type(0, QString::fromLatin1(kPassphrase));
        run.type(1, u"something else"_s);
        QVERIFY(run.says(u"not the same"_s));
        QVERIFY(!run.press(u"Encrypt with this passphrase"_s));
        run.type(1, QString::fromLatin1(kPassphrase));
        QVERIFY(run.press(u"Encrypt with this passphrase"_s));
        QTRY_VERIFY_WITH_TIMEOUT(!run.dialog(), RealWindow::kPatienceMs);
        QCOMPARE(run.place(), SecretVault::Place::File);
        QCOMPARE(run.keep(u"profile-x"_s), QString());
    }
    QVERIFY(contentOf(file).contains("enc1:"));
    QVERIFY(!contentOf(file).contains(kSecret) && !contentOf(file).contains(kSecret.toBase64()));
    QCOMPARE(QFileInfo(file).permissions() & (QFile::ReadGroup | QFile::ReadOther),
             QFile::Permissions());
    Run next(home);
    QTRY_VERIFY_WITH_TIMEOUT(next.dialog(), RealWindow::kPatienceMs);
    QCOMPARE(next.dialog()->windowTitle(), u"Passphrase"_s);
    next.type(0, u"a wrong one"_s);
    QVERIFY(next.press(u"Open"_s));
    QTRY_VERIFY_WITH_TIMEOUT(next.says(u"passphrase is wrong"_s), RealWindow::kPatienceMs);
    next.type(0, QString::fromLatin1(kPassphrase));
    QVERIFY(next.press(u"Open"_s));
    QTRY_VERIFY_WITH_TIMEOUT(!next.dialog(), RealWindow::kPatienceMs);
    QCOMPARE(next.kept(u"profile-x"_s), kSecret);
}

QTEST_MAIN(TestSecretsAreKeptWhereOneSays)
#include "tst_secrets_are_kept_where_one_says.moc"
