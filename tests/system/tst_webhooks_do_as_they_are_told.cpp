#include <QJsonArray>
#include <QTest>

#include "tests/support/broker_process.h"
#include "tests/support/fake_endpoint/fake_endpoint.h"
#include "tests/support/raw_http.h"

using namespace Qt::StringLiterals;
using namespace parley::test;

// A webhook's settings over the wire: what is taken, what is refused, that all of it outlives the
// broker, and that none of its secrets is ever shown again.
class TestWebhooksDoAsTheyAreTold : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void badSettingsAreRefused_data();
    void badSettingsAreRefused();
    void settingsOutliveTheBroker();
    void secretsAreNotShownAgain();
    void changesKeepWhatTheyDoNotName();
    void secretsRotate();
    void aPrefixReadsTopicsThatComeLater();
    void aPrefixNeedsTheRightToReadAllOfIt();
    void healthIsTold();
    void aFailingEndpointIsAnnounced();

private:
    QByteArray body(const QJsonObject &more) const
    {
        QJsonObject all{{u"topic"_s, u"news"_s}, {u"url"_s, u"https://example.org/hook"_s}};
        for (auto at = more.begin(); at != more.end(); ++at)
            all.insert(at.key(), at.value());
        return QJsonDocument(all).toJson(QJsonDocument::Compact);
    }
    HttpAnswer put(const QJsonObject &more)
    {
        return ask(m_broker->port(), m_broker->ownerToken(), "POST", "/v1/webhooks",
                   QJsonDocument::fromJson(body(more)).object());
    }
    HttpAnswer call(const QByteArray &method, const QString &target, const QJsonObject &what = {})
    {
        return ask(m_broker->port(), m_broker->ownerToken(), method, target.toUtf8(), what);
    }
    void publish(const QByteArray &topic, const QByteArray &text)
    {
        QCOMPARE(publishText(m_broker->port(), m_broker->ownerToken(), topic, text).status, 200);
    }
    void makeTopic(const QString &name)
    {
        QCOMPARE(call("PUT", u"/v1/topics/default/"_s + name,
                      {{u"durability"_s, u"durable"_s}, {u"retainedSeconds"_s, 3600}})
                     .status,
                 201);
    }
    static QJsonObject everything();

    std::unique_ptr<BrokerProcess> m_broker;
};

void TestWebhooksDoAsTheyAreTold::init()
{
    m_broker = std::make_unique<BrokerProcess>();
    QVERIFY2(m_broker->start(), m_broker->complaint().constData());
    makeTopic(u"news"_s);
}

