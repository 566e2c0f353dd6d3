#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>
#include <QUrl>

#include "tests/support/broker_process.h"
#include "tests/support/fake_endpoint/fake_endpoint.h"
#include "tests/support/raw_http.h"

using namespace Qt::StringLiterals;
using namespace parley::test;

// Who may change webhooks gets no further by them than by his token: not into the broker's own
// network, not to secrets that others set, not into messages that he may not read or publish. And
// what a hostile endpoint answers harms nobody who looks at it.
class TestWebhooksOpenNoDoor : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void nearAddressesAreTheOwners();
    void anotherHostGetsNoSecrets_data();
    void anotherHostGetsNoSecrets();
    void aTestNeedsTheRightToItsTopics();
    void aFunctionLendsNobodysName();
    void anEditedBodyEntersNoRoom();
    void hostileAnswersStayReadable_data();
    void hostileAnswersStayReadable();
    void wordsOfTheMessageAreForItsReaders();
    void theInspectorKeepsNoSecrets();
    void theInspectorHoldsSoManyAndNoMore();
    void anExportHasNoLimit();

private:
    HttpAnswer owner(const QByteArray &method, const QByteArray &target,
                     const QJsonObject &body = {})
    {
        return ask(m_broker.port(), m_broker.ownerToken(), method, target, body);
    }
    HttpAnswer key(const QByteArray &method, const QByteArray &target, const QJsonObject &body = {})
    {
        return ask(m_broker.port(), m_key, method, target, body);
    }
    // Requests of this thread wait for their answer, and an endpoint of it answers nothing
    // meanwhile: a test event ends at its deadline.
    //! A token that administers webhooks and has \p role on the topic "open".
    QByteArray token(const QString &role, const QString &publisher = u"Eve"_s);
    QByteArray webhook(const QJsonObject &settings); // by the owner; its id
    QJsonObject hook(const QString &topic, const FakeEndpoint &endpoint) const
    {
        return {{u"topic"_s, topic},
                {u"url"_s, QString::fromStdString(endpoint.url())},
                {u"level"_s, u"local"_s},
                {u"schedule"_s, u"momento"_s},
                {u"deadlineSeconds"_s, 1}};
    }
    QJsonObject lastDelivery(const QByteArray &webhookId)
    {
        return owner("GET", "/v1/deliveries?limit=1&webhook=" + webhookId)
            .json()[u"deliveries"_s][0]
            .toObject();
    }
    void publish(const QByteArray &topic, const QByteArray &text)
    {
        QCOMPARE(publishText(m_broker.port(), m_broker.ownerToken(), topic, text).status, 200);
    }

    BrokerProcess m_broker;
    QByteArray m_key;
};

void TestWebhooksOpenNoDoor::initTestCase()
{
    QVERIFY2(m_broker.start(), m_broker.complaint().constData());
    for (const char *topic : {"open", "closed"})
        QVERIFY(makeTopic(m_broker.port(), m_broker.ownerToken(), topic));
    m_key = token(u"both"_s);
    QVERIFY(!m_key.isEmpty());
}

QByteArray TestWebhooksOpenNoDoor::token(const QString &role, const QString &publisher)
{
    const QJsonObject grant{
        {u"role"_s, role}, {u"namespace"_s, u"default"_s}, {u"topic"_s, u"open"_s}};
    return owner("POST", "/v1/tokens",
                 {{u"label"_s, u"for webhooks"_s},
                  {u"publisherId"_s, publisher},
                  {u"admin"_s, QJsonObject{{u"webhooks"_s, u"write"_s}}},
                  {u"grants"_s, QJsonArray{grant}}})
        .json()[u"secret"_s]
        .toString()
        .toLatin1();
}

QByteArray TestWebhooksOpenNoDoor::webhook(const QJsonObject &settings)
{
    const HttpAnswer made = owner("POST", "/v1/webhooks", settings);
    return made.json()[u"webhook"_s][u"id"_s].toString().toLatin1();
}

