#include <QJsonArray>
#include <QJsonObject>
#include <QTest>

#include "tests/support/broker_process.h"
#include "tests/support/raw_http.h"

using namespace Qt::StringLiterals;
using namespace parley::test;

namespace {

// Topics of the room "friends" in English and Spanish, and one that is none of it.
const QStringList kTopics{u"friends-publish"_s,           u"friends-subscribe-english"_s,
                          u"friends-subscribe-spanish"_s, u"friends-subscribe-french"_s,
                          u"friends-presence"_s,          u"elsewhere"_s};

} // namespace

// Every token that a room makes opens its part of the room and nothing else: nobody reads what
// everybody publishes, nobody writes what everybody reads.
class TestMembersKeepToTheirPart : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void memberOpensOnlyHisPart_data();
    void memberOpensOnlyHisPart();
    void noticesAreTheMembersOwn();
    void theFunctionOnlyPublishes();
    void afterAChangeTheFunctionHasTheNewLanguageToo();
    void deletedRoomLeavesNoTokenAndNoTopic();

private:
    HttpAnswer owner(const QByteArray &method, const QByteArray &target,
                     const QJsonObject &body = {})
    {
        return ask(m_broker.port(), m_broker.ownerToken(), method, target, body);
    }
    QJsonObject issue(const QJsonObject &request)
    {
        return owner("POST", "/v1/rooms/default/friends/tokens", request).json();
    }
    bool may(const QByteArray &secret, const QString &action, const QString &topic)
    {
        const QJsonObject question{
            {u"secret"_s, QString::fromLatin1(secret)}, {u"action"_s, action}, {u"topic"_s, topic}};
        return owner("POST", "/v1/permissions/check", question).json()[u"allowed"_s].toBool();
    }
    QString noticesOf(const QJsonObject &issued) const;
    QJsonObject functionToken();

    BrokerProcess m_broker;
};

void TestMembersKeepToTheirPart::initTestCase()
{
    QVERIFY2(m_broker.start(), m_broker.complaint().constData());
    QVERIFY(makeTopic(m_broker.port(), m_broker.ownerToken(), "elsewhere"));
    const QJsonObject room{{u"name"_s, u"friends"_s},
                           {u"languages"_s, QJsonArray{u"en"_s, u"es"_s}}};
    QCOMPARE(owner("POST", "/v1/rooms", room).status, 201);
}

QString TestMembersKeepToTheirPart::noticesOf(const QJsonObject &issued) const
{
    const QJsonArray grants = issued[u"token"_s][u"grants"_s].toArray();
    for (const QJsonValue &grant : grants)
        if (const QString topic = grant[u"topic"_s].toString(); topic.contains(u"-notices-"))
            return topic;
    return {};
}

QJsonObject TestMembersKeepToTheirPart::functionToken()
{
    const QJsonArray tokens = owner("GET", "/v1/tokens").json()[u"tokens"_s].toArray();
    for (const QJsonValue &token : tokens)
        if (token[u"label"_s] == u"Function of room friends"_s && token[u"state"_s] == u"active"_s)
            return token.toObject();
    return {};
}

void TestMembersKeepToTheirPart::memberOpensOnlyHisPart_data()
{
    QTest::addColumn<QStringList>("languages");
    QTest::addColumn<bool>("publishes");
    QTest::addColumn<QStringList>("allowed"); // "action topic"
    QTest::newRow("writes, reads nothing")
        << QStringList() << true
        << QStringList{u"publish friends-publish"_s, u"publish friends-presence"_s,
                       u"subscribe friends-presence"_s, u"history friends-presence"_s};
    QTest::newRow("reads one language") << QStringList{u"es"_s} << false
                                        << QStringList{u"subscribe friends-subscribe-spanish"_s,
                                                       u"history friends-subscribe-spanish"_s};
    QTest::newRow("writes, reads both") << QStringList{u"en"_s, u"es"_s} << true
                                        << QStringList{u"publish friends-publish"_s,
                                                       u"publish friends-presence"_s,
                                                       u"subscribe friends-presence"_s,
                                                       u"history friends-presence"_s,
                                                       u"subscribe friends-subscribe-english"_s,
                                                       u"history friends-subscribe-english"_s,
                                                       u"subscribe friends-subscribe-spanish"_s,
                                                       u"history friends-subscribe-spanish"_s};
}

void TestMembersKeepToTheirPart::memberOpensOnlyHisPart()
{
    QFETCH(QStringList, languages);
    QFETCH(bool, publishes);
    QFETCH(QStringList, allowed);
    const QJsonObject issued = issue({{u"publisherId"_s, u"Ana"_s},
                                      {u"languages"_s, QJsonArray::fromStringList(languages)},
                                      {u"publish"_s, publishes}});
    const QByteArray secret = issued[u"secret"_s].toString().toLatin1();
    QVERIFY(!secret.isEmpty());
    QStringList found;
    for (const QString &topic : kTopics)
        for (const QString &action : {u"publish"_s, u"subscribe"_s, u"history"_s, u"manage"_s})
            if (may(secret, action, topic))
                found.append(action + u' ' + topic);
    found.sort();
    allowed.sort();
    QCOMPARE(found, allowed);
    // Asked is not tried: the routes themselves say the same.
    QCOMPARE(publishText(m_broker.port(), secret, "friends-subscribe-english", "x").status, 403);
    QCOMPARE(ask(m_broker.port(), secret, "GET", "/v1/history/default/friends-publish").status,
             403);
    QCOMPARE(publishText(m_broker.port(), secret, "friends-publish", "x").status,
             publishes ? 200 : 403);
}

