#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

#include "server/tls/local_authority.h"
#include "server/tls/private_file.h"
#include "tests/support/bytes.h"
#include "tests/support/fake_clock.h"
#include "tests/support/tls_peers.h"

using namespace parley;
using namespace parley::test;
using namespace std::chrono_literals;

class tst_LocalAuthority : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { QDir(QString::fromStdString(m_folder)).removeRecursively(); }

    void damagedFilesAreNotReplaced_data();
    void damagedFilesAreNotReplaced();
    void anExpiredAuthoritySaysSo();
    void aServerKeptByAnotherAuthorityIsReplaced();
    void aDamagedServerIsReplaced();
    void nobodyElseMayLookIn();
    void theExportHoldsNoKey();
    void keepsWhatFits();
    void renewsWhen_data();
    void renewsWhen();
    void renewsOnDemand();
    void neverOutlivesTheAuthority();

private:
    LocalAuthority open(UtcTime now);
    std::string file(const char *name) const { return m_folder + '/' + name; }
    static std::string fingerprint(const Result<TlsIdentity> &identity)
    {
        return identity ? identity->info().sha256 : "none";
    }

    QTemporaryDir m_parent;
    std::string m_folder;
    UtcTime m_now = FakeClock().utc();
    const std::vector<std::string> m_names{"ana", "localhost", "127.0.0.1", "::1"};
};

void tst_LocalAuthority::init()
{
    m_folder = m_parent.filePath(QStringLiteral("tls")).toStdString();
}

LocalAuthority tst_LocalAuthority::open(UtcTime now)
{
    auto authority = LocalAuthority::open(m_folder, "ana", now);
    if (!authority)
        qFatal("%s", authority.error().message.c_str());
    return std::move(*authority);
}

void tst_LocalAuthority::damagedFilesAreNotReplaced_data()
{
    QTest::addColumn<QByteArray>("content");
    const MadeIdentity some = makeTestAuthority({m_now - 1h, m_now + 1h});
    const MadeIdentity other = makeTestAuthority({m_now - 1h, m_now + 1h});
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("garbage") << QByteArray("garbage");
    QTest::newRow("no key") << bytes(some.certificate);
    QTest::newRow("no certificate") << bytes(some.key);
    QTest::newRow("another key") << bytes(some.certificate + other.key);
    QTest::newRow("huge") << QByteArray(qsizetype(kMaxPemBytes) + 1, 'x');
}

// It is what clients trust: a person decides.
void tst_LocalAuthority::damagedFilesAreNotReplaced()
{
    QFETCH(const QByteArray, content);
    QCOMPARE(::mkdir(m_folder.c_str(), 0700), 0);
    QVERIFY(writePrivateFile(file("authority.pem"), content.toStdString()));
    const auto authority = LocalAuthority::open(m_folder, "ana", m_now);
    QVERIFY(!authority);
    QCOMPARE(authority.error().code, ErrorCode::Unavailable);
    QVERIFY(authority.error().message.find("authority.pem") != std::string::npos);
    QFile kept(QString::fromStdString(file("authority.pem")));
    QVERIFY(kept.open(QIODevice::ReadOnly));
    QCOMPARE(kept.readAll(), content);
}

void tst_LocalAuthority::anExpiredAuthoritySaysSo()
{
    open(m_now);
    const auto late = LocalAuthority::open(m_folder, "ana", m_now + LocalAuthority::kAuthorityLife);
    QVERIFY(!late);
    QCOMPARE(late.error().code, ErrorCode::FailedPrecondition);
    QVERIFY(LocalAuthority::open(m_folder, "ana", m_now + LocalAuthority::kAuthorityLife - 1s));
}

void tst_LocalAuthority::aServerKeptByAnotherAuthorityIsReplaced()
{
    const std::string before = fingerprint(open(m_now).serverFor(m_names, m_now));
    QVERIFY(QFile::remove(QString::fromStdString(file("authority.pem"))));
    const LocalAuthority authority = open(m_now); // of the same name
    const auto server = authority.serverFor(m_names, m_now);
    QVERIFY(server);
    QVERIFY(fingerprint(server) != before);
    const auto pem = authority.certificatePem();
    const auto key = readPemFile(file("authority.pem"));
    QVERIFY(key);
    const auto issuer = TlsIdentity::fromPem(pem, *key);
    QVERIFY(issuer);
    QCOMPARE(X509_verify(server->certificate(), issuer->key()), 1);
}

