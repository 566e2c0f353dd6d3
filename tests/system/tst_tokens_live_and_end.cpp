#include <QJsonArray>
#include <QTest>

#include "tests/support/raw_websocket.h"
#include "tests/system/token_desk.h"

using namespace Qt::StringLiterals;
using namespace parley::test;

// The life of tokens on the real broker: rotation, refresh, batches, groups, and what is shown of
// it.
class TestTokensLiveAndEnd : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void aRotationDoesNotHandOutMoreThanOneHolds();
    void theOldSecretEndsWithItsOverlap();
    void aRotationSurvivesKill();
    void aRefreshGivesAnotherSecretOnce();
    void groupsAreRevokedTogether();
    void pagesListEveryTokenOnce();
    void aLiveConnectionIsShown();
    void aBatchIsAllOrNone();

private:
    BrokerProcess m_broker;
    const TokenDesk m_desk{m_broker};
};

namespace {

const QJsonObject kPing{{u"op"_s, u"ping"_s}, {u"id"_s, 7}};

} // namespace

void TestTokensLiveAndEnd::initTestCase()
{
    QVERIFY2(m_broker.start(), m_broker.complaint().constData());
    QVERIFY(makeTopic(m_broker.port(), m_broker.ownerToken(), "garden"));
}

void TestTokensLiveAndEnd::aRotationDoesNotHandOutMoreThanOneHolds()
{
    const QJsonObject wide = m_desk.issue({{u"admin"_s, true}});
    const QByteArray key
        = TokenDesk::secretOf(m_desk.issue({{u"admin"_s, QJsonObject{{u"tokens"_s, u"write"_s}}}}));
    const QJsonObject now{{u"overlapSeconds"_s, 0}};
    QCOMPARE(
        m_desk.send("POST", "/v1/tokens/" + TokenDesk::idOf(wide) + "/rotate", now, key).status,
        403);
    QCOMPARE(m_desk.statusOf(TokenDesk::secretOf(wide)), 200);
}

void TestTokensLiveAndEnd::theOldSecretEndsWithItsOverlap()
{
    const QJsonObject issued = m_desk.issue({});
    RawWebSocket before(m_broker.port(), TokenDesk::secretOf(issued));
    QCOMPARE(before.handshakeStatus(), 101);
    const QByteArray target = "/v1/tokens/" + TokenDesk::idOf(issued) + "/rotate";
    const HttpAnswer rotated = m_desk.send("POST", target, {{u"overlapSeconds"_s, 3600}});
    QCOMPARE(rotated.status, 200);
    QVERIFY(rotated.json()["token"_L1]["previousSecretUntil"_L1].isDouble());
    RawWebSocket after(m_broker.port(), TokenDesk::secretOf(rotated.json()));
    QCOMPARE(after.handshakeStatus(), 101);
    QCOMPARE(before.call(kPing)["type"_L1].toString(), u"pong"_s); // both work
    QCOMPARE(m_desk.statusOf(TokenDesk::secretOf(issued)), 200);

    const HttpAnswer again = m_desk.send("POST", target, {{u"overlapSeconds"_s, 0}});
    QCOMPARE(again.status, 200);
    QCOMPARE(before.waitForCloseCode(), 4003);
    QCOMPARE(after.waitForCloseCode(), 4003);
    QCOMPARE(m_desk.statusOf(TokenDesk::secretOf(issued)), 401);
    QCOMPARE(m_desk.statusOf(TokenDesk::secretOf(rotated.json())), 401);
    QCOMPARE(m_desk.statusOf(TokenDesk::secretOf(again.json())), 200);
}

void TestTokensLiveAndEnd::aRotationSurvivesKill()
{
    const QJsonObject issued = m_desk.issue({});
    const HttpAnswer rotated = m_desk.send(
        "POST", "/v1/tokens/" + TokenDesk::idOf(issued) + "/rotate", {{u"overlapSeconds"_s, 3600}});
    QCOMPARE(rotated.status, 200);
    m_broker.kill();
    QVERIFY2(m_broker.start(), m_broker.complaint().constData());
    QCOMPARE(m_desk.statusOf(TokenDesk::secretOf(issued)), 200);
    QCOMPARE(m_desk.statusOf(TokenDesk::secretOf(rotated.json())), 200);
}

