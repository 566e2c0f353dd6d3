#include <QSignalSpy>
#include <QTest>

#include "server/client/http_client.h"
#include "server/client/socket_client.h"
#include "server/client/tls_trust.h"
#include "tests/support/fake_endpoint/certificates.h"
#include "tests/support/fake_endpoint/fake_endpoint.h"

using namespace Qt::StringLiterals;
using namespace parley;
using namespace parley::client;
using namespace parley::test;

// What the clients of the wire make of a broker's certificate, and what people are told.
class tst_TlsTrust : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void theWorstIsTold();
    void findsCertificates();
    void verifies_data();
    void verifies();
    void anotherAuthorityIsAskedAnew();

private:
    Result<QByteArray> get(HttpClient &client);

    Identity m_authority;
    Identity m_stranger;
};

void tst_TlsTrust::initTestCase()
{
    CertificateWish wish;
    wish.commonName = "Test authority";
    wish.alternativeNames.clear();
    wish.authority = true;
    m_authority = makeIdentity(wish);
    m_stranger = makeIdentity(wish);
}

void tst_TlsTrust::theWorstIsTold()
{
    const auto certificate
        = QSslCertificate::fromData(
              makeIdentity({"a", "DNS:b.example,DNS:a.example,DNS:\x1b[2J"}).certificate)
              .first();
    const QSslError name(QSslError::HostNameMismatch, certificate);
    const QSslError expired(QSslError::CertificateExpired, certificate);
    const QSslError trust(QSslError::UnableToGetLocalIssuerCertificate, certificate);
    QCOMPARE(tlsProblem({}, u"h"_s), u"the certificate of h was refused"_s);
    QVERIFY(tlsProblem({name, expired, trust}, u"h"_s).contains(u"nobody who is trusted"_s));
    QVERIFY(tlsProblem({name, expired}, u"h"_s).contains(u"expired on"_s));
    QVERIFY(tlsProblem({name}, u"h"_s).endsWith(u"other names: a.example, b.example"_s));
    const QSslError other(QSslError::InvalidPurpose, certificate);
    QVERIFY(tlsProblem({other}, u"h"_s).startsWith(u"the certificate of h was refused: "_s));
}

void tst_TlsTrust::findsCertificates()
{
    QVERIFY(!holdsCertificates({}));
    QVERIFY(!holdsCertificates("garbage"));
    QVERIFY(!holdsCertificates(m_authority.key));
    QVERIFY(holdsCertificates(m_authority.certificate));
    QVERIFY(holdsCertificates("a comment\n" + m_authority.certificate));
}

void tst_TlsTrust::verifies_data()
{
    QTest::addColumn<QByteArray>("names");
    QTest::addColumn<int>("from"); // days from now
    QTest::addColumn<int>("until");
    QTest::addColumn<QByteArray>("trusted");
    QTest::addColumn<QString>("problem"); // empty: accepted
    const QByteArray right = m_authority.certificate;
    const auto row = [](const char *name, const char *names, int from, int until,
                        const QByteArray &trusted, const QString &problem) {
        QTest::newRow(name) << QByteArray(names) << from << until << trusted << problem;
    };
    row("authority not known", "IP:127.0.0.1", -1, 9, {}, u"nobody who is trusted here"_s);
    row("another authority of the same name", "IP:127.0.0.1", -1, 9, m_stranger.certificate,
        u"certificate"_s);
    row("authorities that are none", "IP:127.0.0.1", -1, 9, "garbage", u"nobody who is trusted"_s);
    row("expired", "IP:127.0.0.1", -9, -1, right, u"expired on"_s);
    row("not yet valid", "IP:127.0.0.1", 1, 9, right, u"valid only from"_s);
    row("wrong name", "DNS:a.example", -1, 9, right, u"127.0.0.1 is for other names: a.example"_s);
    row("no names", "", -1, 9, right, u"for other names: none"_s);
    row("right", "IP:127.0.0.1", -1, 9, right, {});
}

Result<QByteArray> tst_TlsTrust::get(HttpClient &client)
{
    std::optional<Result<QByteArray>> outcome;
    client.send({.path = u"/v1/health"_s}, this, [&](const auto &result) { outcome = result; });
    if (!QTest::qWaitFor([&] { return outcome.has_value(); }, 20'000))
        return Error{ErrorCode::Timeout, "no outcome"};
    return *outcome;
}

void tst_TlsTrust::verifies()
{
    QFETCH(const QByteArray, names);
    QFETCH(const int, from);
    QFETCH(const int, until);
    QFETCH(const QByteArray, trusted);
    QFETCH(const QString, problem);
    const Identity identity = makeIdentity({"x", names, from, until}, &m_authority);
    FakeEndpoint endpoint(QHostAddress(QHostAddress::LocalHost), serverConfiguration(identity));
    endpoint.answer(Answer::status(200, {}, "{}"));
    const BrokerAddress address{QUrl(QString::fromStdString(endpoint.url("", "127.0.0.1"))),
                                "token", trusted};

    HttpClient http;
    http.setAddress(address);
    const auto answer = get(http);
    QCOMPARE(bool(answer), problem.isEmpty());

    SocketClient socket;
    QSignalSpy changes(&socket, &SocketClient::stateChanged);
    socket.open(address);
    QTRY_COMPARE(socket.state(), SocketClient::State::Connecting);
    QTRY_COMPARE(socket.state(), SocketClient::State::Offline);
    if (problem.isEmpty()) { // the endpoint is no broker, but it was asked
        QVERIFY(endpoint.requests().size() >= 2);
        return;
    }
    QCOMPARE(answer.error().code, ErrorCode::FailedPrecondition);
    const QString told = QString::fromStdString(answer.error().message);
    QVERIFY2(told.contains(problem), qPrintable(told));
    QVERIFY2(socket.reason().contains(problem), qPrintable(socket.reason()));
    QVERIFY(!socket.gaveUp()); // it may be mended
    QCOMPARE(endpoint.requests().size(), 0); // the token was shown to nobody
}

// A connection that was verified by one authority is not used in the name of another.
void tst_TlsTrust::anotherAuthorityIsAskedAnew()
{
    const Identity identity = makeIdentity({"127.0.0.1", "IP:127.0.0.1"}, &m_authority);
    FakeEndpoint endpoint(QHostAddress(QHostAddress::LocalHost), serverConfiguration(identity));
    endpoint.answer(Answer::status(200, {}, "{}"));
    const QUrl url(QString::fromStdString(endpoint.url("", "127.0.0.1")));
    HttpClient client;
    client.setAddress({url, "token", m_authority.certificate});
    QVERIFY(get(client));
    client.setAddress({url, "token", m_stranger.certificate});
    QVERIFY(!get(client));
    QCOMPARE(endpoint.requests().size(), 1);
}

QTEST_GUILESS_MAIN(tst_TlsTrust)
#include "tst_tls_trust.moc"
