#include <QJsonArray>
#include <QTest>

#include "tests/support/broker_process.h"
#include "tests/support/raw_http.h"

using namespace Qt::StringLiterals;
using namespace parley::test;

// Functions that people write: put, tried, called by webhooks, publishing with a token's rights,
// kept over a restart; and what is refused.
class TestPeopleWriteFunctions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void whatIsNoFunctionIsRefused_data();
    void whatIsNoFunctionIsRefused();
    void nobodyGetsMoreThanHeHoldsByAFunction();
    void aFunctionIsTriedBeforeItIsStored();
    void aTopicIsChainedToAnother();
    void aRedeliveryDoublesNothing();
    void aFunctionThatIsCalledStays();
    void functionsOutliveTheBroker();
    void theAuditKnowsWhoWroteWhat();

private:
    HttpAnswer owner(const QByteArray &method, const QByteArray &target,
                     const QJsonObject &body = {})
    {
        return ask(m_broker.port(), m_broker.ownerToken(), method, target, body);
    }
    QString tokenId(const QJsonObject &request, QByteArray *secret = nullptr);
    QJsonArray deliveriesOf(const QString &webhookId)
    {
        return owner("GET", "/v1/deliveries?webhook=" + webhookId.toUtf8())
            .json()[u"deliveries"]
            .toArray();
    }

    BrokerProcess m_broker;
    QString m_publisher; // token that may publish to "out"
    QString m_webhook;
};

namespace {

const QString kShout = u"function handle(event) {\n"
                       "  publish('out', event.text.toUpperCase());\n"
                       "  return {said: event.text};\n}"_s;

QJsonObject source(const QString &text, const QString &tokenId = {})
{
    return {{u"language"_s, u"javascript"_s}, {u"source"_s, text}, {u"tokenId"_s, tokenId}};
}

} // namespace

QString TestPeopleWriteFunctions::tokenId(const QJsonObject &request, QByteArray *secret)
{
    const QJsonObject made = owner("POST", "/v1/tokens", request).json();
    if (secret)
        *secret = made[u"secret"].toString().toUtf8();
    return made[u"token"][u"id"].toString();
}

void TestPeopleWriteFunctions::initTestCase()
{
    QVERIFY2(m_broker.start(), m_broker.complaint().constData());
    for (const QByteArray topic : {"in", "out"})
        QVERIFY(makeTopic(m_broker.port(), m_broker.ownerToken(), topic,
                          {{u"durability"_s, u"durable"_s}}));
    m_publisher = tokenId({{u"label"_s, u"shout"_s},
                           {u"publisherId"_s, u"shout"_s},
                           {u"grants"_s,
                            QJsonArray{QJsonObject{{u"role"_s, u"publish"_s},
                                                   {u"namespace"_s, u"default"_s},
                                                   {u"topic"_s, u"out"_s}}}}});
    QVERIFY(!m_publisher.isEmpty());
}

