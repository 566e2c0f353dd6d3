#include <QJsonArray>
#include <QTest>

#include "tests/support/broker_process.h"
#include "tests/support/raw_websocket.h"

using namespace Qt::StringLiterals;
using namespace parley::test;

class TestTheAuditKnowsWhoDidWhat : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void anActIsThereWithWhatItChanged();
    void theOwnersTokenIsThere();
    void addressesAreKeptWithoutTheirQuery();
    void anActOutlivesAKill();
    void refusalsAreCounted();
    void aSecretInAPathIsNotKept();
    void theAuditIsOpenToWhoMayReadLogs();
    void wrongTokensAreSlowedAndRightOnesAreNot();
    void aQuestionMustBeWellFormed_data();
    void aQuestionMustBeWellFormed();

private:
    HttpAnswer owner(const QByteArray &method, const QByteArray &target,
                     const QJsonObject &body = {})
    {
        return ask(m_broker->port(), m_broker->ownerToken(), method, target, body);
    }
    QJsonArray entries(const QByteArray &query)
    {
        return owner("GET", "/v1/audit?" + query).json()["entries"_L1].toArray();
    }
    QByteArray issue(const QJsonObject &request)
    {
        return owner("POST", "/v1/tokens", request).json()["secret"_L1].toString().toLatin1();
    }

    std::unique_ptr<BrokerProcess> m_broker;
};

namespace {

const QJsonObject kReadsOnly{
    {u"label"_s, u"reader"_s},
    {u"grants"_s,
     QJsonArray{QJsonObject{
         {u"role"_s, u"subscribe"_s}, {u"namespace"_s, u"default"_s}, {u"topic"_s, u"a"_s}}}}};

} // namespace

void TestTheAuditKnowsWhoDidWhat::init()
{
    m_broker = std::make_unique<BrokerProcess>();
    QVERIFY2(m_broker->start(), m_broker->complaint().constData());
    QVERIFY(makeTopic(m_broker->port(), m_broker->ownerToken(), "a"));
}

void TestTheAuditKnowsWhoDidWhat::anActIsThereWithWhatItChanged()
{
    QCOMPARE(owner("PUT", "/v1/topics/default/a", {{u"retainedMessages"_s, 7}}).status, 200);
    const QJsonArray changes = entries("action=topic.changed");
    QCOMPARE(changes.size(), 1);
    const QJsonValue change = changes[0];
    QCOMPARE(change["object"_L1].toString(), u"default/a"_s);
    QCOMPARE(change["outcome"_L1].toString(), u"done"_s);
    QCOMPARE(change["address"_L1].toString(), u"127.0.0.1"_s);
    QCOMPARE(change["before"_L1]["retainedMessages"_L1].toInt(-1), 0);
    QCOMPARE(change["after"_L1]["retainedMessages"_L1].toInt(-1), 7);
    const QString actor = owner("GET", "/v1/token").json()["id"_L1].toString();
    QVERIFY(actor.startsWith(u"tok_"_s));
    QCOMPARE(change["actor"_L1].toString(), actor);
}

void TestTheAuditKnowsWhoDidWhat::theOwnersTokenIsThere()
{
    const QString own = owner("GET", "/v1/token").json()["id"_L1].toString();
    const QJsonArray made = entries("actor=broker&action=token.issued");
    QCOMPARE(made.size(), 1);
    QCOMPARE(made[0]["object"_L1].toString(), own);
    QCOMPARE(made[0]["after"_L1]["admin"_L1].toBool(), true);
}

// What stands behind the '?' of an address is for who may see webhooks.
void TestTheAuditKnowsWhoDidWhat::addressesAreKeptWithoutTheirQuery()
{
    const HttpAnswer made = owner("POST", "/v1/webhooks",
                                  {{u"name"_s, u"w"_s},
                                   {u"topic"_s, u"a"_s},
                                   {u"level"_s, u"local"_s},
                                   {u"url"_s, u"http://127.0.0.1:9/hook?key=5up3r5ecret"_s}});
    QCOMPARE(made.status, 201);
    const QJsonArray created = entries("action=webhook.created");
    QCOMPARE(created.size(), 1);
    QCOMPARE(created[0]["after"_L1]["url"_L1].toString(), u"http://127.0.0.1:9/hook"_s);
}

// The act and its entry are one transaction.
void TestTheAuditKnowsWhoDidWhat::anActOutlivesAKill()
{
    QCOMPARE(owner("PUT", "/v1/namespaces/work", {{}}).status, 201);
    m_broker->kill();
    QVERIFY2(m_broker->start(), m_broker->complaint().constData());
    const QJsonArray made = entries("action=namespace.created");
    QCOMPARE(made.size(), 1);
    QCOMPARE(made[0]["object"_L1].toString(), u"work"_s);
}