void TestWebhooksOpenNoDoor::nearAddressesAreTheOwners()
{
    FakeEndpoint endpoint;
    for (const QString &level : {u"lan"_s, u"local"_s}) {
        QJsonObject settings = hook(u"open"_s, endpoint);
        settings[u"level"_s] = level;
        QCOMPARE(key("POST", "/v1/webhooks", settings).status, 403);
    }
    QJsonObject settings = hook(u"open"_s, endpoint);
    settings[u"level"_s] = u"public"_s;
    settings[u"url"_s] = u"https://example.org/"_s;
    const HttpAnswer made = key("POST", "/v1/webhooks", settings);
    QCOMPARE(made.status, 201);
    const QByteArray far = made.json()[u"webhook"_s][u"id"_s].toString().toLatin1();
    QCOMPARE(key("PATCH", "/v1/webhooks/" + far, {{u"level"_s, u"local"_s}}).status, 403);
    const QByteArray near = webhook(hook(u"open"_s, endpoint));
    QVERIFY(!near.isEmpty());
    QCOMPARE(key("PATCH", "/v1/webhooks/" + near, {{u"name"_s, u"mine"_s}}).status, 200);
    QCOMPARE(key("PATCH", "/v1/webhooks/" + near, {{u"url"_s, u"http://127.0.0.1:1/"_s}}).status,
             403);
    QVERIFY(endpoint.requests().isEmpty());
    QCOMPARE(owner("DELETE", "/v1/webhooks/" + far).status, 204);
    QCOMPARE(owner("DELETE", "/v1/webhooks/" + near).status, 204);
}

void TestWebhooksOpenNoDoor::anotherHostGetsNoSecrets_data()
{
    QTest::addColumn<QJsonObject>("credentials");
    QTest::addColumn<QJsonObject>("again");
    const QJsonObject bearer{{u"kind"_s, u"bearer"_s}, {u"secret"_s, u"kept-close"_s}};
    const QJsonObject basic{
        {u"kind"_s, u"basic"_s}, {u"user"_s, u"ana"_s}, {u"secret"_s, u"kept-close"_s}};
    const QJsonArray headers{
        QJsonObject{{u"name"_s, u"X-Key"_s}, {u"value"_s, u"kept-close"_s}, {u"secret"_s, true}}};
    QTest::newRow("bearer") << QJsonObject{{u"authentication"_s, bearer}}
                            << QJsonObject{{u"authentication"_s, bearer}};
    QTest::newRow("basic") << QJsonObject{{u"authentication"_s, basic}}
                           << QJsonObject{{u"authentication"_s, basic}};
    QTest::newRow("header") << QJsonObject{{u"headers"_s, headers}}
                            << QJsonObject{{u"headers"_s, headers}};
    QTest::newRow("none is left") << QJsonObject{{u"headers"_s, headers}}
                                  << QJsonObject{{u"headers"_s, QJsonArray()}};
}

void TestWebhooksOpenNoDoor::anotherHostGetsNoSecrets()
{
    QFETCH(const QJsonObject, credentials);
    QFETCH(QJsonObject, again);
    FakeEndpoint mine;
    FakeEndpoint other;
    QJsonObject settings = hook(u"open"_s, mine);
    settings.insert(credentials.keys().front(), credentials.constBegin().value());
    const QByteArray path = "/v1/webhooks/" + webhook(settings);
    const QString elsewhere = QString::fromStdString(other.url());
    const HttpAnswer refused = owner("PATCH", path, {{u"url"_s, elsewhere}});
    QCOMPARE(refused.status, 400);
    QVERIFY(!refused.body.contains("kept-close"));
    // Another path of the same host has them already.
    const QString samePlace = QString::fromStdString(mine.url()) + u"/deeper"_s;
    QCOMPARE(owner("PATCH", path, {{u"url"_s, samePlace}}).status, 200);
    publish("open", "hello");
    QTRY_VERIFY_WITH_TIMEOUT(!mine.requests().isEmpty(), BrokerProcess::kPatienceMs);
    QVERIFY(mine.requests().constFirst().startsWith("POST /hook/deeper"));
    QVERIFY(other.requests().isEmpty());
    again.insert(u"url"_s, elsewhere);
    QCOMPARE(owner("PATCH", path, again).status, 200);
    QCOMPARE(owner("DELETE", path).status, 204);
}

