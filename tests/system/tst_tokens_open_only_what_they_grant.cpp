#include <QDeadlineTimer>
#include <QJsonArray>
#include <QTest>

#include "tests/support/broker_process.h"
#include "tests/support/raw_websocket.h"

using namespace Qt::StringLiterals;
using namespace parley::test;

// Every door of the wire, tried with every kind of grant.
class TestTokensOpenOnlyWhatTheyGrant : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void grant_data();
    void grant();
    void aRefusalSaysNothingAboutWhatExists();
    void aWrongTokenIsRefused_data();
    void aWrongTokenIsRefused();
    void aSocketShowsItsTokenFirst_data();
    void aSocketShowsItsTokenFirst();
    void aRevokedTokenIsClosedAndStaysOut();
    void anExpiredTokenIsClosed();
    void aTokenThatPublishesTooFastIsSlowedDown();

private:
    struct Issued {
        QByteArray id;
        QByteArray secret;
    };
    Issued issue(const QJsonArray &grants, const QJsonObject &more = {});
    QByteArray socketRefusal(const QByteArray &secret, const QJsonObject &operation);
    HttpAnswer askPatiently(const QByteArray &target, const QByteArray &field);
    bool isNobodys(const QByteArray &secret);
    QByteArray httpRefusal(const QByteArray &secret, const QByteArray &method,
                           const QByteArray &target);

    BrokerProcess m_broker;
};

namespace {

constexpr auto kTopic = "garden/north";
const QJsonObject kPublish{
    {u"op"_s, u"publish"_s}, {u"id"_s, 1}, {u"topic"_s, u"garden/north"_s}, {u"text"_s, u"hi"_s}};
const QJsonObject kSubscribe{
    {u"op"_s, u"subscribe"_s}, {u"id"_s, 1}, {u"topic"_s, u"garden/north"_s}};
const QJsonObject kWatch{
    {u"op"_s, u"subscribe"_s}, {u"id"_s, 1}, {u"topic"_s, u"$events/sessions"_s}};

QJsonObject grantOn(const QString &role, const QString &selector, const QJsonValue &value,
                    const QString &nameSpace = u"default"_s)
{
    return {{u"role"_s, role}, {u"namespace"_s, nameSpace}, {selector, value}};
}

} // namespace

void TestTokensOpenOnlyWhatTheyGrant::initTestCase()
{
    QVERIFY2(m_broker.start(), m_broker.complaint().constData());
    QVERIFY(makeTopic(m_broker.port(), m_broker.ownerToken(), kTopic));
}

TestTokensOpenOnlyWhatTheyGrant::Issued
TestTokensOpenOnlyWhatTheyGrant::issue(const QJsonArray &grants, const QJsonObject &more)
{
    QJsonObject request = more;
    request[u"label"_s] = u"a test's"_s;
    request[u"grants"_s] = grants;
    const HttpAnswer answer
        = ask(m_broker.port(), m_broker.ownerToken(), "POST", "/v1/tokens", request);
    if (answer.status != 201)
        qWarning("POST /v1/tokens: %d %s", answer.status, answer.body.constData());
    return {answer.json()["token"_L1]["id"_L1].toString().toLatin1(),
            answer.json()["secret"_L1].toString().toLatin1()};
}

// What refused the operation, "" when it was done.
QByteArray TestTokensOpenOnlyWhatTheyGrant::socketRefusal(const QByteArray &secret,
                                                          const QJsonObject &operation)
{
    RawWebSocket socket(m_broker.port(), secret);
    if (socket.handshakeStatus() != 101)
        return QByteArray::number(socket.handshakeStatus());
    const QJsonObject reply = socket.call(operation);
    const QString type = reply["type"_L1].toString();
    if (type == u"error"_s)
        return reply["error"_L1]["name"_L1].toString().toLatin1();
    return type == u"ack"_s || type == u"subscribed"_s ? "" : "no answer";
}