void TestTheAuditKnowsWhoDidWhat::refusalsAreCounted()
{
    const QByteArray secret = issue(kReadsOnly);
    RawWebSocket watcher(m_broker->port(), m_broker->ownerToken());
    QCOMPARE(watcher.call({{u"op"_s, u"subscribe"_s}, {u"topic"_s, u"$events/audit"_s}})["type"_L1]
                 .toString(),
             u"subscribed"_s);
    RawWebSocket socket(m_broker->port(), secret);
    constexpr int kTries = 200;
    for (int i = 0; i < kTries; ++i)
        QCOMPARE(socket
                     .call({{u"op"_s, u"publish"_s},
                            {u"id"_s, i},
                            {u"topic"_s, u"a"_s},
                            {u"text"_s, u"x"_s}})["type"_L1]
                     .toString(),
                 u"error"_s);
    const QJsonObject first
        = QJsonDocument::fromJson(watcher.next()["text"_L1].toString().toUtf8()).object();
    QCOMPARE(first["action"_L1].toString(), u"publish"_s);
    QCOMPARE(first["outcome"_L1].toString(), u"refused"_s);
    QCOMPARE(first["code"_L1].toString(), u"permission_denied"_s);
    QCOMPARE(first["object"_L1].toString(), u"default/a"_s);
    QVERIFY(first["count"_L1].toInt() >= 1);
    // However many there were: one entry now, the rest together, later.
    QCOMPARE(entries("action=publish&outcome=refused").size(), 1);
}

void TestTheAuditKnowsWhoDidWhat::aSecretInAPathIsNotKept()
{
    const QByteArray secret = issue(kReadsOnly);
    QVERIFY(secret.startsWith("prl_"));
    QCOMPARE(ask(m_broker->port(), secret, "DELETE", "/v1/tokens/" + secret).status, 403);
    QJsonArray refused;
    QTRY_VERIFY_WITH_TIMEOUT(
        !(refused = entries("action=DELETE%20/v1/tokens/*&outcome=refused")).isEmpty(),
        BrokerProcess::kPatienceMs);
    QVERIFY(refused[0]["object"_L1].toString().startsWith(u"prl_live_***"_s)
            || refused[0]["object"_L1].toString().startsWith(u"prl_tmp_***"_s));
    const QByteArray all = owner("GET", "/v1/audit?limit=1000").body;
    QVERIFY(!all.contains(secret.mid(9)));
    QVERIFY(!all.contains(m_broker->ownerToken().mid(9)));
}

void TestTheAuditKnowsWhoDidWhat::theAuditIsOpenToWhoMayReadLogs()
{
    const QByteArray reader = issue({{u"admin"_s, QJsonObject{{u"logs"_s, u"read"_s}}}});
    QCOMPARE(ask(m_broker->port(), reader, "GET", "/v1/audit").status, 200);
    QCOMPARE(ask(m_broker->port(), reader, "GET", "/v1/tokens").status, 403);
    QCOMPARE(ask(m_broker->port(), issue(kReadsOnly), "GET", "/v1/audit").status, 403);
}

void TestTheAuditKnowsWhoDidWhat::wrongTokensAreSlowedAndRightOnesAreNot()
{
    int slowed = 0;
    for (int i = 0; i < 200; ++i) {
        static constexpr const char *kTries[][2] = {{"GET", "/v1/status"},
                                                    {"GET", "/v1/history/default/a"},
                                                    {"POST", "/v1/tokens/refresh"}};
        const auto &[method, target] = kTries[i % 3];
        const HttpAnswer answer
            = ask(m_broker->port(), "prl_live_" + QByteArray(43, 'a'), method, target);
        QVERIFY2(answer.status == 401 || answer.status == 429, answer.head.constData());
        slowed += answer.status == 429 ? 1 : 0;
        if (answer.status == 429)
            QVERIFY(!answer.field("Retry-After").isEmpty());
        if (i % 20 == 0)
            QCOMPARE(owner("GET", "/v1/status").status, 200); // the same address
    }
    QVERIFY(slowed > 0);
    RawWebSocket socket(m_broker->port());
    socket.send({{u"op"_s, u"authenticate"_s}, {u"token"_s, u"wrong"_s}});
    const int code = socket.waitForCloseCode();
    QVERIFY2(code == 4001 || code == 4009, QByteArray::number(code).constData());
    QCOMPARE(RawWebSocket(m_broker->port(), m_broker->ownerToken()).handshakeStatus(), 101);
}

void TestTheAuditKnowsWhoDidWhat::aQuestionMustBeWellFormed_data()
{
    QTest::addColumn<QByteArray>("query");
    for (const char *query : {"limit=0", "limit=1001", "limit=x", "before=-1", "outcome=maybe",
                              "from=yesterday", "to=1e9", "colour=red"})
        QTest::newRow(query) << QByteArray(query);
}

void TestTheAuditKnowsWhoDidWhat::aQuestionMustBeWellFormed()
{
    QFETCH(const QByteArray, query);
    const HttpAnswer answer = owner("GET", "/v1/audit?" + query);
    QCOMPARE(answer.status, 400);
    QCOMPARE(answer.errorName(), u"invalid_argument"_s);
}

QTEST_GUILESS_MAIN(TestTheAuditKnowsWhoDidWhat)
#include "tst_the_audit_knows_who_did_what.moc"
