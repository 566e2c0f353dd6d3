#include <QFile>
#include <QSslSocket>
#include <QTemporaryDir>
#include <QTest>
#include <QWebSocket>

#include "tests/support/broker_process.h"
#include "tests/support/fake_endpoint/certificates.h"
#include "tests/support/raw_http.h"
#include "tests/system/tls_probe.h"

using namespace Qt::StringLiterals;
using namespace parley::test;

// Whose certificate the broker shows, and how it changes while people are connected.
class TestCertificatesChangeUnderWay : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void badOptionsAreRefused_data();
    void badOptionsAreRefused();
    void badCertificatesAreRefused_data();
    void badCertificatesAreRefused();
    void theLocalOneNamesTheMachine();
    void aNewOneLeavesOldSocketsAlone();
    void aBrokenOneIsNotTaken();
    void theLocalOneIsKeptOverARestart();
    void withoutTlsHangingUpEnds();
    void verbsVerify();
    void verbsSayWhichNameIsWrong();

private:
    QString put(const QString &name, const QByteArray &content);
    QByteArray exported(const BrokerProcess &broker);

    QTemporaryDir m_folder;
    Identity m_authority;
    Identity m_server;
};

void TestCertificatesChangeUnderWay::initTestCase()
{
    CertificateWish wish;
    wish.commonName = "Test authority";
    wish.alternativeNames.clear();
    wish.authority = true;
    m_authority = makeIdentity(wish);
    m_server = makeIdentity({}, &m_authority);
}

QString TestCertificatesChangeUnderWay::put(const QString &name, const QByteArray &content)
{
    QFile file(m_folder.filePath(name));
    const bool written = file.open(QIODevice::WriteOnly) && file.write(content) == content.size()
        && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    return written ? file.fileName() : QString();
}

QByteArray TestCertificatesChangeUnderWay::exported(const BrokerProcess &broker)
{
    const QString file = m_folder.filePath(u"exported.pem"_s);
    const auto outcome = BrokerProcess::run(
        {u"certificate"_s, u"export"_s, u"--data"_s, broker.dataDirectory(), u"--out"_s, file});
    QFile in(file);
    return outcome.exitCode == 0 && in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray();
}

void TestCertificatesChangeUnderWay::badOptionsAreRefused_data()
{
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<int>("exitCode");
    QTest::addColumn<QByteArray>("why");
    const auto row = [](const char *name, const QStringList &options, int code, const char *why) {
        QTest::newRow(name) << options << code << QByteArray(why);
    };
    row("a name to listen on", {u"--listen"_s, u"localhost:0"_s}, 2,
        "localhost:0 is not an address");
    row("no port", {u"--listen"_s, u"127.0.0.1"_s}, 2, "not an address");
    row("a key alone", {u"--listen"_s, u"127.0.0.1:0"_s, u"--tls-key"_s, u"k.pem"_s}, 2,
        "go together");
    row("a certificate alone", {u"--listen"_s, u"127.0.0.1:0"_s, u"--tls-certificate"_s, u"c"_s}, 2,
        "go together");
    row("a certificate for nothing", {u"--tls-certificate"_s, u"c"_s, u"--tls-key"_s, u"k"_s}, 2,
        "--listen");
    row("a wildcard", {u"--listen"_s, u"127.0.0.1:0"_s, u"--tls-name"_s, u"*.example"_s}, 2,
        "*.example is neither");
    row("an address of another machine", {u"--listen"_s, u"203.0.113.7:0"_s}, 1, "203.0.113.7");
    row("files that are not there",
        {u"--listen"_s, u"127.0.0.1:0"_s, u"--tls-certificate"_s, u"/nowhere/c.pem"_s,
         u"--tls-key"_s, u"/nowhere/k.pem"_s},
        1, "/nowhere/c.pem");
}

