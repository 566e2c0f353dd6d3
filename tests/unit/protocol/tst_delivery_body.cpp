#include <QTest>

#include "server/protocol/delivery_body.h"

using namespace parley;

class TestDeliveryBody : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void payloadIsFound_data();
    void payloadIsFound();
};

void TestDeliveryBody::payloadIsFound_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("payload"); // "": none
    const auto row = [](const char *name, const char *body, const char *payload) {
        QTest::newRow(name) << QByteArray(body) << QByteArray(payload);
    };
    row("empty", "", "");
    row("not JSON", "hello", "");
    row("cut", R"({"data":{"text":"1)", "");
    row("momento", R"({"topic_sequence_number":1,"text":"{\"a\":1}"})", R"({"a":1})");
    row("momento, a sentence", R"({"topic_sequence_number":1,"text":"hola"})", "");
    row("momento, a number", R"({"topic_sequence_number":1,"text":"7"})", "7");
    row("momento, binary", R"({"topic_sequence_number":1,"binary":"AA=="})", "");
    row("standard", R"({"type":"topic.message","data":{"text":"{\"a\":1}"}})", R"({"a":1})");
    row("standard, binary", R"({"type":"topic.message","data":{"binary":"AA=="}})", "");
    row("an object as data", R"({"specversion":"1.0","data":{"a":1}})", R"({"a":1})");
    row("a text as data", R"({"data":"x","b":1})", R"({"data":"x","b":1})");
    row("edited by hand", R"({"text":"x"})", R"({"text":"x"})");
    row("a list", "[1]", "[1]");
}

void TestDeliveryBody::payloadIsFound()
{
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, payload);
    const auto found = payloadOfBody(body.toStdString());
    QCOMPARE(found.has_value(), !payload.isEmpty());
    if (found)
        QCOMPARE(QByteArray::fromStdString(jsonText(*found)), payload);
}

QTEST_APPLESS_MAIN(TestDeliveryBody)
#include "tst_delivery_body.moc"
