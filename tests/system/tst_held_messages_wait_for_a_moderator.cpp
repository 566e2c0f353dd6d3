#include <QJsonArray>
#include <QJsonObject>
#include <QTest>

#include "tests/support/broker_process.h"
#include "tests/support/raw_http.h"

using namespace Qt::StringLiterals;
using namespace parley::test;

namespace {

const QString kHeldWord = u"swordfish"_s;

} // namespace

// What a room's moderation holds is in no language until a moderator lets it pass, survives a
// crash, and its author is told.
class TestHeldMessagesWaitForAModerator : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void heldReachesNobody();
    void onlyModeratorsSeeAndDecide();
    void whatWaitsSurvivesACrash();
    void approvedIsPublishedOnceWithTheModeratorsText();
    void deniedIsToldToItsAuthorOnly();
    void takenBackCannotBeApproved();

private:
    HttpAnswer owner(const QByteArray &method, const QByteArray &target,
                     const QJsonObject &body = {})
    {
        return ask(m_broker.port(), m_broker.ownerToken(), method, target, body);
    }
    QJsonArray waiting() { return owner("GET", kRoom + "/held").json()[u"held"_s].toArray(); }
    QList<QJsonObject> read(const QByteArray &topic); // envelopes of a topic's history
    QList<QJsonObject> notices();
    void say(const QString &id, const QString &text);
    void take(const QString &id, const QJsonObject &more); // publishes an envelope
    QByteArray idOf(qsizetype index)
    {
        return QByteArray::number(waiting().at(index)[u"id"_s].toInteger());
    }

    const QByteArray kRoom = "/v1/rooms/default/friends";
    BrokerProcess m_broker;
    QByteArray m_member;
    QByteArray m_noticesTopic;
};

void TestHeldMessagesWaitForAModerator::initTestCase()
{
    QVERIFY2(m_broker.start(), m_broker.complaint().constData());
    const QJsonObject moderation{
        {u"terms"_s, u"@language en\n@category spoiler 2 hold\n"_s + kHeldWord + u'\n'}};
    const QJsonObject room{{u"name"_s, u"friends"_s},
                           {u"languages"_s, QJsonArray{u"en"_s}},
                           {u"durability"_s, u"durable"_s},
                           {u"moderation"_s, moderation}};
    QCOMPARE(owner("POST", "/v1/rooms", room).status, 201);
    const QJsonObject issued
        = owner("POST", kRoom + "/tokens",
                {{u"publisherId"_s, u"Ana"_s}, {u"languages"_s, QJsonArray{u"en"_s}}})
              .json();
    m_member = issued[u"secret"_s].toString().toLatin1();
    const QJsonArray grants = issued[u"token"_s][u"grants"_s].toArray();
    m_noticesTopic = grants.last()[u"topic"_s].toString().toLatin1();
    QVERIFY(m_noticesTopic.contains("-notices-"));
}

QList<QJsonObject> TestHeldMessagesWaitForAModerator::read(const QByteArray &topic)
{
    QList<QJsonObject> envelopes;
    const HttpAnswer answer = ask(m_broker.port(), m_member, "GET", "/v1/history/default/" + topic);
    const QJsonArray items = answer.json()[u"items"_s].toArray();
    for (const QJsonValue &item : items)
        envelopes.append(QJsonDocument::fromJson(item[u"text"_s].toString().toUtf8()).object());
    return envelopes;
}

QList<QJsonObject> TestHeldMessagesWaitForAModerator::notices()
{
    return read(m_noticesTopic);
}

void TestHeldMessagesWaitForAModerator::take(const QString &id, const QJsonObject &more)
{
    QJsonObject envelope{{u"v"_s, 1}, {u"id"_s, id}, {u"lang"_s, u"en"_s}};
    for (auto it = more.begin(); it != more.end(); ++it)
        envelope.insert(it.key(), it.value());
    QCOMPARE(publishText(m_broker.port(), m_member, "friends-publish",
                         QJsonDocument(envelope).toJson(QJsonDocument::Compact))
                 .status,
             200);
}

void TestHeldMessagesWaitForAModerator::say(const QString &id, const QString &text)
{
    take(id, {{u"kind"_s, u"message"_s}, {u"text"_s, text}});
}

void TestHeldMessagesWaitForAModerator::heldReachesNobody()
{
    say(u"first"_s, u"the password is "_s + kHeldWord);
    QTRY_COMPARE(waiting().size(), 1);
    const QJsonObject held = waiting().first().toObject();
    QCOMPARE(held[u"messageId"_s].toString(), u"first"_s);
    QCOMPARE(held[u"senderId"_s].toString(), u"Ana"_s);
    QCOMPARE(held[u"text"_s].toString(), u"the password is "_s + kHeldWord);
    QCOMPARE(held[u"rule"_s].toString(), u"en/spoiler"_s);
    QVERIFY(read("friends-subscribe-english").isEmpty());
    QTRY_COMPARE(notices().size(), 1);
    QCOMPARE(notices().last()[u"state"_s].toString(), u"held"_s);
}

