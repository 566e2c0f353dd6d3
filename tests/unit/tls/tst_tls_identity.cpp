#include <QTest>

#include <openssl/pem.h>

#include "tests/support/bytes.h"
#include "tests/support/fake_clock.h"
#include "tests/support/tls_peers.h"

using namespace parley;
using namespace parley::test;
using namespace std::chrono_literals;

class tst_TlsIdentity : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void refuses_data();
    void refuses();
    void neverAsksForAPassphrase();
    void readsAChainInOneFileWithItsKey();
    void judgesTheTime();
    void saysWhatItIs();

private:
    UtcTime m_now = FakeClock().utc();
    MadeIdentity m_authority;
    MadeIdentity m_server;
    MadeIdentity m_other;
};

void tst_TlsIdentity::initTestCase()
{
    const ValidityPeriod period{m_now - 1h, m_now + 24h};
    m_authority = makeTestAuthority(period, "Test authority");
    m_server = makeTestServer(m_authority, period, {"localhost", "127.0.0.1", "::1", "a.example"});
    m_other = makeTestServer(m_authority, period);
}

void tst_TlsIdentity::refuses_data()
{
    QTest::addColumn<QByteArray>("chain");
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<QByteArray>("why");
    const QByteArray chain = bytes(m_server.certificate);
    const QByteArray key = bytes(m_server.key);
    const auto row = [](const char *name, const QByteArray &c, const QByteArray &k,
                        const char *why) { QTest::newRow(name) << c << k << QByteArray(why); };
    row("both empty", {}, {}, "no certificate");
    row("no certificate", {}, key, "no certificate");
    row("no key", chain, {}, "no private key");
    row("garbage", "\x00\xff garbage", key, "no certificate");
    row("garbage for a key", chain, "garbage", "no private key");
    row("key in place of the certificate", key, key, "no certificate");
    row("certificate in place of the key", chain, chain, "no private key");
    row("key of another certificate", chain, bytes(m_other.key), "does not belong");
    row("authority first", bytes(m_authority.certificate) + chain, key, "does not belong");
    row("cut in the middle", chain.left(chain.size() / 2), key, "damaged");
    row("second one cut", chain + chain.left(chain.size() / 2), key, "damaged");
    row("no base64", "-----BEGIN CERTIFICATE-----\n????\n-----END CERTIFICATE-----\n", key,
        "damaged");
    row("base64 of something else",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", key, "damaged");
    row("too many", chain.repeated(int(TlsIdentity::kMaxCertificates) + 1), key, "more than 10");
    row("key cut", chain, key.left(key.size() / 2), "no private key");
}

void tst_TlsIdentity::refuses()
{
    QFETCH(const QByteArray, chain);
    QFETCH(const QByteArray, key);
    QFETCH(const QByteArray, why);
    const auto identity = TlsIdentity::fromPem(chain.toStdString(), key.toStdString());
    QVERIFY(!identity);
    QCOMPARE(identity.error().code, ErrorCode::InvalidArgument);
    const QByteArray message = bytes(identity.error().message);
    QVERIFY2(message.contains(why), message.constData());
}

void tst_TlsIdentity::neverAsksForAPassphrase()
{
    const TlsIdentity plain = m_server.identity();
    const BioHandle out(BIO_new(BIO_s_mem()));
    char passphrase[] = "swordfish";
    QCOMPARE(PEM_write_bio_PKCS8PrivateKey(out.get(), plain.key(), EVP_aes_128_cbc(), passphrase, 9,
                                           nullptr, nullptr),
             1);
    char *text = nullptr;
    const long size = BIO_get_mem_data(out.get(), &text);
    const auto identity = TlsIdentity::fromPem(
        m_server.certificate, std::string_view(text, static_cast<std::size_t>(size)));
    QVERIFY(!identity);
    QVERIFY(identity.error().message.find("passphrase") != std::string::npos);
}

void tst_TlsIdentity::readsAChainInOneFileWithItsKey()
{
    const std::string all = m_server.key + m_server.certificate + m_authority.certificate;
    const auto identity = TlsIdentity::fromPem(all, all);
    QVERIFY(identity);
    QCOMPARE(identity->chain().size(), std::size_t(2));
    QVERIFY(identity->info().subject == "localhost");
}

void tst_TlsIdentity::judgesTheTime()
{
    const TlsIdentity identity = m_server.identity();
    QVERIFY(identity.checkTime(m_now));
    QVERIFY(identity.checkTime(m_now - 1h));
    QVERIFY(identity.checkTime(m_now + 24h - 1s));
    const auto early = identity.checkTime(m_now - 1h - 1s);
    QVERIFY(!early);
    QCOMPARE(early.error().code, ErrorCode::FailedPrecondition);
    QVERIFY(early.error().message.find("valid only from") != std::string::npos);
    const auto late = identity.checkTime(m_now + 24h);
    QVERIFY(!late);
    QVERIFY(late.error().message.find("expired on 2026-11-") != std::string::npos);
}

void tst_TlsIdentity::saysWhatItIs()
{
    const CertificateInfo info = m_server.identity().info();
    QCOMPARE(bytes(info.subject), QByteArray("localhost"));
    QCOMPARE(bytes(info.issuer), QByteArray("Test authority"));
    const std::vector<std::string> names{"localhost", "127.0.0.1", "::1", "a.example"};
    QVERIFY(info.names == names);
    QVERIFY(info.validFrom == std::chrono::floor<std::chrono::seconds>(m_now - 1h));
    QVERIFY(info.validUntil == std::chrono::floor<std::chrono::seconds>(m_now + 24h));
    QCOMPARE(info.sha256.size(), std::size_t(95)); // 32 pairs of digits, 31 colons
    QVERIFY(info.sha256 != m_other.identity().info().sha256);
}

QTEST_APPLESS_MAIN(tst_TlsIdentity)
#include "tst_tls_identity.moc"
