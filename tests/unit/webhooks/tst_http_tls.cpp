#include "tests/unit/webhooks/http_client_fixture.h"

#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>

using namespace parley;
using namespace parley::test;

// Certificates, good and bad. The number is the row of the webhook sheet, section 8.
class TestHttpTls : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void judgesCertificates_data();
    void judgesCertificates();
    void showsClientCertificate();
    void refusesOldProtocols();
    void namesTheHost();
    void reusesSessions();

private:
    HttpDeliveryRequest request(const FakeEndpoint &endpoint, const char *host = "localhost") const;

    Identity m_authority;
};

void TestHttpTls::initTestCase()
{
    CertificateWish wish;
    wish.commonName = "Test authority";
    wish.alternativeNames.clear();
    wish.authority = true;
    m_authority = makeIdentity(wish);
}

HttpDeliveryRequest TestHttpTls::request(const FakeEndpoint &endpoint, const char *host) const
{
    auto out = HttpClientFixture::request(endpoint.url("/hook", host));
    out.tls.authoritiesPem = m_authority.certificate.toStdString();
    return out;
}

void TestHttpTls::judgesCertificates_data()
{
    QTest::addColumn<QByteArray>("commonName");
    QTest::addColumn<QByteArray>("names");
    QTest::addColumn<int>("from");
    QTest::addColumn<int>("until");
    QTest::addColumn<bool>("signedByAuthority");
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<QByteArray>("cause"); // empty: accepted
    const auto row = [](const char *name, const char *cn, const char *names, int from, int until,
                        bool authority, const char *host, const char *cause) {
        QTest::newRow(name) << QByteArray(cn) << QByteArray(names) << from << until << authority
                            << QByteArray(host) << QByteArray(cause);
    };
    row("45 self-signed", "a.example", "DNS:a.example", -1, 9, false, "a.example", "self-signed");
    row("46 expired", "a.example", "DNS:a.example", -9, -1, true, "a.example", "expired on");
    row("46 not yet valid", "a.example", "DNS:a.example", 1, 9, true, "a.example",
        "valid only from");
    row("47 wrong name", "b.example", "DNS:b.example", -1, 9, true, "a.example",
        "not for a.example");
    row("48 name only in CN", "a.example", "DNS:b.example", -1, 9, true, "a.example",
        "not for a.example");
    row("48 name only in CN, no other names", "a.example", "", -1, 9, true, "a.example",
        "not for a.example");
    row("47 wildcard does not reach two levels", "x", "DNS:*.example", -1, 9, true, "a.b.example",
        "not for a.b.example");
    row("47 wildcard of a top-level domain", "x", "DNS:*.example", -1, 9, true, "a.example",
        "not for a.example");
    row("47 address not named", "x", "DNS:a.example", -1, 9, true, "127.0.0.1",
        "not for 127.0.0.1");
    row("52 own authority", "x", "DNS:a.example", -1, 9, true, "a.example", "");
    row("wildcard", "x", "DNS:*.a.example", -1, 9, true, "b.a.example", "");
    row("address", "x", "IP:127.0.0.1", -1, 9, true, "127.0.0.1", "");
}

void TestHttpTls::judgesCertificates()
{
    QFETCH(const QByteArray, commonName);
    QFETCH(const QByteArray, names);
    QFETCH(const int, from);
    QFETCH(const int, until);
    QFETCH(const bool, signedByAuthority);
    QFETCH(const QByteArray, host);
    QFETCH(const QByteArray, cause);
    const Identity identity = makeIdentity({commonName, names, from, until},
                                           signedByAuthority ? &m_authority : nullptr);
    FakeEndpoint endpoint(QHostAddress(QHostAddress::LocalHost), serverConfiguration(identity));
    HttpClientFixture f;
    f.resolver.setAddresses(host.toStdString(), {"127.0.0.1"});
    const auto result = f.send(request(endpoint, host.constData()));
    QVERIFY(result);
    const QByteArray text = QByteArray::fromStdString(result->attempt.outcomeText);
    if (cause.isEmpty()) {
        QVERIFY2(result->attempt.outcome == Outcome::Ok, text.constData());
        QVERIFY(result->attempt.tls.starts_with("TLSv1."));
        QVERIFY(result->attempt.timing.tls > 0);
    } else {
        QCOMPARE(name(result->attempt.outcome), name(Outcome::TlsError));
        QVERIFY2(text.contains(cause), text.constData());
        QCOMPARE(endpoint.requests().size(), 0);
    }
}

