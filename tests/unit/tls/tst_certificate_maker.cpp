#include <QTest>

#include "tests/support/bytes.h"
#include "tests/support/fake_clock.h"
#include "tests/support/tls_peers.h"

using namespace parley;
using namespace parley::test;
using namespace std::chrono_literals;

// Judged by OpenSSL's own verifier, as strictly as it can.
class tst_CertificateMaker : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void verifies_data();
    void verifies();
    void aServerSignsNobody();
    void namesAreNotALanguage();
    void longNamesAreNoCommonName();
    void serialsDiffer();

private:
    int verify(const MadeIdentity &server, const MadeIdentity &authority, const char *name,
               UtcTime when) const;

    UtcTime m_now = FakeClock().utc();
    ValidityPeriod m_period{m_now - 1h, m_now + 48h};
    MadeIdentity m_authority;
};

void tst_CertificateMaker::initTestCase()
{
    m_authority = makeTestAuthority(m_period);
}

// \return X509_V_OK, or OpenSSL's number of what is wrong.
int tst_CertificateMaker::verify(const MadeIdentity &server, const MadeIdentity &authority,
                                 const char *name, UtcTime when) const
{
    using Store = std::unique_ptr<X509_STORE, OpensslDeleter<X509_STORE_free>>;
    using Check = std::unique_ptr<X509_STORE_CTX, OpensslDeleter<X509_STORE_CTX_free>>;
    const Store store(X509_STORE_new());
    const TlsIdentity trusted = authority.identity();
    X509_STORE_add_cert(store.get(), trusted.certificate());
    const Check check(X509_STORE_CTX_new());
    const TlsIdentity judged = server.identity();
    X509_STORE_CTX_init(check.get(), store.get(), judged.certificate(), nullptr);
    X509_STORE_CTX_set_purpose(check.get(), X509_PURPOSE_SSL_SERVER);
    X509_VERIFY_PARAM *rules = X509_STORE_CTX_get0_param(check.get());
    X509_VERIFY_PARAM_set_flags(rules, X509_V_FLAG_X509_STRICT);
    X509_VERIFY_PARAM_set_time(rules, epochMilliseconds(when) / 1000);
    if (X509_VERIFY_PARAM_set1_ip_asc(rules, name) != 1)
        X509_VERIFY_PARAM_set1_host(rules, name, 0);
    X509_verify_cert(check.get());
    return X509_STORE_CTX_get_error(check.get());
}

void tst_CertificateMaker::verifies_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<int>("hours"); // from now
    QTest::addColumn<bool>("rightAuthority");
    QTest::addColumn<int>("outcome");
    QTest::newRow("unknown authority")
        << QByteArray("a.example") << 0 << false << X509_V_ERR_CERT_SIGNATURE_FAILURE;
    QTest::newRow("expired") << QByteArray("a.example") << 49 << true
                             << X509_V_ERR_CERT_HAS_EXPIRED;
    QTest::newRow("not yet valid")
        << QByteArray("a.example") << -2 << true << X509_V_ERR_CERT_NOT_YET_VALID;
    QTest::newRow("wrong name") << QByteArray("b.example") << 0 << true
                                << X509_V_ERR_HOSTNAME_MISMATCH;
    QTest::newRow("name below it")
        << QByteArray("x.a.example") << 0 << true << X509_V_ERR_HOSTNAME_MISMATCH;
    QTest::newRow("wrong address")
        << QByteArray("10.0.0.2") << 0 << true << X509_V_ERR_IP_ADDRESS_MISMATCH;
    QTest::newRow("name") << QByteArray("a.example") << 0 << true << X509_V_OK;
    QTest::newRow("IPv4") << QByteArray("10.0.0.1") << 0 << true << X509_V_OK;
    QTest::newRow("IPv6 in another spelling") << QByteArray("FD00:0::5") << 0 << true << X509_V_OK;
}

void tst_CertificateMaker::verifies()
{
    QFETCH(const QByteArray, name);
    QFETCH(const int, hours);
    QFETCH(const bool, rightAuthority);
    QFETCH(const int, outcome);
    const MadeIdentity server
        = makeTestServer(m_authority, m_period, {"a.example", "10.0.0.1", "fd00::5"});
    const MadeIdentity stranger = makeTestAuthority(m_period); // of the same name
    const int found = verify(server, rightAuthority ? m_authority : stranger, name.constData(),
                             m_now + std::chrono::hours(hours));
    // A stranger with the same name has another key, which the key identifiers tell already.
    if (!rightAuthority)
        QVERIFY(found == outcome || found == X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY);
    else
        QCOMPARE(found, outcome);
}

void tst_CertificateMaker::aServerSignsNobody()
{
    const MadeIdentity server = makeTestServer(m_authority, m_period, {"a.example"});
    const MadeIdentity below = makeTestServer(server, m_period, {"b.example"});
    QVERIFY(verify(below, server, "b.example", m_now) != X509_V_OK);
}

void tst_CertificateMaker::namesAreNotALanguage()
{
    const MadeIdentity server
        = makeTestServer(m_authority, m_period, {"a.example,DNS:b.example", "@section"});
    QCOMPARE(verify(server, m_authority, "b.example", m_now), X509_V_ERR_HOSTNAME_MISMATCH);
    QCOMPARE(server.identity().info().names.size(), std::size_t(2));
}

void tst_CertificateMaker::longNamesAreNoCommonName()
{
    const std::string longName = std::string(60, 'a') + ".example";
    const MadeIdentity server = makeTestServer(m_authority, m_period, {longName, "b.example"});
    QCOMPARE(bytes(server.identity().info().subject), QByteArray("b.example"));
    const MadeIdentity only = makeTestServer(m_authority, m_period, {longName});
    QCOMPARE(verify(only, m_authority, longName.c_str(), m_now), X509_V_OK);
}

void tst_CertificateMaker::serialsDiffer()
{
    const TlsIdentity a = makeTestServer(m_authority, m_period).identity();
    const TlsIdentity b = makeTestServer(m_authority, m_period).identity();
    QVERIFY(ASN1_INTEGER_cmp(X509_get0_serialNumber(a.certificate()),
                             X509_get0_serialNumber(b.certificate()))
            != 0);
}

QTEST_APPLESS_MAIN(tst_CertificateMaker)
#include "tst_certificate_maker.moc"
