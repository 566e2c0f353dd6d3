#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include "server/client/admin_client.h"
#include "tests/support/fake_broker/fake_broker.h"

using namespace Qt::StringLiterals;
using namespace parley;
using namespace parley::client;
using parley::test::FakeBroker;

namespace {

constexpr char kWhole[]
    = R"({"id":"whk_1","name":"Shop","namespace":"default","topic":"orders-","match":"prefix",)"
      R"("url":"https://shop.example.org/in","format":"cloudevents","level":"lan",)"
      R"("schedule":"custom","delaySeconds":[1,5,30],"deadlineSeconds":20,"ordering":"key",)"
      R"("orderingKey":"/customer","whenDead":"stall","batchMessages":10,"batchMilliseconds":80,)"
      R"("concurrency":4,"perSecond":50,"clientErrors":"final","filter":{"kind":["order"]},)"
      R"("userAgent":"momento","headers":[{"name":"x-env","value":"prod","secret":false},)"
      R"({"name":"x-key","value":null,"secret":true}],"authentication":{"kind":"basic",)"
      R"("user":"ana","hasSecret":true,"region":"","service":""},"tls":{"authorities":"CA",)"
      R"("certificate":"PEM","hasKey":true},"ed25519":true,"publicKey":"whpk_x","secrets":[)"
      R"({"createdAt":9,"validUntil":null},{"createdAt":5,"validUntil":99}],"state":"disabled",)"
      R"("stateReason":"gone","createdAt":5,"moon":1})";

constexpr char kPlain[]
    = R"({"id":"whk_1","namespace":"default","topic":"t","url":"function:echo","state":"active"})";

} // namespace