void TestHeldMessagesWaitForAModerator::onlyModeratorsSeeAndDecide()
{
    const auto keyWith = [this](const QJsonObject &areas) {
        return owner(
                   "POST", "/v1/tokens",
                   {{u"label"_s, u"moderator"_s}, {u"admin"_s, areas}, {u"grants"_s, QJsonArray()}})
            .json()[u"secret"_s]
            .toString()
            .toLatin1();
    };
    const QByteArray reader = keyWith({{u"moderation"_s, u"read"_s}});
    const QByteArray other = keyWith({{u"topics"_s, u"write"_s}, {u"tokens"_s, u"write"_s}});
    const QByteArray approve = kRoom + "/held/" + idOf(0) + "/approve";
    QCOMPARE(ask(m_broker.port(), m_member, "GET", kRoom + "/held").status, 403);
    QCOMPARE(ask(m_broker.port(), other, "GET", kRoom + "/held").status, 403);
    QCOMPARE(ask(m_broker.port(), reader, "GET", kRoom + "/held").status, 200);
    QCOMPARE(ask(m_broker.port(), reader, "POST", approve, {}).status, 403);
    QCOMPARE(owner("POST", kRoom + "/held/999/approve", {}).status, 404);
    QCOMPARE(owner("POST", kRoom + "/held/x/deny", {}).status, 404);
    QCOMPARE(waiting().size(), 1);
}

void TestHeldMessagesWaitForAModerator::whatWaitsSurvivesACrash()
{
    m_broker.kill();
    QVERIFY2(m_broker.start(), m_broker.complaint().constData());
    QCOMPARE(waiting().size(), 1);
}

void TestHeldMessagesWaitForAModerator::approvedIsPublishedOnceWithTheModeratorsText()
{
    const QByteArray approve = kRoom + "/held/" + idOf(0) + "/approve";
    QCOMPARE(owner("POST", approve, {{u"text"_s, u"the password is secret"_s}}).status, 204);
    QCOMPARE(owner("POST", approve, {}).errorName(), u"failed_precondition"_s);
    QVERIFY(waiting().isEmpty());
    const auto published = read("friends-subscribe-english");
    QCOMPARE(published.size(), 1);
    QCOMPARE(published.first()[u"id"_s].toString(), u"first"_s);
    QCOMPARE(published.first()[u"text"_s].toString(), u"the password is secret"_s);
    QCOMPARE(published.first()[u"sender"_s][u"id"_s].toString(), u"Ana"_s);
    QTRY_COMPARE(notices().size(), 2);
    QCOMPARE(notices().last()[u"state"_s].toString(), u"published"_s);
    const auto decided = owner("GET", kRoom + "/held?review=approved").json()[u"held"_s].toArray();
    QCOMPARE(decided.size(), 1);
}

void TestHeldMessagesWaitForAModerator::deniedIsToldToItsAuthorOnly()
{
    say(u"second"_s, kHeldWord);
    QTRY_COMPARE(waiting().size(), 1);
    const QByteArray deny = kRoom + "/held/" + idOf(0) + "/deny";
    QCOMPARE(owner("POST", deny, {{u"reason"_s, QString(501, u'x')}}).status, 400);
    QCOMPARE(owner("POST", deny, {{u"reason"_s, u"no spoilers"_s}}).status, 204);
    QTRY_COMPARE(notices().size(), 4);
    QCOMPARE(notices().last()[u"state"_s].toString(), u"denied"_s);
    QCOMPARE(notices().last()[u"note"_s].toString(), u"no spoilers"_s);
    QCOMPARE(read("friends-subscribe-english").size(), 1);
}

void TestHeldMessagesWaitForAModerator::takenBackCannotBeApproved()
{
    say(u"third"_s, kHeldWord);
    QTRY_COMPARE(waiting().size(), 1);
    take(u"fourth"_s, {{u"kind"_s, u"delete"_s}, {u"ref"_s, u"third"_s}, {u"text"_s, QString()}});
    QTRY_COMPARE(read("friends-subscribe-english").size(), 2); // the delete
    const QByteArray approve = kRoom + "/held/" + idOf(0) + "/approve";
    QCOMPARE(owner("POST", approve, {}).errorName(), u"failed_precondition"_s);
    QCOMPARE(read("friends-subscribe-english").size(), 2);
}

QTEST_GUILESS_MAIN(TestHeldMessagesWaitForAModerator)
#include "tst_held_messages_wait_for_a_moderator.moc"