void TestCertificatesChangeUnderWay::badOptionsAreRefused()
{
    QFETCH(const QStringList, options);
    QFETCH(const int, exitCode);
    QFETCH(const QByteArray, why);
    const QStringList serve{u"serve"_s, u"--data"_s, m_folder.filePath(u"data"_s), u"--port"_s,
                            u"0"_s};
    const auto outcome = BrokerProcess::run(serve + options);
    QVERIFY(outcome.ended);
    QCOMPARE(outcome.exitCode, exitCode);
    QVERIFY2(outcome.standardError.contains(why), outcome.standardError.constData());
}

void TestCertificatesChangeUnderWay::badCertificatesAreRefused_data()
{
    QTest::addColumn<QByteArray>("certificate");
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<QByteArray>("why");
    const Identity expired = makeIdentity({"a", "DNS:a", -9, -1}, &m_authority);
    const Identity early = makeIdentity({"a", "DNS:a", 1, 9}, &m_authority);
    QTest::newRow("empty") << QByteArray() << QByteArray() << QByteArray("no certificate");
    QTest::newRow("garbage") << QByteArray("garbage") << m_server.key
                             << QByteArray("no certificate");
    QTest::newRow("key of another")
        << m_server.certificate << m_authority.key << QByteArray("does not belong");
    QTest::newRow("expired") << expired.certificate << expired.key << QByteArray("expired on");
    QTest::newRow("not yet valid")
        << early.certificate << early.key << QByteArray("valid only from");
}

void TestCertificatesChangeUnderWay::badCertificatesAreRefused()
{
    QFETCH(const QByteArray, certificate);
    QFETCH(const QByteArray, key);
    QFETCH(const QByteArray, why);
    const auto outcome = BrokerProcess::run({u"serve"_s, u"--data"_s, m_folder.filePath(u"data"_s),
                                             u"--port"_s, u"0"_s, u"--listen"_s, u"127.0.0.1:0"_s,
                                             u"--tls-certificate"_s, put(u"bad.pem"_s, certificate),
                                             u"--tls-key"_s, put(u"bad.key"_s, key)});
    QVERIFY(outcome.ended);
    QCOMPARE(outcome.exitCode, 1);
    QVERIFY2(outcome.standardError.contains(why), outcome.standardError.constData());
    QVERIFY(outcome.standardError.contains("bad.pem"));
    QVERIFY(!outcome.standardError.contains("PRIVATE"));
}

void TestCertificatesChangeUnderWay::theLocalOneNamesTheMachine()
{
    BrokerProcess broker;
    QVERIFY2(broker.start({u"--listen"_s, u"0.0.0.0:0"_s, u"--tls-name"_s, u"parley.test"_s}),
             broker.complaint().constData());
    const QByteArray authority = exported(broker);
    for (const auto &name : {u"127.0.0.1"_s, u"::1"_s, u"localhost"_s, u"parley.test"_s}) {
        const TlsProbe probe = probeTls(broker.tlsPort(), authority, name);
        QVERIFY2(probe.encrypted, qPrintable(name + u": "_s + probe.problem));
        const auto now = QDateTime::currentDateTimeUtc();
        QVERIFY(probe.certificate.effectiveDate() <= now);
        QVERIFY(now.daysTo(probe.certificate.expiryDate()) <= 397);
    }
    QVERIFY(!probeTls(broker.tlsPort(), authority, u"elsewhere.test"_s).encrypted);
    QVERIFY(!probeTls(broker.tlsPort(), m_authority.certificate).encrypted);
    const auto shown
        = BrokerProcess::run({u"certificate"_s, u"show"_s, u"--data"_s, broker.dataDirectory()});
    const QByteArray digest = probeTls(broker.tlsPort(), authority)
                                  .certificate.digest(QCryptographicHash::Sha256)
                                  .toHex(':')
                                  .toUpper();
    QVERIFY2(shown.standardOutput.contains(digest), shown.standardOutput.constData());
    QVERIFY(shown.standardOutput.contains("parley.test"));
    QVERIFY(!shown.standardOutput.contains("PRIVATE"));
}