QByteArray TestTokensOpenOnlyWhatTheyGrant::httpRefusal(const QByteArray &secret,
                                                        const QByteArray &method,
                                                        const QByteArray &target)
{
    const HttpAnswer answer
        = RawHttp(m_broker.port(), secret).request(method, target, method == "POST" ? "hi" : "");
    if (answer.status == 200)
        return {};
    return answer.errorName().isEmpty() ? "no answer" : answer.errorName().toLatin1();
}

void TestTokensOpenOnlyWhatTheyGrant::grant_data()
{
    QTest::addColumn<QJsonArray>("grants");
    QTest::addColumn<bool>("publishes");
    QTest::addColumn<bool>("subscribes");
    const auto row
        = [](const QByteArray &name, const QJsonObject &grant, bool publishes, bool subscribes) {
              QTest::newRow(name.constData()) << QJsonArray{grant} << publishes << subscribes;
          };
    const QString topic = QString::fromLatin1(kTopic);
    for (const bool publishes : {true, false}) {
        const QString role = publishes ? u"publish"_s : u"subscribe"_s;
        const auto name = [&](const char *on) { return role.toLatin1() + " on " + on; };
        row(name("the name"), grantOn(role, u"topic"_s, topic), publishes, !publishes);
        row(name("a prefix"), grantOn(role, u"topicPrefix"_s, u"garden/"_s), publishes, !publishes);
        row(name("all topics"), grantOn(role, u"allTopics"_s, true), publishes, !publishes);
    }
    row("both on the name", grantOn(u"both"_s, u"topic"_s, topic), true, true);
    row("both everywhere",
        {{u"role"_s, u"both"_s}, {u"allNamespaces"_s, true}, {u"allTopics"_s, true}}, true, true);
    row("another name", grantOn(u"both"_s, u"topic"_s, u"garden/south"_s), false, false);
    row("a name is no prefix", grantOn(u"both"_s, u"topic"_s, u"garden"_s), false, false);
    row("a prefix that goes on", grantOn(u"both"_s, u"topicPrefix"_s, topic + u'/'), false, false);
    row("other case", grantOn(u"both"_s, u"topic"_s, u"Garden/north"_s), false, false);
    row("another namespace", grantOn(u"both"_s, u"topic"_s, topic, u"other"_s), false, false);
    row("all topics of another namespace", grantOn(u"both"_s, u"allTopics"_s, true, u"other"_s),
        false, false);
    QTest::newRow("two grants") << QJsonArray{grantOn(u"publish"_s, u"topic"_s, topic),
                                              grantOn(u"subscribe"_s, u"topic"_s, u"else"_s)}
                                << true << false;
}

void TestTokensOpenOnlyWhatTheyGrant::grant()
{
    QFETCH(const QJsonArray, grants);
    QFETCH(const bool, publishes);
    QFETCH(const bool, subscribes);
    const QByteArray secret = issue(grants).secret;
    QVERIFY(secret.startsWith("prl_"));
    const QByteArray denied = "permission_denied";
    const QByteArray publish = publishes ? QByteArray() : denied;
    const QByteArray subscribe = subscribes ? QByteArray() : denied;
    const QByteArray topic = kTopic;

    QCOMPARE(httpRefusal(secret, "POST", "/v1/publish/default/" + topic), publish);
    QCOMPARE(socketRefusal(secret, kPublish), publish);
    QCOMPARE(httpRefusal(secret, "GET", "/v1/history/default/" + topic), subscribe);
    QCOMPARE(httpRefusal(secret, "GET", "/v1/subscribe/default/" + topic), subscribe);
    QCOMPARE(socketRefusal(secret, kSubscribe), subscribe);
    // No grant opens the administration or the broker's own topics.
    for (const char *route : {"topics", "tokens", "webhooks", "deliveries", "rooms", "status"})
        QCOMPARE(httpRefusal(secret, "GET", QByteArray("/v1/") + route), denied);
    QCOMPARE(httpRefusal(secret, "GET", "/v1/subscribe/default/$events/sessions"), denied);
    QCOMPARE(socketRefusal(secret, kWatch), denied);
    QCOMPARE(httpRefusal(secret, "GET", "/v1/token"), QByteArray()); // his own he may see
    const QByteArray owner = m_broker.ownerToken();
    QCOMPARE(httpRefusal(owner, "GET", "/v1/topics"), QByteArray());
    QCOMPARE(socketRefusal(owner, kWatch), QByteArray());
}

