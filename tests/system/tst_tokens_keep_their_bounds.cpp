#include <QJsonArray>
#include <QTest>

#include "tests/support/client_frames.h"
#include "tests/support/raw_websocket.h"
#include "tests/system/token_desk.h"

using namespace Qt::StringLiterals;
using namespace parley::test;

// What a token may be asked for, and the bounds that it keeps: kinds, delegation, one use,
// connections, pages, requests.
class TestTokensKeepTheirBounds : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void aBadRequestIsRefused_data();
    void aBadRequestIsRefused();
    void aDisposableTokenCannotIssue();
    void aKeyIssuesOnlyWhatItHolds_data();
    void aKeyIssuesOnlyWhatItHolds();
    void aOneUseTokenIsUsedOnce();
    void aOneUseTokenStaysUsedAfterKill();
    void aSocketWaitsForItsOneUse();
    void connectionsAreBounded();
    void aTokenIsForItsPages();
    void requestsAreBounded();

private:
    BrokerProcess m_broker;
    const TokenDesk m_desk{m_broker};
};

namespace {

const QJsonObject kSubscribe{{u"op"_s, u"subscribe"_s}, {u"id"_s, 1}, {u"topic"_s, u"garden"_s}};
const QJsonObject kAsk{{u"op"_s, u"ping"_s}, {u"id"_s, 7}};

const QStringList kPages{u"--allow-origin"_s, u"https://chat.example"_s, u"--allow-origin"_s,
                         u"https://other.example"_s};

} // namespace

void TestTokensKeepTheirBounds::initTestCase()
{
    QVERIFY2(m_broker.start(kPages), m_broker.complaint().constData());
    QVERIFY(makeTopic(m_broker.port(), m_broker.ownerToken(), "garden"));
}