void TestCertificatesChangeUnderWay::aNewOneLeavesOldSocketsAlone()
{
    BrokerProcess broker;
    QVERIFY2(broker.start({u"--listen"_s, u"127.0.0.1:0"_s}), broker.complaint().constData());
    QVERIFY(makeTopic(broker.port(), broker.ownerToken(), "news"));
    const QByteArray authority = exported(broker);
    QWebSocket reader;
    reader.setSslConfiguration(trusting(authority));
    QNetworkRequest request(QUrl(u"wss://127.0.0.1:%1/v1/socket"_s.arg(broker.tlsPort())));
    request.setRawHeader("Authorization", "Bearer " + broker.ownerToken());
    QStringList heard;
    connect(&reader, &QWebSocket::textMessageReceived, this,
            [&heard](const QString &text) { heard.append(text); });
    reader.open(request);
    QTRY_COMPARE(reader.state(), QAbstractSocket::ConnectedState);
    reader.sendTextMessage(u"{\"op\":\"subscribe\",\"id\":1,\"topic\":\"news\"}"_s);
    QTRY_COMPARE(heard.size(), 1);

    const QSslCertificate before = probeTls(broker.tlsPort(), authority).certificate;
    const auto renewed
        = BrokerProcess::run({u"certificate"_s, u"renew"_s, u"--data"_s, broker.dataDirectory()});
    QCOMPARE(renewed.exitCode, 0);
    QCOMPARE(probeTls(broker.tlsPort(), authority).certificate, before); // nobody said so yet
    broker.hangUp();
    QTRY_VERIFY_WITH_TIMEOUT(probeTls(broker.tlsPort(), authority).certificate != before,
                             BrokerProcess::kPatienceMs);
    QVERIFY(probeTls(broker.tlsPort(), authority).encrypted);

    QCOMPARE(publishText(broker.port(), broker.ownerToken(), "news", "still here").status, 200);
    QTRY_COMPARE(heard.size(), 2);
    QVERIFY(heard.last().contains(u"still here"_s));
    QCOMPARE(reader.state(), QAbstractSocket::ConnectedState);
    QVERIFY(broker.terminate());
}

void TestCertificatesChangeUnderWay::aBrokenOneIsNotTaken()
{
    BrokerProcess broker;
    const QStringList options{u"--listen"_s,          u"127.0.0.1:0"_s,
                              u"--tls-certificate"_s, put(u"own.pem"_s, m_server.certificate),
                              u"--tls-key"_s,         put(u"own.key"_s, m_server.key)};
    QVERIFY2(broker.start(options), broker.complaint().constData());
    const QByteArray authority = m_authority.certificate;
    const QSslCertificate before = probeTls(broker.tlsPort(), authority).certificate;
    QVERIFY(!before.isNull());

    const Identity next = makeIdentity({}, &m_authority);
    put(u"own.pem"_s, next.certificate); // the key is still the old one's
    broker.hangUp();
    QTRY_VERIFY(broker.complaint().contains("the certificate in use stays"));
    QVERIFY(broker.complaint().contains("does not belong"));
    QCOMPARE(probeTls(broker.tlsPort(), authority).certificate, before);

    put(u"own.key"_s, next.key);
    broker.hangUp();
    QTRY_VERIFY_WITH_TIMEOUT(probeTls(broker.tlsPort(), authority).certificate != before,
                             BrokerProcess::kPatienceMs);
    QVERIFY(probeTls(broker.tlsPort(), authority).encrypted);
}

void TestCertificatesChangeUnderWay::theLocalOneIsKeptOverARestart()
{
    BrokerProcess broker;
    QVERIFY2(broker.start({u"--listen"_s, u"127.0.0.1:0"_s}), broker.complaint().constData());
    const QByteArray authority = exported(broker);
    const QSslCertificate before = probeTls(broker.tlsPort(), authority).certificate;
    QVERIFY(broker.terminate());
    QVERIFY2(broker.start({u"--listen"_s, u"127.0.0.1:0"_s}), broker.complaint().constData());
    QCOMPARE(probeTls(broker.tlsPort(), authority).certificate, before);
    QVERIFY(broker.terminate());
    QVERIFY(broker.start({u"--listen"_s, u"127.0.0.1:0"_s, u"--tls-name"_s, u"parley.test"_s}));
    const TlsProbe renamed = probeTls(broker.tlsPort(), authority, u"parley.test"_s);
    QVERIFY2(renamed.encrypted, qPrintable(renamed.problem)); // anew, by the same authority
}