void TestTokensOpenOnlyWhatTheyGrant::aRefusalSaysNothingAboutWhatExists()
{
    const QByteArray secret = issue({grantOn(u"both"_s, u"topic"_s, u"mine"_s)}).secret;
    const auto refusal = [&](const QByteArray &topic) {
        return RawHttp(m_broker.port(), secret).request("GET", "/v1/history/default/" + topic).body;
    };
    QVERIFY(refusal("nowhere").contains("permission_denied"));
    QCOMPARE(refusal("nowhere"), refusal(kTopic));
}

void TestTokensOpenOnlyWhatTheyGrant::aWrongTokenIsRefused_data()
{
    QTest::addColumn<QByteArray>("field");
    const auto row
        = [](const char *name, const QByteArray &field) { QTest::newRow(name) << field; };
    QByteArray nearly = m_broker.ownerToken();
    nearly.back() = nearly.back() == 'A' ? 'B' : 'A';
    row("none", "");
    row("unknown", "Authorization: Bearer prl_live_" + QByteArray(43, 'A') + "\r\n");
    row("last character changed", "Authorization: Bearer " + nearly + "\r\n");
    row("cut short", "Authorization: Bearer " + m_broker.ownerToken().chopped(1) + "\r\n");
    row("other scheme", "Authorization: Basic " + m_broker.ownerToken() + "\r\n");
    row("empty", "Authorization: Bearer \r\n");
    row("in another field", "X-Token: " + m_broker.ownerToken() + "\r\n");
}

// These rows are many wrong tokens in a moment, and who tries many is told to wait.
HttpAnswer TestTokensOpenOnlyWhatTheyGrant::askPatiently(const QByteArray &target,
                                                         const QByteArray &field)
{
    HttpAnswer answer;
    QDeadlineTimer patience(BrokerProcess::kPatienceMs);
    do {
        answer = RawHttp(m_broker.port()).request("GET", target, {}, field);
    } while (answer.status == 429 && !patience.hasExpired());
    return answer;
}

// On both wires.
bool TestTokensOpenOnlyWhatTheyGrant::isNobodys(const QByteArray &secret)
{
    const bool overHttp
        = askPatiently("/v1/token", "Authorization: Bearer " + secret + "\r\n").status == 401;
    int status = 0;
    QDeadlineTimer patience(BrokerProcess::kPatienceMs);
    do {
        status = RawWebSocket(m_broker.port(), secret).handshakeStatus();
    } while (status == 429 && !patience.hasExpired());
    return overHttp && status == 401;
}

void TestTokensOpenOnlyWhatTheyGrant::aWrongTokenIsRefused()
{
    QFETCH(const QByteArray, field);
    for (const QByteArray target : {"/v1/status", "/v1/token", "/v1/history/default/garden/north",
                                    "/v1/subscribe/default/garden/north"}) {
        const HttpAnswer answer = askPatiently(target, field);
        QCOMPARE(answer.status, 401);
        QCOMPARE(answer.errorName(), u"unauthenticated"_s);
    }
    QCOMPARE(askPatiently("/v1/status?token=" + m_broker.ownerToken(), field).status, 401);
}

void TestTokensOpenOnlyWhatTheyGrant::aSocketShowsItsTokenFirst_data()
{
    QTest::addColumn<QByteArray>("first");
    QTest::newRow("wrong token") << QByteArray(R"({"op":"authenticate","token":"prl_live_)")
            + QByteArray(43, 'A') + "\"}";
    QTest::newRow("subscribe") << QByteArray(R"({"op":"subscribe","topic":"garden/north"})");
    QTest::newRow("publish") << QByteArray(R"({"op":"publish","topic":"garden/north","text":"x"})");
    QTest::newRow("ping") << QByteArray(R"({"op":"ping"})");
}