void TestWebhooksDoAsTheyAreTold::badSettingsAreRefused_data()
{
    QTest::addColumn<QJsonObject>("settings");
    QTest::addColumn<QString>("says"); // a word that tells the person what is wrong
    const auto row = [](const char *name, const QJsonObject &settings, const QString &says) {
        QTest::newRow(name) << settings << says;
    };
    const auto list = [](const QList<double> &numbers) {
        QJsonArray out;
        for (const double number : numbers)
            out.append(number);
        return out;
    };
    row("unknown member", {{u"retries"_s, 3}}, u"retries"_s);
    row("unknown schedule", {{u"schedule"_s, u"daily"_s}}, u"schedule"_s);
    row("delays without custom", {{u"delaySeconds"_s, list({1})}}, u"delaySeconds"_s);
    row("31 delays",
        {{u"schedule"_s, u"custom"_s}, {u"delaySeconds"_s, list(QList<double>(31, 1))}},
        u"delaySeconds"_s);
    row("delay of none", {{u"schedule"_s, u"custom"_s}, {u"delaySeconds"_s, list({0})}},
        u"delaySeconds"_s);
    row("delay of 8 days", {{u"schedule"_s, u"custom"_s}, {u"delaySeconds"_s, list({691200})}},
        u"delaySeconds"_s);
    row("half a delay", {{u"schedule"_s, u"custom"_s}, {u"delaySeconds"_s, list({1.5})}},
        u"delaySeconds"_s);
    row("deadline of a minute", {{u"deadlineSeconds"_s, 60}}, u"deadlineSeconds"_s);
    row("unknown ordering", {{u"ordering"_s, u"fifo"_s}}, u"ordering"_s);
    row("key that is no pointer", {{u"ordering"_s, u"key"_s}, {u"orderingKey"_s, u"user.id"_s}},
        u"orderingKey"_s);
    row("batch without an order", {{u"batchMessages"_s, 10}}, u"batchMessages"_s);
    row("batch of 101", {{u"ordering"_s, u"endpoint"_s}, {u"batchMessages"_s, 101}},
        u"batchMessages"_s);
    row("no concurrency", {{u"concurrency"_s, 0}}, u"concurrency"_s);
    row("concurrency of 33", {{u"concurrency"_s, 33}}, u"concurrency"_s);
    row("negative rate", {{u"perSecond"_s, -1}}, u"perSecond"_s);
    row("filter that is text", {{u"filter"_s, u"order"_s}}, u""_s);
    row("filter with an unknown matcher",
        {{u"filter"_s, QJsonObject{{u"a"_s, QJsonArray{QJsonObject{{u"like"_s, u"b"_s}}}}}}},
        u"matcher"_s);
    const auto header = [](const QString &name, const QString &value) {
        return QJsonObject{
            {u"headers"_s, QJsonArray{QJsonObject{{u"name"_s, name}, {u"value"_s, value}}}}};
    };
    row("header of the framing", header(u"Content-Length"_s, u"1"_s), u"Content-Length"_s);
    row("header of the signature", header(u"webhook-id"_s, u"1"_s), u"webhook-id"_s);
    row("header with a line break", header(u"x-a"_s, u"1\r\nx-b: 2"_s), u"x-a"_s);
    row("header name with a space", header(u"x a"_s, u"1"_s), u"x a"_s);
    row("17 headers",
        {{u"headers"_s,
          [] {
              QJsonArray all;
              for (int i = 0; i < 17; ++i)
                  all.append(QJsonObject{{u"name"_s, u"x-%1"_s.arg(i)}, {u"value"_s, u"1"_s}});
              return all;
          }()}},
        u"16"_s);
    row("header without a value", {{u"headers"_s, QJsonArray{QJsonObject{{u"name"_s, u"x-a"_s}}}}},
        u"headers[0]"_s);
    const auto authentication = [](const QJsonObject &what) {
        return QJsonObject{{u"authentication"_s, what}};
    };
    row("basic without a password",
        authentication({{u"kind"_s, u"basic"_s}, {u"user"_s, u"ana"_s}}), u"secret"_s);
    row("user with a colon",
        authentication({{u"kind"_s, u"basic"_s}, {u"user"_s, u"a:b"_s}, {u"secret"_s, u"x"_s}}),
        u"colon"_s);
    row("AWS without a region",
        authentication({{u"kind"_s, u"aws"_s}, {u"user"_s, u"A"_s}, {u"secret"_s, u"x"_s}}),
        u"region"_s);
    row("ARN without keys", {{u"url"_s, u"arn:aws:lambda:eu-west-1:123456789012:function:f"_s}},
        u"aws"_s);
    row("ARN of a queue", {{u"url"_s, u"arn:aws:sqs:eu-west-1:123456789012:q"_s}}, u"lambda"_s);
    row("certificate without its key",
        {{u"tls"_s, QJsonObject{{u"certificate"_s, u"-----BEGIN CERTIFICATE-----"_s}}}}, u"tls"_s);
    row("authorities that are none", {{u"tls"_s, QJsonObject{{u"authorities"_s, u"hello"_s}}}},
        u""_s);
    row("loopback in public", {{u"url"_s, u"http://127.0.0.1:8000/"_s}}, u"127.0.0.1"_s);
    row("metadata at local", {{u"url"_s, u"http://169.254.169.254/"_s}, {u"level"_s, u"local"_s}},
        u"169.254"_s);
    row("user in the URL", {{u"url"_s, u"https://a:b@example.org/"_s}}, u"user"_s);
    row("unknown function", {{u"url"_s, u"function:none"_s}}, u"none"_s);
    row("the broker's own topics", {{u"topic"_s, u"$events/audit"_s}}, u""_s);
    row("prefix of nothing", {{u"topic"_s, u""_s}, {u"match"_s, u"prefix"_s}}, u""_s);
}

void TestWebhooksDoAsTheyAreTold::badSettingsAreRefused()
{
    QFETCH(const QJsonObject, settings);
    QFETCH(const QString, says);
    const HttpAnswer answer = put(settings);
    QVERIFY2(answer.status == 400 || answer.status == 409, answer.body.constData());
    const QString message = answer.json()[u"error"_s][u"message"_s].toString();
    QVERIFY2(message.contains(says), qPrintable(message));
    QCOMPARE(call("GET", u"/v1/webhooks"_s).json()[u"webhooks"_s].toArray().size(), 0);
}