void TestWebhooksOpenNoDoor::aTestNeedsTheRightToItsTopics()
{
    FakeEndpoint endpoint;
    const QByteArray closed = webhook(hook(u"closed"_s, endpoint));
    const QByteArray open = webhook(hook(u"open"_s, endpoint));
    const QByteArray echo = webhook({{u"topic"_s, u"open"_s}, {u"url"_s, u"function:echo"_s}});
    QCOMPARE(key("POST", "/v1/webhooks/" + closed + "/test").status, 403);
    QVERIFY(endpoint.requests().isEmpty());
    QCOMPARE(key("POST", "/v1/webhooks/" + open + "/test").status, 200);
    QCOMPARE(key("POST", "/v1/webhooks/" + echo + "/test").status, 200);
    const QByteArray reader = token(u"subscribe"_s);
    const auto asReader = [&](const QByteArray &id) {
        return ask(m_broker.port(), reader, "POST", "/v1/webhooks/" + id + "/test", {}).status;
    };
    QCOMPARE(asReader(open), 200);
    QCOMPARE(asReader(echo), 403); // it may publish for him what he may not
    for (const QByteArray &id : {closed, open, echo})
        QCOMPARE(owner("DELETE", "/v1/webhooks/" + id).status, 204);
}

void TestWebhooksOpenNoDoor::aFunctionLendsNobodysName()
{
    const QJsonObject grant{
        {u"role"_s, u"publish"_s}, {u"namespace"_s, u"default"_s}, {u"topic"_s, u"open"_s}};
    const QString ana = owner("POST", "/v1/tokens",
                              {{u"label"_s, u"Ana"_s},
                               {u"publisherId"_s, u"Ana"_s},
                               {u"grants"_s, QJsonArray{grant}}})
                            .json()[u"token"_s][u"id"_s]
                            .toString();
    QVERIFY(!ana.isEmpty());
    const QJsonObject function{{u"source"_s, u"function handle() { publish('open', 'x') }"_s},
                               {u"tokenId"_s, ana}};
    QCOMPARE(key("PUT", "/v1/functions/as-ana", function).status, 403);
    QCOMPARE(owner("PUT", "/v1/functions/as-ana", function).status, 201);
    QCOMPARE(owner("DELETE", "/v1/functions/as-ana").status, 204);
}

void TestWebhooksOpenNoDoor::anEditedBodyEntersNoRoom()
{
    QCOMPARE(owner("POST", "/v1/rooms",
                   {{u"name"_s, u"friends"_s}, {u"languages"_s, QJsonArray{u"en"_s, u"es"_s}}})
                 .status,
             201);
    const QByteArray room = webhook({{u"topic"_s, u"open"_s}, {u"url"_s, u"function:room"_s}});
    publish("open", "hello");
    QTRY_COMPARE_WITH_TIMEOUT(lastDelivery(room)[u"state"_s].toString(), u"dead"_s,
                              BrokerProcess::kPatienceMs);
    const QByteArray id = lastDelivery(room)[u"id"_s].toString().toLatin1();
    const QJsonObject forged{{u"cache"_s, u"default"_s},         {u"topic"_s, u"friends-publish"_s},
                             {u"event_timestamp"_s, 1},          {u"publish_timestamp"_s, 1},
                             {u"topic_sequence_number"_s, 1},    {u"token_id"_s, u"Ana"_s},
                             {u"text"_s, u"I never said that"_s}};
    const QString body = QString::fromUtf8(QJsonDocument(forged).toJson());
    const HttpAnswer resent = key("POST", "/v1/deliveries/" + id + "/resend", {{u"body"_s, body}});
    QCOMPARE(resent.status, 201);
    const QByteArray fresh = resent.json()[u"id"_s].toString().toLatin1();
    QTRY_COMPARE_WITH_TIMEOUT(owner("GET", "/v1/deliveries/" + fresh).json()[u"state"_s].toString(),
                              u"dead"_s, BrokerProcess::kPatienceMs);
    for (const char *topic : {"friends-subscribe-english", "friends-subscribe-spanish"})
        QVERIFY(historyTexts(m_broker.port(), m_broker.ownerToken(), topic).isEmpty());
    // To have a function called with his own words he must be able to publish.
    const QByteArray reader = token(u"subscribe"_s);
    QCOMPARE(ask(m_broker.port(), reader, "POST", "/v1/deliveries/" + id + "/resend",
                 {{u"body"_s, body}})
                 .status,
             403);
    QCOMPARE(owner("DELETE", "/v1/webhooks/" + room).status, 204);
}