void TestMembersKeepToTheirPart::noticesAreTheMembersOwn()
{
    const QJsonObject ana = issue({{u"publisherId"_s, u"Ana"_s}, {u"languages"_s, QJsonArray()}});
    const QJsonObject luis = issue({{u"publisherId"_s, u"Luis"_s}, {u"languages"_s, QJsonArray()}});
    const QJsonObject again = issue({{u"publisherId"_s, u"Ana"_s}, {u"languages"_s, QJsonArray()}});
    const QString anas = noticesOf(ana);
    QVERIFY(!anas.isEmpty());
    QCOMPARE(noticesOf(again), anas);
    QVERIFY(noticesOf(luis) != anas);
    const QByteArray secret = ana[u"secret"_s].toString().toLatin1();
    QVERIFY(may(secret, u"subscribe"_s, anas));
    QVERIFY(!may(secret, u"publish"_s, anas));
    QVERIFY(!may(luis[u"secret"_s].toString().toLatin1(), u"subscribe"_s, anas));
    QCOMPARE(owner("GET", "/v1/topics/default/" + anas.toLatin1()).status, 200);
}

void TestMembersKeepToTheirPart::theFunctionOnlyPublishes()
{
    const QJsonArray grants = functionToken()[u"grants"_s].toArray();
    QStringList topics;
    for (const QJsonValue &grant : grants) {
        QCOMPARE(grant[u"role"_s].toString(), u"publish"_s);
        QCOMPARE(grant[u"namespace"_s].toString(), u"default"_s);
        topics.append(grant[u"topic"_s].toString(grant[u"topicPrefix"_s].toString()));
    }
    QCOMPARE(topics,
             (QStringList{u"friends-subscribe-english"_s, u"friends-subscribe-spanish"_s,
                          u"friends-notices-"_s}));
}

void TestMembersKeepToTheirPart::afterAChangeTheFunctionHasTheNewLanguageToo()
{
    const QString before = functionToken()[u"id"_s].toString();
    const QJsonObject change{{u"languages"_s, QJsonArray{u"en"_s, u"fr"_s}},
                             {u"retainedMessages"_s, 5}};
    const HttpAnswer changed = owner("PUT", "/v1/rooms/default/friends", change);
    QCOMPARE(changed.status, 200);
    QCOMPARE(changed.json()[u"subscribeTopics"_s][u"fr"_s].toString(),
             u"friends-subscribe-french"_s);
    for (const char *topic : {"publish", "subscribe-english", "subscribe-french"})
        QCOMPARE(owner("GET", QByteArray("/v1/topics/default/friends-") + topic)
                     .json()[u"retainedMessages"_s]
                     .toInteger(),
                 5);
    QVERIFY(owner("GET", "/v1/topics/default/friends-presence")
                .json()[u"retainedMessages"_s]
                .toInteger()
            != 5);
    const QJsonObject token = functionToken();
    QVERIFY(token[u"id"_s].toString() != before);
    QCOMPARE(token[u"grants"_s][1][u"topic"_s].toString(), u"friends-subscribe-french"_s);
    QCOMPARE(owner("GET", "/v1/tokens/" + before.toLatin1()).json()[u"state"_s].toString(),
             u"revoked"_s);
    QCOMPARE(owner("GET", "/v1/topics/default/friends-subscribe-spanish").status, 404);
    QCOMPARE(owner("GET", "/v1/topics/default/friends-subscribe-french").status, 200);
}

void TestMembersKeepToTheirPart::deletedRoomLeavesNoTokenAndNoTopic()
{
    const QJsonObject ana = issue({{u"publisherId"_s, u"Ana"_s}, {u"languages"_s, QJsonArray()}});
    const QByteArray secret = ana[u"secret"_s].toString().toLatin1();
    QCOMPARE(owner("DELETE", "/v1/rooms/default/friends").status, 204);
    QCOMPARE(publishText(m_broker.port(), secret, "friends-publish", "x").status, 401);
    const QJsonArray topics = owner("GET", "/v1/topics").json()[u"topics"_s].toArray();
    QStringList left;
    for (const QJsonValue &topic : topics)
        if (const QString name = topic[u"topic"_s].toString(); !name.startsWith(u'$'))
            left.append(name);
    QCOMPARE(left, QStringList{u"elsewhere"_s});
    QVERIFY(functionToken().isEmpty());
}

QTEST_GUILESS_MAIN(TestMembersKeepToTheirPart)
#include "tst_members_keep_to_their_part.moc"