void tst_LocalAuthority::aDamagedServerIsReplaced()
{
    QVERIFY(open(m_now).serverFor(m_names, m_now));
    QVERIFY(writePrivateFile(file("server.pem"), "garbage"));
    QVERIFY(!open(m_now).keptServer());
    QVERIFY(open(m_now).serverFor(m_names, m_now));
    QVERIFY(open(m_now).keptServer());
}

void tst_LocalAuthority::nobodyElseMayLookIn()
{
    QCOMPARE(::mkdir(m_folder.c_str(), 0755), 0);
    QVERIFY(open(m_now).serverFor(m_names, m_now));
    const auto mode = [](const std::string &path) {
        struct stat status {
        };
        return ::stat(path.c_str(), &status) == 0 ? int(status.st_mode & 0777) : -1;
    };
    QCOMPARE(mode(m_folder), 0700);
    QCOMPARE(mode(file("authority.pem")), 0600);
    QCOMPARE(mode(file("server.pem")), 0600);
}

void tst_LocalAuthority::theExportHoldsNoKey()
{
    QVERIFY(!LocalAuthority::exists(m_folder));
    const LocalAuthority authority = open(m_now);
    QVERIFY(LocalAuthority::exists(m_folder));
    const QByteArray pem = bytes(authority.certificatePem());
    QVERIFY(pem.startsWith("-----BEGIN CERTIFICATE-----"));
    QCOMPARE(pem.count("BEGIN"), 1);
    QCOMPARE(bytes(authority.info().subject), QByteArray("Parley authority of ana"));
    const auto years = authority.info().validUntil - authority.info().validFrom;
    QCOMPARE(std::chrono::duration_cast<std::chrono::hours>(years).count() / 24, 3650);
}

void tst_LocalAuthority::keepsWhatFits()
{
    const std::string before = fingerprint(open(m_now).serverFor(m_names, m_now));
    const std::string authority = open(m_now).info().sha256;
    std::vector<std::string> otherOrder(m_names.rbegin(), m_names.rend());
    otherOrder.push_back("ana"); // twice
    const UtcTime later = m_now + 24h * 300;
    QCOMPARE(bytes(fingerprint(open(later).serverFor(otherOrder, later))), bytes(before));
    QCOMPARE(bytes(open(later).info().sha256), bytes(authority));
    QCOMPARE(bytes(open(later).keptServer()->info().subject), QByteArray("ana"));
}

void tst_LocalAuthority::renewsWhen_data()
{
    QTest::addColumn<int>("days");
    QTest::addColumn<QByteArray>("moreName");
    QTest::addColumn<bool>("renewed");
    QTest::newRow("31 days left") << 365 << QByteArray() << false;
    QTest::newRow("30 days left") << 367 << QByteArray() << true;
    QTest::newRow("expired") << 400 << QByteArray() << true;
    QTest::newRow("clock set back") << -1 << QByteArray() << true; // not valid yet
    QTest::newRow("a name more") << 1 << QByteArray("10.0.0.1") << true;
}

void tst_LocalAuthority::renewsWhen()
{
    QFETCH(const int, days);
    QFETCH(const QByteArray, moreName);
    QFETCH(const bool, renewed);
    const std::string before = fingerprint(open(m_now).serverFor(m_names, m_now));
    const UtcTime later = m_now + 24h * days;
    auto names = m_names;
    if (!moreName.isEmpty())
        names.push_back(moreName.toStdString());
    const auto server = open(later).serverFor(names, later);
    QVERIFY(server);
    QVERIFY(server->checkTime(later));
    QCOMPARE(fingerprint(server) != before, renewed);
    const auto life = server->info().validUntil - server->info().validFrom;
    QVERIFY(life <= 24h * 397);
}

void tst_LocalAuthority::renewsOnDemand()
{
    const std::string before = fingerprint(open(m_now).serverFor(m_names, m_now));
    const std::string after = fingerprint(open(m_now).renewServer(m_names, m_now));
    QVERIFY(before != after);
    QCOMPARE(bytes(fingerprint(open(m_now).serverFor(m_names, m_now))), bytes(after));
}

void tst_LocalAuthority::neverOutlivesTheAuthority()
{
    open(m_now);
    const UtcTime late = m_now + LocalAuthority::kAuthorityLife - 24h * 10;
    const LocalAuthority authority = open(late);
    const auto server = authority.serverFor(m_names, late);
    QVERIFY(server);
    QVERIFY(server->info().validUntil == authority.info().validUntil);
}

QTEST_APPLESS_MAIN(tst_LocalAuthority)
#include "tst_local_authority.moc"