void TestCertificatesChangeUnderWay::withoutTlsHangingUpEnds()
{
    BrokerProcess broker;
    QVERIFY2(broker.start(), broker.complaint().constData());
    QCOMPARE(broker.tlsPort(), quint16(0));
    broker.hangUp();
    QVERIFY(broker.waitForEnd());
}

void TestCertificatesChangeUnderWay::verbsVerify()
{
    BrokerProcess broker;
    QVERIFY2(broker.start({u"--listen"_s, u"127.0.0.1:0"_s}), broker.complaint().constData());
    QVERIFY(makeTopic(broker.port(), broker.ownerToken(), "news"));
    const QString token = put(u"token"_s, broker.ownerToken() + '\n');
    const QString right = put(u"right.pem"_s, exported(broker));
    const QString wrong = put(u"wrong.pem"_s, m_authority.certificate);
    const QString garbage = put(u"garbage.pem"_s, "garbage");
    const auto list = [&](const QString &scheme, const QStringList &more) {
        return BrokerProcess::run(QStringList{u"topic"_s, u"list"_s, u"--token-file"_s, token,
                                              u"--url"_s,
                                              scheme + u"://127.0.0.1:%1"_s.arg(broker.tlsPort())}
                                  + more);
    };
    for (const QStringList &more : {QStringList{}, {u"--ca"_s, wrong}}) {
        const auto refused = list(u"https"_s, more);
        QCOMPARE(refused.exitCode, 1);
        QVERIFY2(refused.standardError.contains("is signed by nobody who is trusted here"),
                 refused.standardError.constData());
    }
    const auto unread = list(u"https"_s, {u"--ca"_s, garbage});
    QVERIFY(unread.standardError.contains("garbage.pem holds no certificate"));
    for (const auto &scheme : {u"https"_s, u"wss"_s}) {
        const auto listed = list(scheme, {u"--ca"_s, right});
        QVERIFY2(listed.standardOutput.contains("default/news"), listed.standardError.constData());
    }
    QCOMPARE(publishText(broker.port(), broker.ownerToken(), "news", "Rain").status, 200);
    const auto tail = BrokerProcess::run(
        {u"tail"_s, u"news"_s, u"--from"_s, u"earliest"_s, u"--count"_s, u"1"_s, u"--token-file"_s,
         token, u"--ca"_s, right, u"--url"_s, u"https://127.0.0.1:%1"_s.arg(broker.tlsPort())});
    QCOMPARE(tail.standardOutput, QByteArray("Rain\n"));
}

void TestCertificatesChangeUnderWay::verbsSayWhichNameIsWrong()
{
    const Identity other = makeIdentity({"a.example", "DNS:a.example"}, &m_authority);
    BrokerProcess broker;
    QVERIFY2(broker.start({u"--listen"_s, u"127.0.0.1:0"_s, u"--tls-certificate"_s,
                           put(u"other.pem"_s, other.certificate), u"--tls-key"_s,
                           put(u"other.key"_s, other.key)}),
             broker.complaint().constData());
    const auto refused = BrokerProcess::run(
        {u"topic"_s, u"list"_s, u"--token-file"_s, put(u"token"_s, broker.ownerToken() + '\n'),
         u"--ca"_s, put(u"authority.pem"_s, m_authority.certificate), u"--url"_s,
         u"https://127.0.0.1:%1"_s.arg(broker.tlsPort())});
    QCOMPARE(refused.exitCode, 1);
    QVERIFY2(refused.standardError.contains("127.0.0.1 is for other names: a.example"),
             refused.standardError.constData());
}

QTEST_GUILESS_MAIN(TestCertificatesChangeUnderWay)
#include "tst_certificates_change_under_way.moc"
