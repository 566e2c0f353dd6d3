#include <QTest>

#include "ui/models/delivery_filter.h"

using namespace Qt::StringLiterals;
using namespace parley;
using namespace parley::ui;

class TestDeliveryFilter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void linesAreRead_data();
    void linesAreRead();
    void wrongLinesAreTold_data();
    void wrongLinesAreTold();
    void changesBelongOrNot_data();
    void changesBelongOrNot();
};

void TestDeliveryFilter::linesAreRead_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<client::DeliveryQuery>("query");
    QTest::newRow("empty") << u""_s << client::DeliveryQuery{};
    QTest::newRow("blanks") << u"   "_s << client::DeliveryQuery{};
    QTest::newRow("words") << u" out  of order "_s
                           << client::DeliveryQuery{.text = u"out of order"_s};
    QTest::newRow("a topic") << u"topic:orders"_s
                             << client::DeliveryQuery{.address = {QString(), u"orders"_s}};
    QTest::newRow("a topic of a namespace")
        << u"topic:shop:orders"_s << client::DeliveryQuery{.address = {u"shop"_s, u"orders"_s}};
    QTest::newRow("who") << u"by:ana hola"_s
                         << client::DeliveryQuery{.publisherId = u"ana"_s, .text = u"hola"_s};
    QTest::newRow("an id") << u"msg_1"_s << client::DeliveryQuery{.id = u"msg_1"_s};
    QTest::newRow("reason and outcome")
        << u"reason:expired outcome:tls_error,dns_error"_s
        << client::DeliveryQuery{.reason = u"expired"_s, .outcome = u"tls_error,dns_error"_s};
    QTest::newRow("a pattern") << u"{\"a\": [\"x } y\"]} hola"_s
                               << client::DeliveryQuery{.text = u"hola"_s,
                                                        .json = "{\"a\": [\"x } y\"]}"};
    QTest::newRow("an escaped quote")
        << u"{\"a\":[\"\\\"}\"]}"_s << client::DeliveryQuery{.json = "{\"a\":[\"\\\"}\"]}"};
    QTest::newRow("a colon alone")
        << u":x http://a by:"_s << client::DeliveryQuery{.text = u":x http://a by:"_s};
    QTest::newRow("Japanese") << u"こんにちは"_s << client::DeliveryQuery{.text = u"こんにちは"_s};
}

void TestDeliveryFilter::linesAreRead()
{
    QFETCH(QString, line);
    QFETCH(client::DeliveryQuery, query);
    client::DeliveryQuery read;
    QVERIFY(readDeliveryLine(line, read));
    QCOMPARE(read.text, query.text);
    QCOMPARE(read.json, query.json);
    QVERIFY(read == query);
}

void TestDeliveryFilter::wrongLinesAreTold_data()
{
    QTest::addColumn<QString>("line");
    QTest::newRow("open") << u"{\"a\":["_s;
    QTest::newRow("not JSON") << u"hola {a}"_s;
    QTest::newRow("long") << QString(257, u'x');
    QTest::newRow("long in UTF-8") << QString(100, QChar(0x3042));
}

void TestDeliveryFilter::wrongLinesAreTold()
{
    QFETCH(QString, line);
    client::DeliveryQuery query;
    const auto read = readDeliveryLine(line, query);
    QVERIFY(!read);
    QVERIFY(!read.error().message.empty());
}

void TestDeliveryFilter::changesBelongOrNot_data()
{
    QTest::addColumn<client::DeliveryQuery>("query");
    QTest::addColumn<bool>("belongs");
    const auto row = [](const char *name, client::DeliveryQuery query, bool belongs) {
        QTest::newRow(name) << query << belongs;
    };
    row("all", {}, true);
    row("its state", {.state = u"dead"_s}, true);
    row("one of states", {.state = u"waiting,dead"_s}, true);
    row("another state", {.state = u"waiting"_s}, false);
    row("its webhook", {.webhookId = u"whk"_s}, true);
    row("another webhook", {.webhookId = u"wh"_s}, false);
    row("its topic", {.address = {QString(), u"orders"_s}}, true);
    row("another topic", {.address = {QString(), u"order"_s}}, false);
    row("another namespace", {.address = {u"x"_s, u"orders"_s}}, false);
    row("its status", {.status = u"4xx,5xx"_s}, true);
    row("another status", {.status = u"2xx"_s}, false);
    row("its outcome", {.outcome = u"http_5xx"_s}, true);
    row("another outcome", {.outcome = u"ok"_s}, false);
    row("another reason", {.reason = u"gone"_s}, false);
    row("another publisher", {.publisherId = u"eva"_s}, false);
    row("text is not known", {.text = u"hola"_s}, false);
    row("pattern is not known", {.json = "{}"}, false);
}

void TestDeliveryFilter::changesBelongOrNot()
{
    QFETCH(client::DeliveryQuery, query);
    QFETCH(bool, belongs);
    client::DeliveryInfo delivery;
    delivery.webhookId = u"whk"_s;
    delivery.state = u"dead"_s;
    delivery.reason = u"exhausted"_s;
    delivery.address = {u"default"_s, u"orders"_s};
    delivery.publisherId = u"ana"_s;
    delivery.lastOutcome = u"http_5xx"_s;
    delivery.lastStatus = 503;
    QCOMPARE(belongsTo(query, delivery), belongs);
}

Q_DECLARE_METATYPE(parley::client::DeliveryQuery)
QTEST_GUILESS_MAIN(TestDeliveryFilter)
#include "tst_delivery_filter.moc"
