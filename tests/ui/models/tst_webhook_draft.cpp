#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include "ui/models/webhook_draft.h"
#include "ui/models/webhook_target.h"

using namespace Qt::StringLiterals;
using namespace parley;
using namespace parley::ui;

namespace {

// What a row of the tables below spoils.
using Change = void (*)(WebhookDraft &);

} // namespace

Q_DECLARE_METATYPE(Change)

// What the form of a webhook says while somebody types.
class TestWebhookDraft final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aFinishedOneHasNoProblems();
    void saysWhatIsWrong_data();
    void saysWhatIsWrong();
    void whatIsEmptyIsOnlyMissing();
    void addresses_data();
    void addresses();
    void headers_data();
    void headers();
    void textsBecomeSettings();
    void anotherKindOfTargetNeedsNoSecurity();
    void aPlainAddressIsWarnedOf();

private:
    static WebhookDraft finished();
};

WebhookDraft TestWebhookDraft::finished()
{
    WebhookDraft draft;
    draft.webhook.name = u"Shop"_s;
    draft.webhook.address = {u"default"_s, u"orders"_s};
    draft.webhook.url = u"https://shop.example.org/in"_s;
    return draft;
}

void TestWebhookDraft::aFinishedOneHasNoProblems()
{
    QVERIFY(problemsOf(finished()).isEmpty());
    auto full = finished();
    full.webhook.match = u"prefix"_s;
    full.webhook.address.topic = u"home/"_s; // how names begin may end with a slash
    full.filter = uR"({"kind":["order"],"total":[{"numeric":[">",5]}]})"_s;
    full.webhook.schedule = u"custom"_s;
    full.delays = u"1s, 5m"_s;
    full.webhook.ordering = u"key"_s;
    full.webhook.orderingKey = u"/a~1b/c~0"_s;
    full.webhook.batchMessages = 100;
    full.webhook.headers = {{u"X-Env"_s, u"prod, 日本"_s, false}, {u"X-Key"_s, std::nullopt, true}};
    full.webhook.authentication.kind = u"basic"_s;
    full.webhook.authentication.user = u"アナ"_s;
    full.webhook.authentication.hasSecret = true;
    const auto problems = problemsOf(full);
    QVERIFY2(problems.isEmpty(), problems.isEmpty() ? "" : qPrintable(problems.first().sentence));
}

void TestWebhookDraft::saysWhatIsWrong_data()
{
    QTest::addColumn<Change>("spoil");
    QTest::addColumn<int>("field");
    QTest::addColumn<QString>("part");
    const auto row = [](const char *name, WebhookField field, const QString &part, Change spoil) {
        QTest::newRow(name) << spoil << int(field) << part;
    };
    using F = WebhookField;
    row("long name", F::Name, u"at most 128"_s,
        [](WebhookDraft &d) { d.webhook.name = u"雨"_s.repeated(43); });
    row("topic with a control", F::Topic, QString(),
        [](WebhookDraft &d) { d.webhook.address.topic = u"a\nb"_s; });
    row("prefix that is a slash", F::Topic, QString(), [](WebhookDraft &d) {
        d.webhook.match = u"prefix"_s;
        d.webhook.address.topic = u"//"_s;
    });
    row("unknown function", F::Target, u"no function “moon”"_s, [](WebhookDraft &d) {
        d.webhook.url = u"function:moon"_s;
        d.functionNames = {u"echo"_s};
    });
    row("filter that is no JSON", F::Filter, u"not JSON"_s,
        [](WebhookDraft &d) { d.filter = u"{kind: order}"_s; });
    row("filter that is a list", F::Filter, u"object"_s,
        [](WebhookDraft &d) { d.filter = u"[1]"_s; });
    row("filter without a list", F::Filter, QString(),
        [](WebhookDraft &d) { d.filter = uR"({"kind":"order"})"_s; });
    row("filter with an unknown matcher", F::Filter, QString(),
        [](WebhookDraft &d) { d.filter = uR"({"kind":[{"regex":".*"}]})"_s; });
    row("filter that is deep", F::Filter, QString(), [](WebhookDraft &d) {
        d.filter = uR"({"a":)"_s.repeated(500) + u"[1]"_s + u"}"_s.repeated(500);
    });
    row("delays", F::Delays, u"“soon”"_s, [](WebhookDraft &d) {
        d.webhook.schedule = u"custom"_s;
        d.delays = u"soon"_s;
    });
    row("pointer without a slash", F::OrderingKey, u"slash"_s, [](WebhookDraft &d) {
        d.webhook.ordering = u"key"_s;
        d.webhook.orderingKey = u"customer"_s;
    });
    row("pointer with a lone tilde", F::OrderingKey, u"~0"_s, [](WebhookDraft &d) {
        d.webhook.ordering = u"key"_s;
        d.webhook.orderingKey = u"/a~"_s;
    });
    row("batch without order", F::Batch, u"order"_s,
        [](WebhookDraft &d) { d.webhook.batchMessages = 2; });
    row("user with a colon", F::Authentication, u"colon"_s, [](WebhookDraft &d) {
        d.webhook.authentication = {u"basic"_s, u"a:b"_s, {}, {}, true, {}};
    });
    row("Lambda without AWS", F::Authentication, u"AWS"_s, [](WebhookDraft &d) {
        d.webhook.url = u"arn:aws:lambda:eu-central-1:123456789012:function:shop"_s;
    });
    row("the same header twice", F::Headers, u"twice"_s, [](WebhookDraft &d) {
        d.webhook.headers = {{u"X-A"_s, u"1"_s, false}, {u"x-a"_s, u"2"_s, false}};
    });
    row("two authorizations", F::Headers, u"already"_s, [](WebhookDraft &d) {
        d.webhook.headers = {{u"Authorization"_s, u"x"_s, true}};
        d.webhook.authentication = {u"bearer"_s, {}, {}, {}, true, {}};
    });
    row("too many headers", F::Headers, u"At most 16"_s, [](WebhookDraft &d) {
        for (int i = 0; i < 17; ++i)
            d.webhook.headers.append({u"X-%1"_s.arg(i), u"v"_s, false});
    });
    row("authorities that are none", F::Authorities, u"PEM"_s,
        [](WebhookDraft &d) { d.webhook.tls.authorities = u"hello"_s; });
    row("certificate that is none", F::Certificate, u"PEM"_s,
        [](WebhookDraft &d) { d.webhook.tls.certificate = u"hello"_s; });
}