void TestTokensKeepTheirBounds::aBadRequestIsRefused_data()
{
    QTest::addColumn<QJsonObject>("more");
    const auto row = [](const char *name, const QJsonObject &more) { QTest::newRow(name) << more; };
    const QString disposable = u"disposable"_s;
    row("unknown member", {{u"grant"_s, 1}});
    row("unknown kind", {{u"kind"_s, u"session"_s}});
    row("disposable without an end", {{u"kind"_s, disposable}});
    row("disposable for 25 hours and a second",
        {{u"kind"_s, disposable}, {u"validForSeconds"_s, 90'001}});
    row("disposable with admin",
        {{u"kind"_s, disposable}, {u"validForSeconds"_s, 60}, {u"admin"_s, true}});
    row("disposable with an area",
        {{u"kind"_s, disposable},
         {u"validForSeconds"_s, 60},
         {u"admin"_s, QJsonObject{{u"logs"_s, u"read"_s}}}});
    row("disposable with templates",
        {{u"kind"_s, disposable},
         {u"validForSeconds"_s, 60},
         {u"templates"_s, QJsonArray{u"reader"_s}}});
    row("disposable and refreshable",
        {{u"kind"_s, disposable}, {u"validForSeconds"_s, 60}, {u"refreshable"_s, true}});
    row("refreshable without an end", {{u"refreshable"_s, true}});
    row("origin with a path", {{u"allowedOrigins"_s, QJsonArray{u"https://a.example/b"_s}}});
    row("origin null", {{u"allowedOrigins"_s, QJsonArray{u"null"_s}}});
    row("negative bound", {{u"maxConnections"_s, -1}});
    row("room without a namespace", {{u"room"_s, u"friends"_s}});
    row("template that is no name", {{u"templates"_s, QJsonArray{u"Reader"_s}}});
    row("no right", {{u"grants"_s, QJsonArray{}}});
}

void TestTokensKeepTheirBounds::aBadRequestIsRefused()
{
    QFETCH(const QJsonObject, more);
    const QJsonObject request
        = TokenDesk::with({{u"grants"_s, QJsonArray{TokenDesk::bothOnGarden()}}}, more);
    const HttpAnswer answer = m_desk.send("POST", "/v1/tokens", request);
    QCOMPARE(answer.status, 400);
    QCOMPARE(answer.errorName(), u"invalid_argument"_s);
    QCOMPARE(m_desk.send("POST", "/v1/tokens/batch", {{u"tokens"_s, QJsonArray{request}}}).status,
             400);
}

void TestTokensKeepTheirBounds::aDisposableTokenCannotIssue()
{
    const QJsonObject issued
        = m_desk.issue({{u"kind"_s, u"disposable"_s}, {u"validForSeconds"_s, 90'000}});
    QVERIFY(TokenDesk::secretOf(issued).startsWith("prl_tmp_"));
    for (const QByteArray target :
         {"/v1/tokens", "/v1/tokens/batch", "/v1/templates/chat-member/tokens"})
        QCOMPARE(m_desk
                     .send("POST", target, {{u"grants"_s, QJsonArray{TokenDesk::bothOnGarden()}}},
                           TokenDesk::secretOf(issued))
                     .status,
                 403);
    QCOMPARE(m_desk
                 .send("POST", "/v1/tokens/" + TokenDesk::idOf(issued) + "/rotate",
                       {{u"overlapSeconds"_s, 1}})
                 .status,
             409);
}

void TestTokensKeepTheirBounds::aKeyIssuesOnlyWhatItHolds_data()
{
    QTest::addColumn<QJsonObject>("more");
    QTest::addColumn<int>("status");
    const auto row = [](const char *name, const QJsonObject &more, int status) {
        QTest::newRow(name) << more << status;
    };
    const QJsonObject within{{u"validForSeconds"_s, 60},
                             {u"maxConnections"_s, 2},
                             {u"publishPerSecond"_s, 10},
                             {u"requestsPerSecond"_s, 100}};
    const auto grant = [](const QString &role, const QString &topic) {
        return QJsonArray{
            QJsonObject{{u"role"_s, role}, {u"namespace"_s, u"default"_s}, {u"topic"_s, topic}}};
    };
    row("admin", TokenDesk::with(within, {{u"admin"_s, true}}), 403);
    row("an area it has not",
        TokenDesk::with(within, {{u"admin"_s, QJsonObject{{u"logs"_s, u"read"_s}}}}), 403);
    row("another topic", TokenDesk::with(within, {{u"grants"_s, grant(u"publish"_s, u"field"_s)}}),
        403);
    row("another right", TokenDesk::with(within, {{u"grants"_s, grant(u"manage"_s, u"garden"_s)}}),
        403);
    row("a template", TokenDesk::with(within, {{u"templates"_s, QJsonArray{u"chat-member"_s}}}),
        403);
    row("longer", TokenDesk::with(within, {{u"validForSeconds"_s, 7200}}), 403);
    row("more connections", TokenDesk::with(within, {{u"maxConnections"_s, 4}}), 403);
    row("no bound of connections", TokenDesk::with(within, {{u"maxConnections"_s, 0}}), 403);
    row("faster", TokenDesk::with(within, {{u"publishPerSecond"_s, 0}}), 403);
    row("the same", within, 201);
    row("the area that it has",
        TokenDesk::with(within, {{u"admin"_s, QJsonObject{{u"tokens"_s, u"write"_s}}}}), 201);
    row("less", TokenDesk::with(within, {{u"grants"_s, grant(u"history"_s, u"garden"_s)}}), 201);
    row("its template", TokenDesk::with(within, {{u"templates"_s, QJsonArray{u"reader"_s}}}), 201);
}

void TestTokensKeepTheirBounds::aKeyIssuesOnlyWhatItHolds()
{
    QFETCH(const QJsonObject, more);
    QFETCH(const int, status);
    const QByteArray key
        = TokenDesk::secretOf(m_desk.issue({{u"admin"_s, QJsonObject{{u"tokens"_s, u"write"_s}}},
                                            {u"templates"_s, QJsonArray{u"reader"_s}},
                                            {u"validForSeconds"_s, 3600},
                                            {u"maxConnections"_s, 3},
                                            {u"publishPerSecond"_s, 20},
                                            {u"requestsPerSecond"_s, 1000}}));
    const QJsonObject request
        = TokenDesk::with({{u"grants"_s, QJsonArray{TokenDesk::bothOnGarden()}}}, more);
    const HttpAnswer answer = m_desk.send("POST", "/v1/tokens", request, key);
    QVERIFY2(answer.status == status, answer.body.constData());
    QCOMPARE(
        m_desk.send("POST", "/v1/tokens/batch", {{u"tokens"_s, QJsonArray{request}}}, key).status,
        status);
}

// All requests are under way before the first answer is read.
void TestTokensKeepTheirBounds::aOneUseTokenIsUsedOnce()
{
    constexpr int kUses = 1000;
    constexpr int kClients = 100;
    const QJsonObject issued = m_desk.issue({{u"oneUse"_s, true}});
    const QByteArray secret = TokenDesk::secretOf(issued);
    std::vector<std::unique_ptr<RawHttp>> clients;
    for (int i = 0; i < kClients; ++i) {
        clients.push_back(std::make_unique<RawHttp>(m_broker.port(), secret));
        clients.back()->stream().send(
            (clients.back()->head("GET", "/v1/token") + "\r\n").repeated(kUses / kClients));
    }
    int done = 0;
    int refused = 0;
    for (const auto &client : clients)
        for (int i = 0; i < kUses / kClients; ++i) {
            const int status = client->readAnswer().status;
            done += status == 200 ? 1 : 0;
            refused += status == 401 || status == 429 ? 1 : 0; // so many are told to wait
        }
    QCOMPARE(done, 1);
    QCOMPARE(refused, kUses - 1);
    QCOMPARE(
        m_desk.send("GET", "/v1/tokens/" + TokenDesk::idOf(issued)).json()["state"_L1].toString(),
        u"used"_s);
    const QJsonObject question{{u"token"_s, QString::fromLatin1(TokenDesk::idOf(issued))},
                               {u"action"_s, u"publish"_s},
                               {u"topic"_s, u"garden"_s}};
    QCOMPARE(m_desk.send("POST", "/v1/permissions/check", question).json()["reason"_L1].toString(),
             u"used"_s);
}

void TestTokensKeepTheirBounds::aOneUseTokenStaysUsedAfterKill()
{
    const QByteArray secret = TokenDesk::secretOf(m_desk.issue({{u"oneUse"_s, true}}));
    const QByteArray unused = TokenDesk::secretOf(m_desk.issue({{u"oneUse"_s, true}}));
    QCOMPARE(publishText(m_broker.port(), secret, "garden", "once").status, 200);
    m_broker.kill();
    QVERIFY2(m_broker.start(kPages), m_broker.complaint().constData());
    QCOMPARE(publishText(m_broker.port(), secret, "garden", "twice").status, 401);
    QCOMPARE(publishText(m_broker.port(), unused, "garden", "once").status, 200);
}

void TestTokensKeepTheirBounds::aSocketWaitsForItsOneUse()
{
    const QByteArray secret = TokenDesk::secretOf(m_desk.issue({{u"oneUse"_s, true}}));
    RawWebSocket socket(m_broker.port());
    socket.send(TokenDesk::authenticate(secret));
    socket.send(kSubscribe); // before the answer
    socket.send(kAsk);
    QCOMPARE(socket.next()["type"_L1].toString(), u"authenticated"_s);
    QCOMPARE(socket.next()["type"_L1].toString(), u"subscribed"_s);
    QCOMPARE(socket.next()["type"_L1].toString(), u"pong"_s);
    RawWebSocket again(m_broker.port());
    again.send(TokenDesk::authenticate(secret));
    QCOMPARE(again.waitForCloseCode(), 4001);
    QCOMPARE(RawWebSocket(m_broker.port(), secret).handshakeStatus(), 401);
    QCOMPARE(RawWebSocket(m_broker.port(), TokenDesk::secretOf(m_desk.issue({{u"oneUse"_s, true}})))
                 .handshakeStatus(),
             101);
}

void TestTokensKeepTheirBounds::connectionsAreBounded()
{
    const QJsonObject issued = m_desk.issue({{u"maxConnections"_s, 2}});
    const QByteArray secret = TokenDesk::secretOf(issued);
    auto first = std::make_unique<RawWebSocket>(m_broker.port(), secret);
    QCOMPARE(first->handshakeStatus(), 101);
    RawHttp events(m_broker.port(), secret);
    QCOMPARE(events.request("GET", "/v1/subscribe/default/garden").status, 200);
    QCOMPARE(RawWebSocket(m_broker.port(), secret).handshakeStatus(), 429);
    QCOMPARE(RawHttp(m_broker.port(), secret).request("GET", "/v1/subscribe/default/garden").status,
             429);
    RawWebSocket late(m_broker.port());
    late.send(TokenDesk::authenticate(secret));
    QCOMPARE(late.waitForCloseCode(), 4010);
    QCOMPARE(m_desk.statusOf(secret), 200); // a request is no connection

    first->sendFrame(0x88, QByteArray("\x03\xe8", 2)); // 1000
    QCOMPARE(first->waitForCloseCode(), 1000);
    RawWebSocket next(m_broker.port(), secret); // the place is free as soon as the end was said
    QCOMPARE(next.handshakeStatus(), 101);
    QCOMPARE(RawWebSocket(m_broker.port(), secret).handshakeStatus(), 429);
}

// The broker lets both pages speak to it; the token is for one of them.
void TestTokensKeepTheirBounds::aTokenIsForItsPages()
{
    const QJsonObject issued
        = m_desk.issue({{u"allowedOrigins"_s, QJsonArray{u"https://Chat.example:443"_s}}});
    const QByteArray secret = TokenDesk::secretOf(issued);
    const auto status = [&](const QByteArray &fields) {
        return RawHttp(m_broker.port(), secret).request("GET", "/v1/token", {}, fields).status;
    };
    QCOMPARE(status({}), 403); // no page
    QCOMPARE(status("Origin: https://other.example\r\n"), 403);
    QCOMPARE(status("Origin: https://chat.example\r\n"), 200);
    QCOMPARE(RawWebSocket(m_broker.port(), secret).handshakeStatus(), 403);
    RawWebSocket socket(m_broker.port());
    socket.send(TokenDesk::authenticate(secret));
    QCOMPARE(socket.waitForCloseCode(), 4001);
    for (const auto &[page, type] : {std::pair("https://other.example", u""_s),
                                     std::pair("https://chat.example", u"authenticated"_s)}) {
        RawHttp http(m_broker.port());
        const HttpAnswer opened = http.say(
            http.head("GET", "/v1/socket") + "Origin: " + page
            + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
              "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n");
        QCOMPARE(opened.status, 101);
        const QByteArray first
            = QJsonDocument(TokenDesk::authenticate(secret)).toJson(QJsonDocument::Compact);
        http.stream().send(QByteArray::fromStdString(clientFrame(kText, first.toStdString())));
        if (type.isEmpty())
            QVERIFY(http.stream().waitForClose());
        else
            QVERIFY(!http.stream().takeThrough(type.toLatin1()).isEmpty());
    }
    // Each way of trying is in the audit, under the token's id.
    const auto refused = [&] {
        QStringList acts;
        const auto page
            = m_desk.send("GET", "/v1/audit?outcome=refused&actor=" + TokenDesk::idOf(issued))
                  .json();
        for (const auto &entry : page[u"entries"_s].toArray())
            if (entry[u"code"_s] == u"origin_refused"_s)
                acts.append(entry[u"action"_s].toString());
        acts.removeDuplicates();
        acts.sort();
        return acts;
    };
    const QStringList tried{u"GET /v1/socket"_s, u"GET /v1/token"_s, u"authenticate"_s};
    QTRY_COMPARE_WITH_TIMEOUT(refused(), tried, BrokerProcess::kPatienceMs);
}

void TestTokensKeepTheirBounds::requestsAreBounded()
{
    const QByteArray secret = TokenDesk::secretOf(m_desk.issue({{u"requestsPerSecond"_s, 1}}));
    HttpAnswer answer;
    for (int i = 0; i < 200 && answer.status != 429; ++i)
        answer = RawHttp(m_broker.port(), secret).request("GET", "/v1/token");
    QCOMPARE(answer.status, 429);
    QCOMPARE(answer.errorName(), u"rate_limited"_s);
    QCOMPARE(answer.field("Retry-After"), QByteArray("1"));
}

QTEST_GUILESS_MAIN(TestTokensKeepTheirBounds)
#include "tst_tokens_keep_their_bounds.moc"