void TestTokensOpenOnlyWhatTheyGrant::aSocketShowsItsTokenFirst()
{
    QFETCH(const QByteArray, first);
    int code = 0;
    QDeadlineTimer patience(BrokerProcess::kPatienceMs);
    do {
        RawWebSocket socket(m_broker.port());
        QCOMPARE(socket.handshakeStatus(), 101);
        socket.sendText(first);
        code = socket.waitForCloseCode();
    } while (code == 4009 && !patience.hasExpired());
    QCOMPARE(code, 4001);
}

void TestTokensOpenOnlyWhatTheyGrant::aRevokedTokenIsClosedAndStaysOut()
{
    const Issued token = issue({grantOn(u"both"_s, u"topic"_s, QString::fromLatin1(kTopic))});
    RawWebSocket socket(m_broker.port(), token.secret);
    QCOMPARE(socket.call(kSubscribe)["type"_L1].toString(), u"subscribed"_s);
    RawHttp events(m_broker.port(), token.secret);
    QCOMPARE(events.request("GET", "/v1/subscribe/default/garden/north").status, 200);

    QCOMPARE(ask(m_broker.port(), m_broker.ownerToken(), "DELETE", "/v1/tokens/" + token.id).status,
             204);
    QCOMPARE(socket.waitForCloseCode(), 4004);
    QVERIFY(!events.stream().takeThrough("event: closed\n").isEmpty());
    QVERIFY(events.stream().waitForClose());
    QVERIFY(isNobodys(token.secret));

    m_broker.kill();
    QVERIFY2(m_broker.start(), m_broker.complaint().constData());
    QVERIFY(isNobodys(token.secret));
}

void TestTokensOpenOnlyWhatTheyGrant::anExpiredTokenIsClosed()
{
    const Issued token = issue({grantOn(u"both"_s, u"topic"_s, QString::fromLatin1(kTopic))},
                               {{u"validForSeconds"_s, 1}});
    RawWebSocket socket(m_broker.port(), token.secret);
    QCOMPARE(socket.handshakeStatus(), 101);
    QCOMPARE(socket.waitForCloseCode(), 4003);
    QVERIFY(isNobodys(token.secret));
}

// However fast the machine: of a burst that takes less than a minute some must be refused.
void TestTokensOpenOnlyWhatTheyGrant::aTokenThatPublishesTooFastIsSlowedDown()
{
    constexpr int kPerSecond = 2;
    constexpr int kSent = 200;
    const auto token = issue({grantOn(u"publish"_s, u"topic"_s, QString::fromLatin1(kTopic))},
                             {{u"publishPerSecond"_s, kPerSecond}});
    RawWebSocket socket(m_broker.port(), token.secret);
    RawWebSocket other(m_broker.port(), token.secret); // the bound holds for both together
    int refused = 0;
    for (int i = 0; i < kSent; ++i) {
        const auto answer = (i % 2 ? other : socket).call(kPublish);
        if (answer["type"_L1].toString() == u"ack"_s)
            continue;
        ++refused;
        QCOMPARE(answer["error"_L1]["name"_L1].toString(), u"rate_limited"_s);
        QVERIFY(answer["error"_L1]["retryable"_L1].toBool());
    }
    QVERIFY2(refused > kSent / 4 && refused <= kSent - kPerSecond,
             qPrintable(QString::number(refused)));
    QVERIFY(
        RawWebSocket(m_broker.port(), m_broker.ownerToken()).call(kPublish)["type"_L1].toString()
        == u"ack"_s);
    HttpAnswer answer;
    for (int i = 0; i < kSent && answer.status != 429; ++i)
        answer = publishText(m_broker.port(), token.secret, kTopic, "hi");
    QCOMPARE(answer.status, 429);
    QCOMPARE(answer.field("Retry-After"), QByteArray("1"));
}

QTEST_GUILESS_MAIN(TestTokensOpenOnlyWhatTheyGrant)
#include "tst_tokens_open_only_what_they_grant.moc"