void TestWebhookDraft::saysWhatIsWrong()
{
    QFETCH(const Change, spoil);
    QFETCH(const int, field);
    QFETCH(const QString, part);
    auto draft = finished();
    spoil(draft);
    const auto problems = problemsOf(draft);
    QCOMPARE(problems.size(), 1);
    QCOMPARE(int(problems.firstKey()), field);
    QVERIFY2(problems.first().sentence.contains(part), qPrintable(problems.first().sentence));
    QVERIFY(!problems.first().isMissing);
    QVERIFY(problems.first().sentence.endsWith(u'.'));
}

void TestWebhookDraft::whatIsEmptyIsOnlyMissing()
{
    WebhookDraft draft;
    const auto empty = problemsOf(draft);
    QCOMPARE(empty.keys(), (QList<WebhookField>{WebhookField::Target, WebhookField::Topic}));
    QVERIFY(empty.first().isMissing && empty.last().isMissing);
    for (const auto &kind : {u"basic"_s, u"bearer"_s, u"aws"_s}) {
        draft = finished();
        draft.webhook.authentication.kind = kind;
        QVERIFY(problemsOf(draft).value(WebhookField::Authentication).isMissing);
        draft.webhook.authentication.user = u"ana"_s;
        draft.webhook.authentication.region = u"eu-central-1"_s;
        QVERIFY(problemsOf(draft).value(WebhookField::Authentication).isMissing);
        draft.webhook.authentication.secret = "x";
        QVERIFY(problemsOf(draft).isEmpty());
    }
    draft = finished();
    draft.webhook.tls.key = "-----BEGIN PRIVATE KEY-----";
    QVERIFY(problemsOf(draft).value(WebhookField::Certificate).isMissing); // its certificate
}

void TestWebhookDraft::addresses_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("level");
    QTest::addColumn<QString>("part"); // "": it can be called
    const auto row = [](const char *url, const char *level, const char *part) {
        QTest::addRow("%s %s", url, level)
            << QString::fromUtf8(url) << QString::fromUtf8(level) << QString::fromUtf8(part);
    };
    row("https://example.org/hook", "public", "");
    row("https://例え.jp/フック", "public", "");
    row("function:echo", "public", "");
    row("arn:aws:lambda:eu-central-1:123456789012:function:shop", "public", "");
    row("arn:aws:lambda:eu-central-1:123456789012:function:shop:live", "public", "");
    row("http://127.0.0.1:9000/", "local", "");
    row("http://192.168.1.5/", "lan", "");
    row("http://[::1]:9000/", "local", "");
    row("http://127.0.0.1:9000/", "public", "this computer");
    row("http://127.0.0.1:9000/", "lan", "this computer");
    row("http://2130706433:9000/", "public", "this computer");
    row("http://localhost./", "public", "this computer");
    row("http://a.localhost/", "public", "this computer");
    row("http://[::1]:9000/", "lan", "this computer");
    row("http://10.1.2.3/", "public", "your own network");
    row("http://[fd00::5]/", "public", "your own network");
    row("http://169.254.169.254/latest", "local", "never call");
    row("http://[fe80::1]/", "local", "never call");
    row("http://example.org:22/", "public", "Port 22");
    row("https://ana:pass@example.org/", "public", "password");
    row("https://example.org/#part", "public", "#");
    row("ftp://example.org/", "public", "Write an address");
    row("example.org", "public", "Write an address");
    row("https://", "public", "Write an address");
    row("javascript:alert(1)", "public", "Write an address");
    row("function:", "public", "Name the function");
    row("function:a b", "public", "letters");
    row("arn:aws:s3:::bucket", "public", "whole ARN");
    row("arn:aws:lambda:eu:12:function:x", "public", "whole ARN");
}

