#include <QJsonArray>
#include <QTest>

#include "tests/support/raw_websocket.h"
#include "tests/system/token_desk.h"

using namespace Qt::StringLiterals;
using namespace parley::test;

// An application's back end with a key that may issue from one template and nothing else.
class TestApplicationsVendTokens : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void aBadTemplateIsRefused_data();
    void aBadTemplateIsRefused();
    void aBadRequestIsRefused_data();
    void aBadRequestIsRefused();
    void aVendingKeyCanDoNothingElse_data();
    void aVendingKeyCanDoNothingElse();
    void aMemberGetsWhatWasPaidFor();
    void aBatchIsAllOrNone();
    void onlyTheOwnerChangesTemplates();
    void aTemplatesTokensAreRevokedTogether();

private:
    HttpAnswer vend(const QJsonObject &body, const QByteArray &more = {});

    BrokerProcess m_broker;
    const TokenDesk m_desk{m_broker};
    QByteArray m_key;
};

namespace {

QJsonObject member(const QString &user, const QJsonArray &languages = {u"english"_s})
{
    return {
        {u"variables"_s,
         QJsonObject{{u"room"_s, u"friends"_s}, {u"user"_s, user}, {u"languages"_s, languages}}}};
}

QJsonObject reads(const QString &topic)
{
    return {
        {u"name"_s, u"mine"_s},
        {u"variables"_s, QJsonArray{QJsonObject{{u"name"_s, u"user"_s}}}},
        {u"grants"_s,
         QJsonArray{QJsonObject{
             {u"role"_s, u"subscribe"_s}, {u"namespace"_s, u"default"_s}, {u"topic"_s, topic}}}}};
}

} // namespace

void TestApplicationsVendTokens::initTestCase()
{
    QVERIFY2(m_broker.start(), m_broker.complaint().constData());
    for (const char *topic :
         {"friends-publish", "friends-subscribe-english", "friends-subscribe-spanish"})
        QVERIFY(makeTopic(m_broker.port(), m_broker.ownerToken(), topic));
    m_key = TokenDesk::secretOf(m_desk.issue(
        {{u"grants"_s, QJsonArray{}}, {u"templates"_s, QJsonArray{u"chat-member"_s}}}));
    QVERIFY(m_key.startsWith("prl_live_"));
}

HttpAnswer TestApplicationsVendTokens::vend(const QJsonObject &body, const QByteArray &more)
{
    return m_desk.send("POST", "/v1/templates/chat-member/tokens" + more, body, m_key);
}