void TestHttpTls::showsClientCertificate()
{
    // OpenSSL's own server: Qt's closes without the alert that real endpoints send.
    const Identity server = makeIdentity({}, &m_authority);
    const Identity client = makeIdentity({"client", ""}, &m_authority);
    QTemporaryDir folder;
    const auto file = [&folder](const char *name, const QByteArray &bytes) {
        QFile out(folder.filePath(QString::fromLatin1(name)));
        return out.open(QIODevice::WriteOnly) && out.write(bytes) == bytes.size() ? out.fileName()
                                                                                  : QString();
    };
    QProcess process;
    process.start(QStringLiteral("openssl"),
                  {QStringLiteral("s_server"), QStringLiteral("-accept"),
                   QStringLiteral("127.0.0.1:0"), QStringLiteral("-www"), QStringLiteral("-Verify"),
                   QStringLiteral("1"), QStringLiteral("-verify_return_error"),
                   QStringLiteral("-CAfile"), file("ca.pem", m_authority.certificate),
                   QStringLiteral("-cert"), file("cert.pem", server.certificate),
                   QStringLiteral("-key"), file("key.pem", server.key)});
    QByteArray output;
    static const QRegularExpression accepting(QStringLiteral("ACCEPT \\S+:(\\d+)"));
    QRegularExpressionMatch match;
    QTRY_VERIFY((output += process.readAllStandardOutput(),
                 match = accepting.match(QString::fromUtf8(output)), match.hasMatch()));

    HttpClientFixture f;
    f.resolver.setAddresses("localhost", {"127.0.0.1"});
    auto without = f.request("https://localhost:" + match.captured(1).toStdString() + "/");
    without.deadline = 1s; // s_server does not answer a POST
    without.tls.authoritiesPem = m_authority.certificate.toStdString();
    auto with = without;
    with.tls.certificatePem = client.certificate.toStdString();
    with.tls.keyPem = client.key.toStdString();
    auto broken = with;
    broken.tls.certificatePem = "not PEM";

    const auto missing = f.send(std::move(without));
    QCOMPARE(name(missing->attempt.outcome), name(Outcome::TlsError)); // 50
    const auto present = f.send(std::move(with));
    QVERIFY(present->attempt.timing.tls > 0);
    QVERIFY2(present->attempt.outcome != Outcome::TlsError, present->attempt.outcomeText.c_str());
    QCOMPARE(name(f.send(std::move(broken))->attempt.outcome), name(Outcome::TlsError));
    process.kill();
    QVERIFY(process.waitForFinished());
}

void TestHttpTls::refusesOldProtocols()
{
    // 49: a ServerHello that picks TLS 1.0 with AES-128-CBC-SHA.
    FakeEndpoint endpoint;
    const QByteArray hello = QByteArray::fromHex("160301002a020000260301") + QByteArray(32, 'r')
        + QByteArray::fromHex("00002f00");
    endpoint.greet(hello);
    HttpClientFixture f;
    f.resolver.setAddresses("localhost", {"127.0.0.1"});
    auto old = request(endpoint);
    old.url.secure = true;
    const auto result = f.send(std::move(old));
    QCOMPARE(name(result->attempt.outcome), name(Outcome::TlsError));
    QVERIFY(!result->attempt.outcomeText.empty());
}

void TestHttpTls::namesTheHost()
{
    FakeEndpoint endpoint; // plain: the ClientHello can be read
    HttpClientFixture f;
    f.resolver.setAddresses("friends.example", {"127.0.0.1"});
    auto hello = request(endpoint, "friends.example");
    hello.url.secure = true;
    const auto result = f.send(std::move(hello));
    QCOMPARE(name(result->attempt.outcome), name(Outcome::TimeoutTls));
    QVERIFY(endpoint.raw().value(0).contains("friends.example")); // 51
    QVERIFY(!endpoint.raw().value(0).contains("127.0.0.1"));
}

void TestHttpTls::reusesSessions()
{
    const Identity identity = makeIdentity({}, &m_authority);
    FakeEndpoint endpoint(QHostAddress(QHostAddress::LocalHost), serverConfiguration(identity));
    HttpClientFixture f;
    f.resolver.setAddresses("localhost", {"127.0.0.1"});
    const auto first = f.send(request(endpoint));
    const auto second = f.send(request(endpoint));
    QVERIFY(second->attempt.reusedConnection);
    QCOMPARE(second->attempt.timing.tls, 0);
    QCOMPARE(second->attempt.tls, first->attempt.tls); // the log still says how
    auto other = request(endpoint);
    other.tls.authoritiesPem = makeIdentity({"Other", "", -1, 9, true}).certificate.toStdString();
    QCOMPARE(name(f.send(std::move(other))->attempt.outcome), name(Outcome::TlsError));
}

QTEST_GUILESS_MAIN(TestHttpTls)
#include "tst_http_tls.moc"