void TestPeopleWriteFunctions::whatIsNoFunctionIsRefused_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QJsonObject>("body");
    QTest::addColumn<int>("status");

    const QJsonObject good = source(kShout);
    const auto with = [&good](const QString &name, const QJsonValue &value) {
        QJsonObject changed = good;
        changed[name] = value;
        return changed;
    };
    QTest::newRow("upper case") << QByteArray("Mine") << good << 400;
    QTest::newRow("a digit first") << QByteArray("1mine") << good << 400;
    QTest::newRow("the trial's name") << QByteArray("$test") << good << 400;
    QTest::newRow("too long") << QByteArray(65, 'a') << good << 400;
    QTest::newRow("built in") << QByteArray("echo") << good << 409;
    QTest::newRow("no source") << QByteArray("mine") << QJsonObject{{u"tokenId"_s, u""_s}} << 400;
    QTest::newRow("empty source") << QByteArray("mine") << source({}) << 400;
    QTest::newRow("source too long") << QByteArray("mine") << source(QString(262'145, u'x')) << 400;
    QTest::newRow("another language")
        << QByteArray("mine") << with(u"language"_s, u"python"_s) << 400;
    QTest::newRow("another name") << QByteArray("mine") << with(u"name"_s, u"yours"_s) << 400;
    QTest::newRow("no time") << QByteArray("mine") << with(u"milliseconds"_s, 0) << 400;
    QTest::newRow("a day") << QByteArray("mine") << with(u"milliseconds"_s, 86'400'000) << 400;
    QTest::newRow("no memory") << QByteArray("mine") << with(u"megabytes"_s, 1) << 400;
    QTest::newRow("all memory") << QByteArray("mine") << with(u"megabytes"_s, 1'000'000) << 400;
    QTest::newRow("a token that is none")
        << QByteArray("mine") << with(u"tokenId"_s, u"tok_none"_s) << 400;
    QTest::newRow("an unknown member") << QByteArray("mine") << with(u"env"_s, u"x"_s) << 400;
}

void TestPeopleWriteFunctions::whatIsNoFunctionIsRefused()
{
    QFETCH(QByteArray, name);
    QFETCH(QJsonObject, body);
    QFETCH(int, status);
    const HttpAnswer answer = owner("PUT", "/v1/functions/" + name, body);
    QVERIFY2(answer.status == status, answer.body.constData());
    QVERIFY(owner("GET", "/v1/functions/mine").status == 404);
}

// Who administers webhooks alone must not act with a token of more, nor read by a function.
void TestPeopleWriteFunctions::nobodyGetsMoreThanHeHoldsByAFunction()
{
    QByteArray secret;
    tokenId(
        {{u"label"_s, u"webhooks only"_s}, {u"admin"_s, QJsonObject{{u"webhooks"_s, u"write"_s}}}},
        &secret);
    QVERIFY(!secret.isEmpty());
    const auto his
        = [&](const QByteArray &method, const QByteArray &name, const QJsonObject &body) {
              return ask(m_broker.port(), secret, method, "/v1/functions/" + name, body);
          };
    QCOMPARE(his("PUT", "his", source(kShout)).status, 201); // it publishes nothing
    QCOMPARE(his("PUT", "his", source(kShout, m_publisher)).status, 403);
    QCOMPARE(owner("PUT", "/v1/functions/his", source(kShout, m_publisher)).status, 200);
    QCOMPARE(his("PUT", "his", source(u"function handle() {}"_s)).status, 200); // without it
    QCOMPARE(owner("PUT", "/v1/functions/his", source(kShout, m_publisher)).status, 200);
    QCOMPARE(
        his("PUT", "his", source(u"function handle() { publish('out', 'mine') }"_s, m_publisher))
            .status,
        403); // only the text is another
    const QString webhook
        = owner("POST", "/v1/webhooks",
                {{u"name"_s, u"x"_s}, {u"topic"_s, u"in"_s}, {u"url"_s, u"function:his"_s}})
              .json()[u"webhook"][u"id"]
              .toString();
    QVERIFY(!webhook.isEmpty());
    QCOMPARE(his("PUT", "his", source(u"function handle() {}"_s)).status, 403); // it hears "in"
    QCOMPARE(owner("DELETE", "/v1/webhooks/" + webhook.toUtf8()).status, 204);
    QCOMPARE(his("DELETE", "his", {}).status, 204);
}

void TestPeopleWriteFunctions::aFunctionIsTriedBeforeItIsStored()
{
    const QJsonObject trial{{u"source"_s, kShout}, {u"body"_s, uR"({"text":"hi"})"_s}};
    const QJsonObject told = owner("POST", "/v1/functions/new-one/test", trial).json();
    QCOMPARE(told[u"status"].toInt(), 200);
    QCOMPARE(told[u"body"].toString(), uR"({"said":"hi"})"_s);
    QCOMPARE(told[u"messages"][0][u"payload"].toString(), u"HI"_s);
    QVERIFY(historyTexts(m_broker.port(), m_broker.ownerToken(), "out").isEmpty());
    QCOMPARE(owner("POST", "/v1/functions/new-one/test", {{u"body"_s, u"{}"_s}}).status, 404);
    const QJsonObject bad{{u"source"_s, u"function handle( {"_s}, {u"body"_s, u"{}"_s}};
    const QJsonObject said = owner("POST", "/v1/functions/new-one/test", bad).json();
    QCOMPARE(said[u"status"].toInt(), 500);
    QVERIFY(said[u"error"].toString().contains(u"SyntaxError"_s));
}

void TestPeopleWriteFunctions::aTopicIsChainedToAnother()
{
    QCOMPARE(owner("PUT", "/v1/functions/shout", source(kShout, m_publisher)).status, 201);
    m_webhook
        = owner("POST", "/v1/webhooks",
                {{u"name"_s, u"shout"_s}, {u"topic"_s, u"in"_s}, {u"url"_s, u"function:shout"_s}})
              .json()[u"webhook"][u"id"]
              .toString();
    QVERIFY(!m_webhook.isEmpty());
    for (const QByteArray text : {"one", "two", "three"})
        QCOMPARE(publishText(m_broker.port(), m_broker.ownerToken(), "in", text).status, 200);
    const auto out = [this] { return historyTexts(m_broker.port(), m_broker.ownerToken(), "out"); };
    QTRY_COMPARE(out().size(), 3);
    QStringList texts = out();
    texts.sort(); // deliveries without ordering
    QCOMPARE(texts, (QStringList{u"ONE"_s, u"THREE"_s, u"TWO"_s}));
    QTRY_COMPARE(deliveriesOf(m_webhook).at(0)[u"state"].toString(), u"delivered"_s);
}

void TestPeopleWriteFunctions::aRedeliveryDoublesNothing()
{
    // It publishes, and then says that it failed: the schedule calls it again.
    const QString flaky = u"function handle(event) {\n"
                          "  publish('out', event.attempt === 1 ? 'nowhere' : 'again');\n"
                          "  publish(event.attempt === 1 ? 'missing' : 'out', 'last');\n}"_s;
    QVERIFY(makeTopic(m_broker.port(), m_broker.ownerToken(), "flaky"));
    QCOMPARE(owner("PUT", "/v1/functions/flaky", source(flaky, m_publisher)).status, 201);
    const QString webhook
        = owner(
              "POST", "/v1/webhooks",
              {{u"name"_s, u"flaky"_s}, {u"topic"_s, u"flaky"_s}, {u"url"_s, u"function:flaky"_s}})
              .json()[u"webhook"][u"id"]
              .toString();
    QCOMPARE(publishText(m_broker.port(), m_broker.ownerToken(), "flaky", "x").status, 200);
    QTRY_COMPARE(deliveriesOf(webhook).at(0)[u"state"].toString(), u"dead"_s); // 403: final
    const QByteArray id = deliveriesOf(webhook).at(0)[u"id"].toString().toUtf8();
    QCOMPARE(owner("POST", "/v1/deliveries/" + id + "/retry").status, 202);
    QTRY_COMPARE(deliveriesOf(webhook).at(0)[u"state"].toString(), u"delivered"_s);
    const QStringList texts = historyTexts(m_broker.port(), m_broker.ownerToken(), "out");
    QCOMPARE(texts.mid(3), (QStringList{u"nowhere"_s, u"last"_s})); // the first keeps its word
    QCOMPARE(owner("DELETE", "/v1/webhooks/" + webhook.toUtf8()).status, 204);
}

void TestPeopleWriteFunctions::aFunctionThatIsCalledStays()
{
    const HttpAnswer answer = owner("DELETE", "/v1/functions/shout");
    QCOMPARE(answer.errorName(), u"failed_precondition"_s);
    QCOMPARE(owner("DELETE", "/v1/functions/echo").status, 404); // not ours to delete
    QCOMPARE(owner("DELETE", "/v1/functions/nothing").status, 404);
    QCOMPARE(owner("DELETE", "/v1/functions/flaky").status, 204);
    QCOMPARE(owner("GET", "/v1/functions/flaky").status, 404);
    QCOMPARE(owner("GET", "/v1/functions/echo").json()[u"builtIn"].toBool(), true);
}

void TestPeopleWriteFunctions::functionsOutliveTheBroker()
{
    const QJsonObject before = owner("GET", "/v1/functions/shout").json();
    QCOMPARE(before[u"source"].toString(), kShout);
    QVERIFY(m_broker.terminate());
    QVERIFY2(m_broker.start(), m_broker.complaint().constData());
    QCOMPARE(owner("GET", "/v1/functions/shout").json(), before);
    QCOMPARE(publishText(m_broker.port(), m_broker.ownerToken(), "in", "four").status, 200);
    QTRY_COMPARE(historyTexts(m_broker.port(), m_broker.ownerToken(), "out").value(5), u"FOUR"_s);
}

void TestPeopleWriteFunctions::theAuditKnowsWhoWroteWhat()
{
    const QJsonArray entries
        = owner("GET", "/v1/audit?action=function.created").json()[u"entries"].toArray();
    QCOMPARE(entries.size(), 3);
    const QJsonObject after = entries.last()[u"after"].toObject();
    QCOMPARE(after[u"name"].toString(), u"his"_s);
    QCOMPARE(after[u"sourceSha256"].toString().size(), 64);
    QVERIFY(!after.contains(u"source"));
}

QTEST_GUILESS_MAIN(TestPeopleWriteFunctions)
#include "tst_people_write_functions.moc"