void TestWebhooksOpenNoDoor::hostileAnswersStayReadable_data()
{
    QTest::addColumn<QByteArray>("answer");
    const QByteArray end = "Content-Length: 0\r\n\r\n";
    QTest::newRow("a reason that is no text") << "HTTP/1.1 500 \xff\xfe\r\n" + end;
    QTest::newRow("a place that is no text") << "HTTP/1.1 302 Found\r\nLocation: /\xff\r\n" + end;
    QTest::newRow("a character in two") << "HTTP/1.1 500 " + QByteArray("a")
            + QByteArray("\xe9\x9b\xaa").repeated(80) + "\r\n" + end;
    QTest::newRow("a header that is no text") << "HTTP/1.1 500 No\r\nX-A: \xc3\r\n" + end;
}

void TestWebhooksOpenNoDoor::hostileAnswersStayReadable()
{
    QFETCH(const QByteArray, answer);
    FakeEndpoint endpoint;
    endpoint.answer({answer});
    const QByteArray id = webhook(hook(u"open"_s, endpoint));
    publish("open", "hello");
    QTRY_COMPARE_WITH_TIMEOUT(lastDelivery(id)[u"state"_s].toString(), u"dead"_s,
                              BrokerProcess::kPatienceMs);
    const auto isJson = [](const QByteArray &bytes) {
        QJsonParseError error;
        QJsonDocument::fromJson(bytes, &error);
        return error.error == QJsonParseError::NoError;
    };
    const QByteArray delivery = lastDelivery(id)[u"id"_s].toString().toLatin1();
    const HttpAnswer attempts = owner("GET", "/v1/deliveries/" + delivery + "/attempts");
    QVERIFY(isJson(attempts.body));
    QCOMPARE(attempts.json()[u"attempts"_s].toArray().size(), 1);
    for (const char *format : {"ndjson", "har"}) {
        RawHttp http(m_broker.port(), m_broker.ownerToken());
        http.stream().send(http.head("GET",
                                     QByteArray("/v1/deliveries/export?redact=false&format=")
                                         + format + "&webhook=" + id)
                           + "\r\n");
        http.stream().takeThrough("nothing has this");
        const QByteArray all = http.stream().buffered();
        const QByteArray exported = all.mid(all.indexOf("\r\n\r\n") + 4);
        QVERIFY2(exported.contains(delivery) && isJson(exported), exported.constData());
    }
    QCOMPARE(owner("POST", "/v1/webhooks/" + id + "/test").status, 200);
    QCOMPARE(owner("DELETE", "/v1/webhooks/" + id).status, 204);
}

void TestWebhooksOpenNoDoor::wordsOfTheMessageAreForItsReaders()
{
    FakeEndpoint endpoint;
    endpoint.answer(Answer::status(302, "Location: /sent?text=marker\r\n"));
    QJsonObject settings = hook(u"closed"_s, endpoint);
    settings[u"ordering"_s] = u"key"_s;
    settings[u"orderingKey"_s] = u"/who"_s;
    const QByteArray id = webhook(settings);
    publish("closed", R"({"who":"marker"})");
    QTRY_COMPARE_WITH_TIMEOUT(lastDelivery(id)[u"state"_s].toString(), u"dead"_s,
                              BrokerProcess::kPatienceMs);
    const QByteArray delivery = lastDelivery(id)[u"id"_s].toString().toLatin1();
    for (const QByteArray &target :
         {QByteArray("/v1/deliveries?webhook=" + id), "/v1/deliveries/" + delivery,
          "/v1/deliveries/" + delivery + "/attempts"}) {
        QVERIFY2(owner("GET", target).body.contains("marker"), target.constData());
        const HttpAnswer answer = key("GET", target);
        QCOMPARE(answer.status, 200);
        QVERIFY2(!answer.body.contains("marker"), answer.body.constData());
    }
    RawHttp http(m_broker.port(), m_broker.ownerToken());
    http.stream().send(http.head("GET", "/v1/deliveries/export?webhook=" + id) + "\r\n");
    http.stream().takeThrough("nothing has this");
    QVERIFY(http.stream().buffered().contains(delivery));
    QVERIFY(!http.stream().buffered().contains("marker"));
    QCOMPARE(owner("DELETE", "/v1/webhooks/" + id).status, 204);
}