void TestTokensLiveAndEnd::aRefreshGivesAnotherSecretOnce()
{
    const QJsonObject issued
        = m_desk.issue({{u"validForSeconds"_s, 600}, {u"refreshable"_s, true}});
    const QByteArray refresh = TokenDesk::secretOf(issued, "refreshSecret");
    QVERIFY(refresh.startsWith("prl_ref_"));
    QCOMPARE(m_desk.statusOf(refresh), 401); // it opens nothing else
    const auto ask = [&](const QByteArray &secret) {
        return RawHttp(m_broker.port(), secret).request("POST", "/v1/tokens/refresh");
    };
    QCOMPARE(ask(TokenDesk::secretOf(issued)).status, 401); // nor does the token's own refresh it
    const HttpAnswer refreshed = ask(refresh);
    QVERIFY2(refreshed.status == 200, refreshed.body.constData());
    QCOMPARE(ask(refresh).status, 401);
    QCOMPARE(m_desk.statusOf(TokenDesk::secretOf(refreshed.json())), 200);
    QCOMPARE(m_desk.statusOf(TokenDesk::secretOf(issued)), 200); // for a minute
    const double end = refreshed.json()["token"_L1]["validUntil"_L1].toDouble();
    QVERIFY(end >= issued["token"_L1]["validUntil"_L1].toDouble());
    m_broker.kill();
    QVERIFY2(m_broker.start(), m_broker.complaint().constData());
    QCOMPARE(ask(refresh).status, 401);
    const HttpAnswer second = ask(TokenDesk::secretOf(refreshed.json(), "refreshSecret"));
    QCOMPARE(second.status, 200);
    QCOMPARE(m_desk.send("DELETE", "/v1/tokens/" + TokenDesk::idOf(issued)).status, 204);
    QCOMPARE(ask(TokenDesk::secretOf(second.json(), "refreshSecret")).status, 401);
}

void TestTokensLiveAndEnd::groupsAreRevokedTogether()
{
    const QJsonObject areas{{u"admin"_s, QJsonObject{{u"tokens"_s, u"write"_s}}}};
    const QJsonObject key = m_desk.issue(areas);
    const QJsonObject child = m_desk.issue(areas, TokenDesk::secretOf(key));
    const QJsonObject grandchild
        = m_desk.issue({{u"room"_s, u"default/garden"_s}}, TokenDesk::secretOf(child));
    const QJsonObject other = m_desk.issue({{u"room"_s, u"default/garden"_s}});
    RawWebSocket socket(m_broker.port(), TokenDesk::secretOf(grandchild));
    QCOMPARE(socket.handshakeStatus(), 101);
    const auto revoke = [&](const QString &what, const QString &name) {
        const HttpAnswer answer = m_desk.send("POST", "/v1/tokens/revoke", {{what, name}});
        return answer.status == 200 ? answer.json()["revoked"_L1].toInt() : -answer.status;
    };
    QCOMPARE(revoke(u"issuer"_s, u""_s), -400); // not all that the broker made
    QCOMPARE(revoke(u"everything"_s, u"yes"_s), -400);
    QCOMPARE(revoke(u"issuer"_s, QString::fromLatin1(TokenDesk::idOf(key))), 2);
    QCOMPARE(socket.waitForCloseCode(), 4004);
    m_broker.kill();
    QVERIFY2(m_broker.start(), m_broker.complaint().constData());
    for (const QJsonObject &gone : {child, grandchild})
        QCOMPARE(m_desk.statusOf(TokenDesk::secretOf(gone)), 401);
    for (const QJsonObject &here : {key, other})
        QCOMPARE(m_desk.statusOf(TokenDesk::secretOf(here)), 200);
    QCOMPARE(revoke(u"room"_s, u"default/garden"_s), 1);
    QCOMPARE(m_desk.statusOf(TokenDesk::secretOf(other)), 401);
    QCOMPARE(revoke(u"room"_s, u"default/garden"_s), 0);
}