QJsonObject TestWebhooksDoAsTheyAreTold::everything()
{
    return {{u"name"_s, u"All of it"_s},
            {u"format"_s, u"cloudevents"_s},
            {u"userAgent"_s, u"momento"_s},
            {u"level"_s, u"lan"_s},
            {u"schedule"_s, u"custom"_s},
            {u"delaySeconds"_s, QJsonArray{1, 60, 604800}},
            {u"deadlineSeconds"_s, 7},
            {u"ordering"_s, u"key"_s},
            {u"orderingKey"_s, u"/user/id"_s},
            {u"whenDead"_s, u"stall"_s},
            {u"batchMessages"_s, 20},
            {u"batchMilliseconds"_s, 100},
            {u"concurrency"_s, 3},
            {u"perSecond"_s, 50},
            {u"clientErrors"_s, u"final"_s},
            {u"filter"_s, QJsonObject{{u"kind"_s, QJsonArray{u"order"_s}}}},
            {u"ed25519"_s, true}};
}

void TestWebhooksDoAsTheyAreTold::settingsOutliveTheBroker()
{
    const QJsonObject wanted = everything();
    const HttpAnswer made = put(wanted);
    QVERIFY2(made.status == 201, made.body.constData());
    const QJsonObject webhook = made.json()[u"webhook"_s].toObject();
    for (auto at = wanted.begin(); at != wanted.end(); ++at)
        QVERIFY2(webhook[at.key()] == at.value(), qPrintable(at.key()));
    QVERIFY(webhook[u"publicKey"_s].toString().startsWith(u"whpk_"_s));
    QVERIFY(m_broker->terminate());
    QVERIFY(m_broker->start());
    const auto again = call("GET", u"/v1/webhooks/"_s + webhook[u"id"_s].toString());
    QCOMPARE(again.json(), webhook);
}

void TestWebhooksDoAsTheyAreTold::secretsAreNotShownAgain()
{
    const auto made = put(
        {{u"headers"_s,
          QJsonArray{
              QJsonObject{{u"name"_s, u"x-env"_s}, {u"value"_s, u"prod"_s}, {u"secret"_s, false}},
              QJsonObject{{u"name"_s, u"x-key"_s}, {u"value"_s, u"hush-header"_s}}}},
         {u"authentication"_s,
          QJsonObject{{u"kind"_s, u"bearer"_s}, {u"secret"_s, u"hush-bearer"_s}}}});
    QCOMPARE(made.status, 201);
    QVERIFY(!made.body.contains("hush-"));
    const QString id = made.json()[u"webhook"_s][u"id"_s].toString();
    const QByteArray secret = made.json()[u"secret"_s].toString().toUtf8();
    for (const QString &target :
         {u"/v1/webhooks"_s, u"/v1/webhooks/"_s + id, u"/v1/audit"_s,
          u"/v1/history/default/$events/webhooks"_s, u"/v1/history/default/$events/audit"_s}) {
        const QByteArray shown = call("GET", target).body;
        QVERIFY(!shown.isEmpty());
        QVERIFY2(!shown.contains("hush-") && !shown.contains(secret), qPrintable(target));
    }
    const auto changed = call("PATCH", u"/v1/webhooks/"_s + id, {{u"name"_s, u"other"_s}});
    QCOMPARE(changed.status, 200);
    QVERIFY(changed.json()[u"authentication"_s][u"hasSecret"_s].toBool());
    QVERIFY(!changed.body.contains("hush-"));
    // A secret header does not become a shown one by saying so.
    const auto bared = call(
        "PATCH", u"/v1/webhooks/"_s + id,
        {{u"headers"_s,
          QJsonArray{QJsonObject{
              {u"name"_s, u"x-key"_s}, {u"value"_s, QJsonValue::Null}, {u"secret"_s, false}}}}});
    QCOMPARE(bared.status, 400);
}