void TestWebhooksOpenNoDoor::theInspectorKeepsNoSecrets()
{
    const QUrl address(
        owner("PUT", "/v1/inspector", {{u"on"_s, true}}).json()[u"address"_s].toString());
    const QJsonArray headers{
        QJsonObject{{u"name"_s, u"X-Door"_s}, {u"value"_s, u"kept-close"_s}, {u"secret"_s, true}},
        QJsonObject{{u"name"_s, u"X-Place"_s}, {u"value"_s, u"here"_s}, {u"secret"_s, false}}};
    const QByteArray id = webhook({{u"topic"_s, u"open"_s},
                                   {u"url"_s, address.toString()},
                                   {u"level"_s, u"local"_s},
                                   {u"headers"_s, headers}});
    const HttpAnswer sent = owner("POST", "/v1/webhooks/" + id + "/test");
    QVERIFY2(sent.body.contains("\"ok\""), sent.body.constData());
    const HttpAnswer seen = owner("GET", "/v1/inspector/requests");
    QVERIFY2(seen.body.contains("\"here\""), seen.body.constData());
    QVERIFY(seen.body.contains("x-door"));
    QVERIFY(!seen.body.contains("kept-close"));
    QCOMPARE(owner("DELETE", "/v1/webhooks/" + id).status, 204);
}

// Who waits holds memory: of the broker's, without a token.
void TestWebhooksOpenNoDoor::theInspectorHoldsSoManyAndNoMore()
{
    constexpr int kHeld = 64;
    const QUrl address(
        owner("PUT", "/v1/inspector", {{u"on"_s, true}, {u"delayMilliseconds"_s, 60'000}})
            .json()[u"address"_s]
            .toString());
    const auto requests = [this] {
        return owner("GET", "/v1/inspector/requests?limit=500").json()[u"requests"_s].toArray();
    };
    QCOMPARE(owner("DELETE", "/v1/inspector/requests").status, 204);
    std::vector<std::unique_ptr<RawHttp>> waiting;
    for (int i = 0; i < kHeld; ++i) {
        waiting.push_back(std::make_unique<RawHttp>(quint16(address.port())));
        waiting.back()->stream().send(waiting.back()->head("GET", "/") + "\r\n");
    }
    QTRY_COMPARE_WITH_TIMEOUT(requests().size(), kHeld, BrokerProcess::kPatienceMs);
    QCOMPARE(RawHttp(quint16(address.port())).request("GET", "/").status, 503);
    waiting.clear(); // they have gone, and make room
    const QByteArray id = webhook({{u"topic"_s, u"open"_s},
                                   {u"url"_s, address.toString()},
                                   {u"level"_s, u"local"_s},
                                   {u"deadlineSeconds"_s, 1}});
    QTRY_VERIFY_WITH_TIMEOUT(owner("POST", "/v1/webhooks/" + id + "/test")
                                 .json()[u"attempt"_s][u"outcome"_s]
                                 .toString()
                                 .startsWith(u"timeout"_s),
                             BrokerProcess::kPatienceMs);
    QCOMPARE(owner("PUT", "/v1/inspector", {{u"on"_s, false}, {u"delayMilliseconds"_s, 0}}).status,
             200);
    const QJsonArray entries
        = owner("GET", "/v1/audit?action=inspector.changed").json()[u"entries"_s].toArray();
    QVERIFY(!entries.isEmpty());
}

void TestWebhooksOpenNoDoor::anExportHasNoLimit()
{
    QCOMPARE(owner("GET", "/v1/deliveries/export?limit=1").status, 400);
}

QTEST_GUILESS_MAIN(TestWebhooksOpenNoDoor)
#include "tst_webhooks_open_no_door.moc"