void TestTokensLiveAndEnd::pagesListEveryTokenOnce()
{
    QStringList issued;
    for (int i = 0; i < 7; ++i)
        issued.prepend(
            QString::fromLatin1(TokenDesk::idOf(m_desk.issue({{u"room"_s, u"default/pages"_s}}))));
    QStringList listed;
    QByteArray before;
    for (int pages = 0; pages < 100; ++pages) {
        const QJsonObject page
            = m_desk.send("GET", "/v1/tokens?room=default/pages&limit=3" + before).json();
        QVERIFY(page["tokens"_L1].toArray().size() <= 3);
        for (const QJsonValue token : page["tokens"_L1].toArray())
            listed.append(token["id"_L1].toString());
        if (page["next"_L1].isNull())
            break;
        before = "&before=" + page["next"_L1].toString().toLatin1();
    }
    std::sort(issued.begin(), issued.end(), std::greater<>()); // two may share a millisecond
    QCOMPARE(listed, issued);
    for (const char *query : {"limit=0", "limit=1001", "state=dead", "kind=x", "page=2"})
        QCOMPARE(m_desk.send("GET", QByteArray("/v1/tokens?") + query).status, 400);
}

void TestTokensLiveAndEnd::aLiveConnectionIsShown()
{
    const QJsonObject issued = m_desk.issue({{u"label"_s, u"never used"_s}});
    const QByteArray target = "/v1/tokens/" + TokenDesk::idOf(issued);
    QVERIFY(m_desk.send("GET", target).json()["lastUsedAt"_L1].isNull());
    RawWebSocket socket(m_broker.port(), TokenDesk::secretOf(issued));
    QCOMPARE(socket.call(kPing)["type"_L1].toString(), u"pong"_s);
    const QJsonObject shown = m_desk.send("GET", target).json();
    QCOMPARE(shown["connections"_L1].toInt(), 1);
    QVERIFY(shown["lastUsedAt"_L1].isDouble());
    QCOMPARE(shown["warnings"_L1].toArray(), QJsonArray{u"never_expires"_s});
    QVERIFY(m_broker.terminate());
    QVERIFY2(m_broker.start(), m_broker.complaint().constData());
    QVERIFY(m_desk.send("GET", target).json()["lastUsedAt"_L1].isDouble()); // written at the stop
}

void TestTokensLiveAndEnd::aBatchIsAllOrNone()
{
    const QJsonObject good{{u"grants"_s, QJsonArray{TokenDesk::bothOnGarden()}},
                           {u"label"_s, u"of a batch"_s}};
    const auto count = [&] {
        return m_desk.send("GET", "/v1/tokens?text=OF%20A%20batch&limit=1000")
            .json()["tokens"_L1]
            .toArray()
            .size();
    };
    QJsonArray tokens;
    for (int i = 0; i < 999; ++i)
        tokens.append(good);
    tokens.append(QJsonObject{{u"label"_s, u"of a batch"_s}});
    const HttpAnswer refused = m_desk.send("POST", "/v1/tokens/batch", {{u"tokens"_s, tokens}});
    QCOMPARE(refused.status, 400);
    QVERIFY(refused.body.contains("tokens[999]"));
    QCOMPARE(count(), 0);
    tokens.replace(999, good);
    const HttpAnswer issued = m_desk.send("POST", "/v1/tokens/batch", {{u"tokens"_s, tokens}});
    QCOMPARE(issued.status, 201);
    QCOMPARE(issued.json()["tokens"_L1].toArray().size(), 1000);
    QCOMPARE(count(), 1000);
    const QJsonObject last = issued.json()["tokens"_L1].toArray().last().toObject();
    QCOMPARE(m_desk.statusOf(TokenDesk::secretOf(last)), 200);
    tokens.append(good);
    QCOMPARE(m_desk.send("POST", "/v1/tokens/batch", {{u"tokens"_s, tokens}}).status, 400);
    QCOMPARE(m_desk.send("POST", "/v1/tokens/batch", {{u"tokens"_s, QJsonArray{}}}).status, 400);
}

QTEST_GUILESS_MAIN(TestTokensLiveAndEnd)
#include "tst_tokens_live_and_end.moc"