void TestWebhooksDoAsTheyAreTold::changesKeepWhatTheyDoNotName()
{
    FakeEndpoint endpoint;
    const QString url = QString::fromStdString(endpoint.url());
    const auto made = put(
        {{u"url"_s, url},
         {u"level"_s, u"local"_s},
         {u"headers"_s, QJsonArray{QJsonObject{{u"name"_s, u"x-key"_s}, {u"value"_s, u"k1"_s}}}}});
    QVERIFY2(made.status == 201, made.body.constData());
    const QString target = u"/v1/webhooks/"_s + made.json()[u"webhook"_s][u"id"_s].toString();
    QCOMPARE(
        call("PATCH", target,
             {{u"perSecond"_s, 100},
              {u"headers"_s,
               QJsonArray{QJsonObject{{u"name"_s, u"x-key"_s}, {u"value"_s, QJsonValue::Null}}}}})
            .status,
        200);
    QVERIFY(m_broker->terminate());
    QVERIFY(m_broker->start());
    publish("news", "one");
    QTRY_COMPARE(endpoint.requests().size(), 1);
    QVERIFY(endpoint.requests()[0].contains("x-key: k1\r\n"));
    QCOMPARE(call("GET", target).json()[u"perSecond"_s].toInt(), 100);
}

void TestWebhooksDoAsTheyAreTold::secretsRotate()
{
    FakeEndpoint endpoint;
    const auto made
        = put({{u"url"_s, QString::fromStdString(endpoint.url())}, {u"level"_s, u"local"_s}});
    const QString target = u"/v1/webhooks/"_s + made.json()[u"webhook"_s][u"id"_s].toString();
    // One that the broker's end cut short may come once more, so it is found by its text.
    const auto signatures = [&](const QByteArray &text) {
        publish("news", text);
        qsizetype count = -1;
        (void)QTest::qWaitFor([&] {
            for (const QByteArray &request : endpoint.requests())
                if (request.contains("\"text\":\"" + text + '"'))
                    count = request.count("v1,");
            return count >= 0;
        });
        return count;
    };
    QCOMPARE(signatures("a"), 1);
    const auto rotated = call("POST", target + u"/rotate"_s, {{u"overlapSeconds"_s, 3600}});
    QCOMPARE(rotated.status, 200);
    QVERIFY(rotated.json()[u"secret"_s].toString().startsWith(u"whsec_"_s));
    QVERIFY(rotated.json()[u"secret"_s] != made.json()[u"secret"_s]);
    QCOMPARE(rotated.json()[u"webhook"_s][u"secrets"_s].toArray().size(), 2);
    QCOMPARE(signatures("b"), 2);
    QVERIFY(m_broker->terminate());
    QVERIFY(m_broker->start());
    QCOMPARE(signatures("c"), 2);
    for (int live = 3; live <= 5; ++live)
        QCOMPARE(call("POST", target + u"/rotate"_s, {}).status, 200);
    QCOMPARE(call("POST", target + u"/rotate"_s, {}).status, 409); // five are live
    QCOMPARE(signatures("d"), 5);
    QCOMPARE(call("POST", target + u"/expire-secrets"_s).json()[u"secrets"_s].toArray().size(), 1);
    QCOMPARE(signatures("e"), 1);
    QCOMPARE(call("POST", target + u"/rotate"_s, {{u"overlapSeconds"_s, 0}}).status, 200);
    QCOMPARE(signatures("f"), 1);
    const auto momento = call("POST", target + u"/rotate"_s, {{u"which"_s, u"momento"_s}});
    QVERIFY(momento.json()[u"momentoSecret"_s] != made.json()[u"momentoSecret"_s]);
    QCOMPARE(call("POST", target + u"/rotate"_s, {{u"overlapSeconds"_s, 604801}}).status, 400);
}

void TestWebhooksDoAsTheyAreTold::aPrefixReadsTopicsThatComeLater()
{
    FakeEndpoint endpoint;
    makeTopic(u"home/kitchen"_s);
    publish("home/kitchen", "before");
    const auto made = put({{u"topic"_s, u"home/"_s},
                           {u"match"_s, u"prefix"_s},
                           {u"url"_s, QString::fromStdString(endpoint.url())},
                           {u"level"_s, u"local"_s},
                           {u"ordering"_s, u"endpoint"_s}});
    QVERIFY2(made.status == 201, made.body.constData());
    QCOMPARE(made.json()[u"webhook"_s][u"topic"_s].toString(), u"home/"_s);
    publish("home/kitchen", "after");
    QTRY_COMPARE(endpoint.requests().size(), 1);
    QVERIFY(endpoint.requests()[0].contains("\"text\":\"after\""));
    makeTopic(u"homes"_s); // not below it
    publish("homes", "not this");
    makeTopic(u"home/garden"_s);
    publish("home/garden", "rain");
    QTRY_COMPARE(endpoint.requests().size(), 2);
    QVERIFY(endpoint.requests()[1].contains("\"topic\":\"home/garden\""));
    m_broker->kill();
    QVERIFY(m_broker->start());
    publish("home/kitchen", "later");
    QTRY_COMPARE(endpoint.requests().size(), 3); // and nothing twice
    QVERIFY(endpoint.requests()[2].contains("\"text\":\"later\""));
    QCOMPARE(call("DELETE", u"/v1/topics/default/home/garden"_s).status, 204);
    makeTopic(u"home/garden"_s);
    publish("home/garden", "sun");
    QTRY_COMPARE(endpoint.requests().size(), 4);
    QVERIFY(endpoint.requests()[3].contains("\"text\":\"sun\""));
}