class TestWebhookClient final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_broker = std::make_unique<FakeBroker>();
        QVERIFY(m_broker->listen());
        m_admin = std::make_unique<AdminClient>();
        m_admin->setAddress({m_broker->url(), FakeBroker::token()});
    }

    void readsAllSettings()
    {
        const auto webhook = webhookInfoFrom(object(kWhole));
        QVERIFY(webhook);
        QVERIFY(webhook->isPrefix());
        QCOMPARE(webhook->delaySeconds, (QList<int>{1, 5, 30}));
        QCOMPARE(webhook->orderingKey, u"/customer"_s);
        QCOMPARE(webhook->filter->value(u"kind"_s).toArray().size(), 1);
        QCOMPARE(webhook->headers.size(), 2);
        QVERIFY(webhook->headers[1].secret && !webhook->headers[1].value);
        QVERIFY(webhook->authentication.hasSecret && !webhook->authentication.secret);
        QVERIFY(webhook->tls.hasKey);
        QCOMPARE(webhook->secrets.size(), 2);
        QVERIFY(!webhook->secrets[0].validUntil.isValid());
        QCOMPARE(webhook->secrets[1].validUntil.toMSecsSinceEpoch(), 99);
        QCOMPARE(changesJson(*webhook, *webhook), QJsonObject());
    }

    void readsAnOlderBroker()
    {
        const auto webhook = webhookInfoFrom(object(kPlain));
        QVERIFY(webhook);
        QCOMPARE(webhook->match, u"name"_s);
        QCOMPARE(webhook->concurrency, 8);
        QCOMPARE(webhook->functionName(), u"echo"_s);
        QVERIFY(!webhook->filter);
    }

    void survivesMembersOfAnotherKind_data()
    {
        QTest::addColumn<QByteArray>("member");
        for (const char *member :
             {R"("delaySeconds":"5")", R"("delaySeconds":[-1,1e99,"x"])", R"("headers":{})",
              R"("headers":[5,null])", R"("authentication":"basic")", R"("tls":[])",
              R"("concurrency":-4)", R"("batchMessages":1e18)", R"("filter":"all")",
              R"("secrets":[1])", R"("ordering":7)"})
            QTest::newRow(member) << QByteArray(member);
    }

    void survivesMembersOfAnotherKind()
    {
        QFETCH(const QByteArray, member);
        auto json = QByteArray(kPlain);
        json.replace("\"state\"", member + ",\"state\"");
        const auto webhook = webhookInfoFrom(object(json));
        QVERIFY(webhook);
        QVERIFY(webhook->concurrency >= 1 && webhook->batchMessages <= 1'000'000);
        QCOMPARE(webhook->ordering, u"none"_s);
        QVERIFY(!webhook->filter);
    }

    void sendsOnlyWhatChanged()
    {
        const auto before = *webhookInfoFrom(object(kWhole));
        auto after = before;
        after.perSecond = 10;
        QCOMPARE(changesJson(before, after).keys(), QStringList{u"perSecond"_s});
        after = before;
        after.schedule = u"chat"_s; // whose delays are not sent
        QCOMPARE(changesJson(before, after).keys(), QStringList{u"schedule"_s});
        after = before;
        after.filter.reset();
        QVERIFY(changesJson(before, after).value(u"filter"_s).isNull());
        QCOMPARE(changesJson(before, after).keys(), QStringList{u"filter"_s});
        after = before;
        after.authentication.secret = "new";
        const auto changes = changesJson(before, after);
        QCOMPARE(changes.keys(), QStringList{u"authentication"_s});
        QCOMPARE(changes[u"authentication"_s][u"secret"_s].toString(), u"new"_s);
    }

    void aNewOneSaysWhatIsUnusual()
    {
        WebhookInfo webhook;
        webhook.address = {u"default"_s, u"t"_s};
        webhook.url = u"function:echo"_s;
        webhook.schedule = u"chat"_s;
        QCOMPARE(toJson(webhook).keys(),
                 (QStringList{u"namespace"_s, u"schedule"_s, u"topic"_s, u"url"_s}));
        webhook.match = u"prefix"_s;
        webhook.headers = {{u"x-key"_s, u"v"_s, true}};
        QCOMPARE(toJson(webhook)[u"match"_s].toString(), u"prefix"_s);
        QCOMPARE(toJson(webhook)[u"headers"_s][0][u"value"_s].toString(), u"v"_s);
        webhook.headers[0].value.reset();
        QVERIFY(toJson(webhook)[u"headers"_s][0][u"value"_s].isNull());
    }

    void changesAndRotates()
    {
        const auto before = *webhookInfoFrom(object(kPlain));
        auto after = before;
        after.name = u"later"_s;
        m_broker->answer("PATCH /v1/webhooks/whk_1", kPlain);
        const auto rotated = R"({"webhook":)" + QByteArray(kPlain);
        m_broker->answer(
            "POST /v1/webhooks/whk_1/rotate", [rotated](const FakeBroker::Request &request) {
                const bool momento = request.json().contains(u"which"_s);
                return FakeBroker::Response{
                    200,
                    rotated + (momento ? R"(,"momentoSecret":"m"})" : R"(,"secret":"whsec_n"})"),
                    {}};
            });
        m_broker->answer("POST /v1/webhooks/whk_1/expire-secrets", kPlain);
        QByteArrayList seen;
        const auto note = [&seen](const auto &answer) {
            seen += answer ? answer->secret + '/' + answer->momentoSecret : QByteArray("failed");
        };
        auto &client = m_admin->webhookClient();
        client.rotate(u"whk_1"_s, 3600, this, note);
        QTRY_COMPARE(seen, QByteArrayList{"whsec_n/"});
        QCOMPARE(last().json()[u"overlapSeconds"_s].toInt(), 3600);
        client.rotateMomento(u"whk_1"_s, this, note);
        QTRY_COMPARE(seen.size(), 2);
        QCOMPARE(seen.last(), QByteArray("/m"));
        int answers = 0;
        client.expireSecrets(u"whk_1"_s, this, [&](const auto &done) { answers += bool(done); });
        client.change(before, after, this, [&](const auto &done) { answers += bool(done); });
        QTRY_COMPARE(answers, 2);
        const auto &requests = m_broker->requests();
        QVERIFY(std::any_of(requests.begin(), requests.end(), [](const auto &request) {
            return request.method == "PATCH" && request.body == R"({"name":"later"})";
        }));
    }

    void aRotationWithoutASecretIsRefused()
    {
        m_broker->answer("POST /v1/webhooks/whk_1/rotate",
                         R"({"webhook":)" + QByteArray(kPlain) + '}');
        bool refused = false;
        m_admin->webhookClient().rotate(u"whk_1"_s, 0, this,
                                        [&](const auto &done) { refused = !done; });
        QTRY_VERIFY(refused);
    }

    void readsHealth()
    {
        const QByteArray one
            = R"({"state":"broken","stateReason":"","breaker":"open","heldUntil":null,)"
              R"("nextProbeAt":1000,"queued":7,"waiting":3,"inFlight":1,"oldestWaitingAt":500,)"
              R"("consecutiveFailures":5,"lastSuccessAt":null,"p50Microseconds":1200,)"
              R"("p95Microseconds":9000,"hours":[{"from":1,"succeeded":2,"failed":1},)"
              R"({"from":2,"succeeded":5,"failed":0}],"filteredMessages":4})";
        m_broker->answer("GET /v1/webhooks/whk_1/health", one);
        m_broker->answer("GET /v1/webhooks/health", R"({"webhooks":{"whk_1":)" + one + "}}");
        WebhookHealthInfo health;
        m_admin->webhookClient().health(u"whk_1"_s, this,
                                        [&](const auto &info) { health = info ? *info : health; });
        QTRY_COMPARE(health.queued, 7u);
        QCOMPARE(health.succeeded(), 7u);
        QCOMPARE(health.failed(), 1u);
        QCOMPARE(health.nextProbeAt.toMSecsSinceEpoch(), 1000);
        QVERIFY(!health.lastSuccessAt.isValid());
        QHash<QString, WebhookHealthInfo> all;
        m_admin->webhookClient().healths(this, [&](const auto &info) { all = info ? *info : all; });
        QTRY_COMPARE(all.value(u"whk_1"_s).waiting, 3u);
        QVERIFY(!webhookHealthFrom(object(R"({"state":"active"})"))); // without hours
        QVERIFY(!webhookHealthsFrom(object(R"({"webhooks":[]})")));
        QVERIFY(!webhookHealthsFrom(object(R"({"webhooks":{"a":5}})")));
    }

    void anIdThatIsNoneAsksNothing()
    {
        int refused = 0;
        const auto note = [&refused](const auto &done) { refused += done ? 0 : 1; };
        for (const auto *id : {"", "../tokens", "a b", "health?x"}) {
            m_admin->webhookClient().test(QLatin1String(id), {}, this, note);
            m_admin->webhookClient().health(QLatin1String(id), this, note);
            m_admin->code().deleteFunction(QLatin1String(id), this, note);
        }
        QCOMPARE(refused, 12);
        QVERIFY(m_broker->requests().isEmpty());
    }

    void functionsAreKeptAndTried()
    {
        m_broker->answer("PUT /v1/functions/greet",
                         R"({"name":"greet","builtIn":false,"source":"x"})");
        m_broker->answer("POST /v1/functions/greet/test",
                         R"({"status":200,"body":"hi","error":"","log":["one"],"messages":[)"
                         R"({"namespace":"n","topic":"o","payload":"x"}],"milliseconds":1.5})");
        FunctionInfo function;
        function.name = u"greet"_s;
        function.source = u"function handle() {}"_s;
        function.milliseconds = 20;
        bool kept = false;
        m_admin->code().putFunction(function, this, [&](const auto &done) { kept = bool(done); });
        QTRY_VERIFY(kept);
        QCOMPARE(last().json()[u"megabytes"_s].toInt(), 64);
        FunctionTrial trial;
        m_admin->code().tryFunction(function, u"in"_s, this,
                                    [&](const auto &done) { trial = done ? *done : trial; });
        QTRY_COMPARE(trial.status, 200);
        QCOMPARE(last().json()[u"source"_s].toString(), function.source);
        QCOMPARE(last().json()[u"milliseconds"_s].toInt(), 20);
        QCOMPARE(trial.messages.size(), 1);
        QVERIFY(!functionTrialFrom(object(R"({"status":200})"))); // without messages
    }

    void theInspectorIsSetAndRead()
    {
        m_broker->answer("PUT /v1/inspector", [](const FakeBroker::Request &request) {
            auto json = request.json();
            json.insert(u"address"_s, u"http://127.0.0.1:9"_s);
            return FakeBroker::Response{200, QJsonDocument(json).toJson(), {}};
        });
        InspectorInfo wanted;
        wanted.isOn = true;
        wanted.status = 503;
        wanted.headers = {{u"Retry-After"_s, u"5"_s}};
        InspectorInfo now;
        m_admin->code().setInspector(wanted, this,
                                     [&](const auto &done) { now = done ? *done : now; });
        QTRY_COMPARE(now.status, 503);
        QCOMPARE(toJson(now), toJson(wanted));
        QCOMPARE(now.address, u"http://127.0.0.1:9"_s);
        QVERIFY(!inspectedRequestFrom(object(R"({"method":"POST"})")));
        QVERIFY(!inspectorInfoFrom(object(R"({"on":true})")));
    }

private:
    static QJsonObject object(const QByteArray &json)
    {
        return QJsonDocument::fromJson(json).object();
    }
    FakeBroker::Request last() const { return m_broker->requests().constLast(); }

    std::unique_ptr<FakeBroker> m_broker;
    std::unique_ptr<AdminClient> m_admin;
};

QTEST_GUILESS_MAIN(TestWebhookClient)
#include "tst_webhook_client.moc"
