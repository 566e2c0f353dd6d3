#include <QAbstractItemModelTester>
#include <QTest>

#include "ui/models/function_model.h"
#include "ui/models/inspector_model.h"
#include "ui/models/webhook_model.h"

using namespace Qt::StringLiterals;
using namespace parley;
using namespace parley::ui;

class TestWebhookModels final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English)); }
    void webhooksAreShownAsTheyDo();
    void ownFunctionsComeFirst();
    void whatArrivesIsAdded();
    void headersAreRead_data();
    void headersAreRead();

private:
    static client::WebhookInfo webhook(const QString &id, const QString &state);
};

client::WebhookInfo TestWebhookModels::webhook(const QString &id, const QString &state)
{
    client::WebhookInfo info;
    info.id = id;
    info.name = id;
    info.url = u"function:echo"_s;
    info.address = {u"default"_s, u"t"_s};
    info.state = state;
    return info;
}

void TestWebhookModels::webhooksAreShownAsTheyDo()
{
    WebhookModel model;
    const QAbstractItemModelTester tester(&model,
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setHealths({});
    model.setWebhooks({webhook(u"b"_s, u"active"_s), webhook(u"a"_s, u"paused"_s)});
    client::WebhookHealthInfo health;
    health.state = u"broken"_s;
    health.queued = 3;
    health.waiting = 2;
    health.hours = {{{}, 1, 1}};
    model.setHealths({{u"a"_s, health}, {u"b"_s, health}, {u"gone"_s, health}});
    const auto text
        = [&](int row, int column) { return model.index(row, column).data().toString(); };
    QCOMPARE(text(0, WebhookModel::State), u"paused"_s); // a person's word, not the endpoint's
    QCOMPARE(text(1, WebhookModel::State), u"broken"_s);
    QCOMPARE(text(1, WebhookModel::Success), u"50 %"_s);
    QCOMPARE(text(1, WebhookModel::Waiting), u"5"_s);
    model.setWebhooks({webhook(u"new"_s, u"active"_s)});
    QCOMPARE(text(0, WebhookModel::Waiting), u"–"_s);
    QVERIFY(!model.health(u"new"_s));
}

void TestWebhookModels::ownFunctionsComeFirst()
{
    FunctionModel model;
    const QAbstractItemModelTester tester(&model,
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    client::FunctionInfo own;
    own.name = u"zebra"_s;
    client::FunctionInfo given;
    given.name = u"echo"_s;
    given.isBuiltIn = true;
    model.setFunctions({given, own});
    model.setCallers({{u"echo"_s, 1204}});
    model.setChanged({u"zebra"_s, u""_s});
    QCOMPARE(model.index(0, 0).data().toString(), u"zebra •"_s);
    QCOMPARE(model.index(1, 2).data().toString(), u"1,204"_s);
    QVERIFY(!builtInText(u"anything"_s).isEmpty());
}

void TestWebhookModels::whatArrivesIsAdded()
{
    InspectorModel model;
    const QAbstractItemModelTester tester(&model,
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    client::InspectedRequestInfo request;
    request.id = 1;
    request.method = u"POST"_s;
    request.target = u"/in"_s;
    request.headers = {{u"A"_s, u"1"_s}, {u"A"_s, u"2"_s}};
    request.bodyBytes = 4096;
    auto newer = request;
    newer.id = 2;
    model.setRows({request});
    model.setRows({newer, request});
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.index(0, InspectorModel::Size).data().toString(), u"4.0 KiB"_s); // all of it
    QCOMPARE(headText(request), u"POST /in HTTP/1.1\nA: 1\nA: 2"_s);
}

void TestWebhookModels::headersAreRead_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<int>("count"); // -1: they are none
    QTest::newRow("nothing") << QString() << 0;
    QTest::newRow("blank lines") << u"\n  \n"_s << 0;
    QTest::newRow("two") << u"A: 1\nB:2\n"_s << 2;
    QTest::newRow("a colon in the value") << u"A: b:c"_s << 1;
    QTest::newRow("an instruction to Parley") << u"webhook-delivery: disable"_s << 1;
    QTest::newRow("no colon") << u"A 1"_s << -1;
    QTest::newRow("no name") << u": 1"_s << -1;
    QTest::newRow("a blank in the name") << u"A B: 1"_s << -1;
    QTest::newRow("length") << u"Content-Length: 5"_s << -1;
    QTest::newRow("a control") << u"A: b\x01"_s << -1;
    QTest::newRow("too many") << u"A: 1\n"_s.repeated(17) << -1;
}

void TestWebhookModels::headersAreRead()
{
    QFETCH(const QString, typed);
    QFETCH(const int, count);
    client::HeaderList headers;
    const auto problem = headersFrom(typed, headers);
    QCOMPARE(problem.isEmpty(), count >= 0);
    if (count < 0)
        return;
    QCOMPARE(headers.size(), count);
    client::HeaderList again;
    QVERIFY(headersFrom(typedHeaders(headers), again).isEmpty());
    QCOMPARE(again, headers);
}

QTEST_GUILESS_MAIN(TestWebhookModels)
#include "tst_webhook_models.moc"