void TestWebhooksDoAsTheyAreTold::aPrefixNeedsTheRightToReadAllOfIt()
{
    const auto tokenWith = [this](const QJsonObject &grant) {
        const auto issued = call("POST", u"/v1/tokens"_s,
                                 {{u"label"_s, u"maker"_s},
                                  {u"admin"_s, QJsonObject{{u"webhooks"_s, u"write"_s}}},
                                  {u"grants"_s, QJsonArray{grant}}});
        return issued.json()[u"secret"_s].toString().toUtf8();
    };
    const QJsonObject wanted{
        {u"topic"_s, u"home/"_s}, {u"match"_s, u"prefix"_s}, {u"url"_s, u"https://example.org/"_s}};
    const auto status = [&](const QByteArray &token) {
        return ask(m_broker->port(), token, "POST", "/v1/webhooks", wanted).status;
    };
    QCOMPARE(status(tokenWith({{u"role"_s, u"subscribe"_s},
                               {u"namespace"_s, u"default"_s},
                               {u"topic"_s, u"home/kitchen"_s}})),
             403);
    QCOMPARE(status(tokenWith({{u"role"_s, u"subscribe"_s},
                               {u"namespace"_s, u"default"_s},
                               {u"topicPrefix"_s, u"home/kitchen"_s}})),
             403);
    QCOMPARE(status(tokenWith({{u"role"_s, u"subscribe"_s},
                               {u"namespace"_s, u"default"_s},
                               {u"topicPrefix"_s, u"home"_s}})),
             201);
}

void TestWebhooksDoAsTheyAreTold::healthIsTold()
{
    FakeEndpoint endpoint;
    const auto made
        = put({{u"url"_s, QString::fromStdString(endpoint.url())}, {u"level"_s, u"local"_s}});
    const QString id = made.json()[u"webhook"_s][u"id"_s].toString();
    const QString target = u"/v1/webhooks/%1/health"_s.arg(id);
    QCOMPARE(call("GET", target).json()[u"state"_s].toString(), u"active"_s);
    publish("news", "one");
    QTRY_COMPARE(endpoint.requests().size(), 1);
    QTRY_COMPARE(call("GET", target).json()[u"open"_s].toInt(-1), 0);
    const QJsonObject health = call("GET", target).json();
    QCOMPARE(health[u"hours"_s].toArray().size(), 24);
    QCOMPARE(health[u"hours"_s].toArray().last()[u"succeeded"_s].toInt(), 1);
    QVERIFY(health[u"p95Microseconds"_s].toInteger() > 0);
    QVERIFY(health[u"lastSuccessAt"_s].isDouble());
    QCOMPARE(call("GET", u"/v1/webhooks/health"_s).json()[u"webhooks"_s][id], health);
}

void TestWebhooksDoAsTheyAreTold::aFailingEndpointIsAnnounced()
{
    FakeEndpoint endpoint;
    endpoint.answer(Answer::status(410));
    const auto made
        = put({{u"url"_s, QString::fromStdString(endpoint.url())}, {u"level"_s, u"local"_s}});
    const QString id = made.json()[u"webhook"_s][u"id"_s].toString();
    publish("news", "one");
    QTRY_COMPARE(call("GET", u"/v1/webhooks/"_s + id).json()[u"state"_s].toString(), u"disabled"_s);
    const auto history = call("GET", u"/v1/history/default/$events/webhooks"_s);
    QVERIFY2(history.body.contains("\\\"state\\\":\\\"disabled\\\""), history.body.constData());
    QCOMPARE(call("GET", u"/v1/webhooks/%1/health"_s.arg(id)).json()[u"state"_s].toString(),
             u"disabled"_s);
}

QTEST_GUILESS_MAIN(TestWebhooksDoAsTheyAreTold)
#include "tst_webhooks_do_as_they_are_told.moc"