void TestWebhookDraft::addresses()
{
    QFETCH(const QString, url);
    QFETCH(const QString, level);
    QFETCH(const QString, part);
    const auto problem = webhookUrlProblem(url, level);
    QCOMPARE(problem.isEmpty(), part.isEmpty());
    QVERIFY2(problem.contains(part), qPrintable(problem));
}

void TestWebhookDraft::headers_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("value");
    QTest::addColumn<bool>("accepted");
    QTest::newRow("usual") << u"X-Env"_s << u"prod"_s << true;
    QTest::newRow("empty value") << u"X-Env"_s << QString() << true;
    QTest::newRow("tab") << u"X-Env"_s << u"a\tb"_s << true;
    QTest::newRow("no name") << QString() << u"x"_s << false;
    QTest::newRow("blank in the name") << u"X Env"_s << u"x"_s << false;
    QTest::newRow("colon in the name") << u"X:"_s << u"x"_s << false;
    QTest::newRow("letters of another script") << u"Ｘ"_s << u"x"_s << false;
    QTest::newRow("a line break smuggled in") << u"X-A"_s << u"a\r\nHost: evil"_s << false;
    QTest::newRow("a lone line feed") << u"X-A"_s << u"a\nb"_s << false;
    QTest::newRow("a NUL") << u"X-A"_s << QString(u"a"_s + QChar(0)) << false;
    QTest::newRow("host") << u"HOST"_s << u"x"_s << false;
    QTest::newRow("length") << u"Content-Length"_s << u"1"_s << false;
    QTest::newRow("ours") << u"Webhook-Anything"_s << u"x"_s << false;
    QTest::newRow("Momento's") << u"momento-signature"_s << u"x"_s << false;
    QTest::newRow("too long") << u"X-A"_s << u"x"_s.repeated(5000) << false;
}

void TestWebhookDraft::headers()
{
    QFETCH(const QString, name);
    QFETCH(const QString, value);
    QFETCH(const bool, accepted);
    QCOMPARE(headerProblem({name, value, false}).isEmpty(), accepted);
}

void TestWebhookDraft::textsBecomeSettings()
{
    auto draft = WebhookDraft::of(finished().webhook, false);
    QCOMPARE(draft.delays, u"5s, 5m, 30m, 2h, 5h, 10h, 14h, 20h, 1d"_s); // to begin an own one with
    QVERIFY(changesJson(draft.webhook, draft.settings()).isEmpty());
    draft.webhook.schedule = u"custom"_s;
    draft.delays = u"1s, 2s"_s;
    draft.filter = uR"({"kind":["a"]})"_s;
    draft.webhook.ordering = u"endpoint"_s;
    const auto settings = draft.settings();
    QCOMPARE(settings.delaySeconds, (QList<int>{1, 2}));
    QCOMPARE(settings.concurrency, 1);
    QCOMPARE(settings.filter->value(u"kind"_s).toArray().size(), 1);
    const auto again = WebhookDraft::of(settings, false);
    QVERIFY(changesJson(settings, again.settings()).isEmpty());
    draft.filter = u"{}"_s;
    QVERIFY(!draft.settings().filter); // an empty pattern lets all through
}

void TestWebhookDraft::anotherKindOfTargetNeedsNoSecurity()
{
    auto draft = finished();
    draft.webhook.authentication.kind = u"bearer"_s; // left behind by what was chosen before
    draft.webhook.url = u"function:echo"_s;
    QVERIFY(problemsOf(draft).isEmpty());
    draft.webhook.url = u"arn:aws:lambda:eu-central-1:123456789012:function:shop"_s;
    draft.webhook.authentication = {u"aws"_s, u"AKID"_s, {}, {}, true, {}};
    QVERIFY(problemsOf(draft).isEmpty());
    QCOMPARE(draft.settings().authentication.region, u"eu-central-1"_s);
    QCOMPARE(draft.settings().authentication.service, u"lambda"_s);
}

void TestWebhookDraft::aPlainAddressIsWarnedOf()
{
    QVERIFY(webhookUrlHint(u"https://a.example"_s, true).isEmpty());
    QVERIFY(webhookUrlHint(u"http://127.0.0.1:9"_s, true).isEmpty());
    QVERIFY(!webhookUrlHint(u"http://a.example"_s, false).isEmpty());
    QVERIFY(webhookUrlHint(u"HTTP://a.example"_s, true).contains(u"password"_s));
}

QTEST_GUILESS_MAIN(TestWebhookDraft)
#include "tst_webhook_draft.moc"