void TestApplicationsVendTokens::aBadTemplateIsRefused_data()
{
    QTest::addColumn<QJsonObject>("body");
    const auto row = [](const char *name, const QJsonObject &body) { QTest::newRow(name) << body; };
    row("unknown variable", reads(u"{room}"_s));
    row("open brace", reads(u"{user"_s));
    row("closed brace", reads(u"user}"_s));
    row("brace in a brace", reads(u"{{user}}"_s));
    row("no topic at all", reads(u""_s));
    row("no name of a topic", reads(u"{user} notes"_s));
    row("another name than the path", TokenDesk::with(reads(u"{user}"_s), {{u"name"_s, u"x"_s}}));
    row("unknown member", TokenDesk::with(reads(u"{user}"_s), {{u"admin"_s, true}}));
    row("longer than disposable tokens live",
        TokenDesk::with(reads(u"{user}"_s), {{u"maxValidForSeconds"_s, 90'001}}));
    row("usually longer than at most",
        TokenDesk::with(reads(u"{user}"_s),
                        {{u"validForSeconds"_s, 61}, {u"maxValidForSeconds"_s, 60}}));
    row("no grant", TokenDesk::with(reads(u"{user}"_s), {{u"grants"_s, QJsonArray{}}}));
}

void TestApplicationsVendTokens::aBadTemplateIsRefused()
{
    QFETCH(const QJsonObject, body);
    const HttpAnswer answer = m_desk.send("PUT", "/v1/templates/mine", body);
    QVERIFY2(answer.status == 400, answer.body.constData());
    QCOMPARE(m_desk.send("GET", "/v1/templates/mine").status, 404);
}

void TestApplicationsVendTokens::aBadRequestIsRefused_data()
{
    QTest::addColumn<QJsonObject>("body");
    const auto row = [](const char *name, const QJsonObject &body) { QTest::newRow(name) << body; };
    row("no values", {{u"variables"_s, QJsonObject{}}});
    row("another topic by slash", member(u"a/b"_s));
    row("empty", member(u""_s));
    row("too long", member(QString(65, u'a')));
    row("a hole in a value", member(u"{room}"_s));
    row("zero-width space", member(u"ana\u200b"_s));
    row("percent", member(u"a%2Fb"_s));
    row("language twice", member(u"ana"_s, {u"english"_s, u"english"_s}));
    row("language is a number", member(u"ana"_s, {1}));
    row("a grant beside", TokenDesk::with(member(u"ana"_s), {{u"grants"_s, QJsonArray{}}}));
    row("longer than the template says",
        TokenDesk::with(member(u"ana"_s), {{u"validForSeconds"_s, 86'401}}));
    QJsonObject more = member(u"ana"_s);
    more[u"variables"_s] = TokenDesk::with(more["variables"_L1].toObject(), {{u"topic"_s, u"x"_s}});
    row("a variable too many", more);
}

void TestApplicationsVendTokens::aBadRequestIsRefused()
{
    QFETCH(const QJsonObject, body);
    QCOMPARE(vend(body).status, 400);
    QCOMPARE(vend({{u"tokens"_s, QJsonArray{body}}}, "/batch").status, 400);
}

void TestApplicationsVendTokens::aVendingKeyCanDoNothingElse_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("target");
    const auto row = [](const QByteArray &method, const QByteArray &target) {
        QTest::newRow((method + ' ' + target).constData()) << method << target;
    };
    for (const char *area : {"topics", "namespaces", "tokens", "templates", "webhooks", "rooms",
                             "deliveries", "status"})
        row("GET", QByteArray("/v1/") + area);
    row("POST", "/v1/tokens");
    row("POST", "/v1/tokens/batch");
    row("POST", "/v1/tokens/revoke");
    row("POST", "/v1/templates/reader/tokens");
    row("POST", "/v1/templates/nowhere/tokens"); // no hint whether it exists
    row("PUT", "/v1/templates/chat-member");
    row("DELETE", "/v1/templates/chat-member");
    row("GET", "/v1/history/default/friends-publish");
    row("GET", "/v1/subscribe/default/friends-subscribe-english");
    row("GET", "/v1/subscribe/default/$events/audit");
}

void TestApplicationsVendTokens::aVendingKeyCanDoNothingElse()
{
    QFETCH(const QByteArray, method);
    QFETCH(const QByteArray, target);
    const HttpAnswer answer = m_desk.send(method, target, {}, m_key);
    QCOMPARE(answer.status, 403);
    QCOMPARE(answer.errorName(), u"permission_denied"_s);
}

void TestApplicationsVendTokens::aMemberGetsWhatWasPaidFor()
{
    const HttpAnswer vended = vend(member(u"ana"_s));
    QVERIFY2(vended.status == 201, vended.body.constData());
    const QJsonObject token = vended.json()["token"_L1].toObject();
    QCOMPARE(token["kind"_L1].toString(), u"disposable"_s);
    QCOMPARE(token["template"_L1].toString(), u"chat-member"_s);
    QCOMPARE(token["room"_L1].toString(), u"default/friends"_s);
    QCOMPARE(token["publisherId"_L1].toString(), u"ana"_s);
    const QByteArray secret = TokenDesk::secretOf(vended.json());
    const auto read = [&](const QByteArray &topic) {
        return RawHttp(m_broker.port(), secret)
            .request("GET", "/v1/history/default/" + topic)
            .status;
    };
    const auto write = [&](const QByteArray &topic) {
        return publishText(m_broker.port(), secret, topic, "hi").status;
    };
    QCOMPARE(write("friends-publish"), 200);
    QCOMPARE(read("friends-subscribe-english"), 200);
    QCOMPARE(write("friends-subscribe-english"), 403);
    QCOMPARE(read("friends-subscribe-spanish"), 403);
    QCOMPARE(read("friends-publish"), 403);
}

void TestApplicationsVendTokens::aBatchIsAllOrNone()
{
    const QByteArray list = "/v1/tokens?template=chat-member&text=batched";
    QJsonArray tokens{member(u"batched-1"_s), member(u"batched 2"_s)};
    const HttpAnswer refused = vend({{u"tokens"_s, tokens}}, "/batch");
    QCOMPARE(refused.status, 400);
    QVERIFY(refused.body.contains("tokens[1]"));
    QCOMPARE(m_desk.send("GET", list).json()["tokens"_L1].toArray().size(), 0);
    tokens.replace(1, member(u"batched-2"_s));
    QCOMPARE(vend({{u"tokens"_s, tokens}}, "/batch").status, 201);
    QCOMPARE(m_desk.send("GET", list).json()["tokens"_L1].toArray().size(), 2);
}

void TestApplicationsVendTokens::onlyTheOwnerChangesTemplates()
{
    const QByteArray administrator
        = TokenDesk::secretOf(m_desk.issue({{u"admin"_s, QJsonObject{{u"tokens"_s, u"write"_s}}}}));
    const QJsonObject mine = reads(u"notes/{user}"_s);
    QCOMPARE(m_desk.send("PUT", "/v1/templates/mine", mine, administrator).status, 403);
    QCOMPARE(m_desk.send("DELETE", "/v1/templates/reader", {}, administrator).status, 403);
    QCOMPARE(m_desk.send("PUT", "/v1/templates/mine", mine).status, 201);
    QCOMPARE(m_desk.send("PUT", "/v1/templates/mine", mine).status, 200);
    const QJsonObject ana{{u"variables"_s, QJsonObject{{u"user"_s, u"ana"_s}}}};
    // Whoever administers tokens issues from it what he holds himself.
    QCOMPARE(m_desk.send("POST", "/v1/templates/mine/tokens", ana, administrator).status, 403);
    QCOMPARE(m_desk.send("POST", "/v1/templates/mine/tokens", ana).status, 201);
    m_broker.kill();
    QVERIFY2(m_broker.start(), m_broker.complaint().constData());
    QCOMPARE(m_desk.send("POST", "/v1/templates/mine/tokens", ana).status, 201);
    QCOMPARE(m_desk.send("DELETE", "/v1/templates/mine").status, 204);
    QCOMPARE(m_desk.send("POST", "/v1/templates/mine/tokens", ana).status, 404);
    QCOMPARE(m_desk.send("DELETE", "/v1/templates/reader").status, 204);
    QVERIFY(m_broker.terminate());
    QVERIFY2(m_broker.start(), m_broker.complaint().constData());
    QCOMPARE(m_desk.send("GET", "/v1/templates/reader").status, 404); // made once, not each time
    QCOMPARE(m_desk.send("GET", "/v1/templates/chat-member").status, 200);
}

void TestApplicationsVendTokens::aTemplatesTokensAreRevokedTogether()
{
    const QByteArray secret = TokenDesk::secretOf(vend(member(u"ana"_s)).json());
    RawWebSocket socket(m_broker.port(), secret);
    QCOMPARE(socket.handshakeStatus(), 101);
    const HttpAnswer answer
        = m_desk.send("POST", "/v1/tokens/revoke", {{u"template"_s, u"chat-member"_s}});
    QCOMPARE(answer.status, 200);
    QVERIFY(answer.json()["revoked"_L1].toInt() >= 1);
    QCOMPARE(socket.waitForCloseCode(), 4004);
    QCOMPARE(m_desk.statusOf(secret), 401);
    QCOMPARE(m_desk.statusOf(m_key), 200);
}

QTEST_GUILESS_MAIN(TestApplicationsVendTokens)
#include "tst_applications_vend_tokens.moc"
