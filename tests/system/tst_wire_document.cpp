#include <QFile>
#include <QJsonArray>
#include <QTest>

#include "tests/support/broker_process.h"
#include "tests/support/raw_websocket.h"
#include "tests/system/wire_examples.h"

using namespace Qt::StringLiterals;
using namespace parley::test;

// Every example of server/protocol/README.md, in order, against a fresh broker.
class TestWireDocument : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void aDifferenceIsSeen_data();
    void aDifferenceIsSeen();
    void everyFenceIsRead();
    void example_data();
    void example();

private:
    QString runHttp(const WireExample &example);
    QString runSocket(const WireExample &example);
    QString compareReplies(const QList<QJsonObject> &expected, RawWebSocket &socket);

    BrokerProcess m_broker;
    QByteArray m_document;
    QList<WireExample> m_examples;
    ExampleNames m_names;
};

namespace {

QJsonValue parsed(const QByteArray &text)
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(text, &error);
    return document.isNull() ? QJsonValue(u"no JSON: "_s + error.errorString())
                             : QJsonValue(document.object());
}

bool isAck(const QJsonObject &message)
{
    return message["type"_L1].toString() == "ack"_L1;
}

bool isItem(const QJsonObject &message)
{
    return message["type"_L1].toString() == "item"_L1;
}

} // namespace

void TestWireDocument::initTestCase()
{
    QFile file(QStringLiteral(WIRE_DOCUMENT));
    QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(file.errorString()));
    m_document = file.readAll();
    m_examples = wireExamples(m_document);
    QVERIFY2(m_examples.size() >= 15, "the document has more examples than were found");
    QVERIFY2(m_broker.start(), m_broker.complaint().constData());
    m_names.set(u"$ownerToken"_s, QString::fromLatin1(m_broker.ownerToken()));
}

void TestWireDocument::aDifferenceIsSeen_data()
{
    QTest::addColumn<QByteArray>("expected");
    QTest::addColumn<QByteArray>("actual");
    QTest::addColumn<QString>("difference");
    const auto row = [](const char *name, const char *expected, const char *actual,
                        const QString &difference) {
        QTest::newRow(name) << QByteArray(expected) << QByteArray(actual) << difference;
    };
    row("missing member", R"({"a":1})", "{}", u"answer.a is missing"_s);
    row("missing any", R"({"a":"*"})", "{}", u"answer.a is missing"_s);
    row("other number", R"({"a":1})", R"({"a":2})", u"answer.a is 2, not 1"_s);
    row("other kind", R"({"a":1})", R"({"a":"1"})", u"answer.a is \"1\", not 1"_s);
    row("null is not left out", R"({"a":null})", "{}", u"answer.a is missing"_s);
    row("one element too many", R"({"a":[]})", R"({"a":[1]})",
        u"answer.a has 1 elements, not 0: [1]"_s);
    row("inside", R"({"a":[{"b":"c"}]})", R"({"a":[{"b":"d"}]})",
        u"answer.a[0].b is \"d\", not \"c\""_s);
    row("name with two values", R"({"a":"$x","b":"$x"})", R"({"a":1,"b":2})",
        u"answer.b is 2, not 1"_s);
    row("no JSON", R"({"a":1})", "oops", u"answer is \"no JSON: illegal value\", not {\"a\":1}"_s);
    row("equal", R"({"a":"*","b":"$x","c":"$x"})", R"({"a":0,"b":2,"c":2,"d":3})", {});
}

void TestWireDocument::aDifferenceIsSeen()
{
    QFETCH(const QByteArray, expected);
    QFETCH(const QByteArray, actual);
    ExampleNames names;
    QTEST(names.difference(parsed(expected), parsed(actual)), "difference");
}

// A block whose fence is written otherwise would drop out without a word.
void TestWireDocument::everyFenceIsRead()
{
    QCOMPARE(m_examples.size(),
             m_document.count("\n```http\n") + m_document.count("\n```socket\n"));
    qsizetype lines = 0;
    for (const WireExample &example : m_examples) {
        QVERIFY2(!example.lines.isEmpty() && example.lines.first().fromClient,
                 qPrintable(u"the example at line %1 begins with no request"_s.arg(example.line)));
        for (const auto &line : example.lines)
            lines += line.fromClient ? 1 : 0;
    }
    QCOMPARE(lines, m_document.count("\n> "));
}

void TestWireDocument::example_data()
{
    QTest::addColumn<int>("index");
    for (qsizetype i = 0; i < m_examples.size(); ++i)
        QTest::newRow(qPrintable(u"line %1: %2"_s.arg(m_examples[i].line)
                                     .arg(QString::fromUtf8(m_examples[i].lines[0].text.left(50)))))
            << int(i);
}

void TestWireDocument::example()
{
    QFETCH(const int, index);
    const WireExample &example = m_examples[index];
    const QString difference
        = example.kind == WireExample::Kind::Http ? runHttp(example) : runSocket(example);
    QVERIFY2(difference.isEmpty(), qPrintable(difference));
}

// Line by line: method and target, body when there is one; status, body when there is one.
QString TestWireDocument::runHttp(const WireExample &example)
{
    QList<QByteArray> sent;
    QList<QByteArray> expected;
    for (const auto &line : example.lines)
        (line.fromClient ? sent : expected).append(line.text);
    if (sent.size() > 2 || expected.isEmpty() || expected.size() > 2)
        return u"no example: one request and one answer are wanted"_s;

    const qsizetype space = sent[0].indexOf(' ');
    const QByteArray target = m_names.filled(sent[0].mid(space + 1));
    const bool isPublish = target.startsWith("/v1/publish/");
    const HttpAnswer answer
        = RawHttp(m_broker.port(), m_broker.ownerToken())
              .request(sent[0].left(space), target, m_names.filled(sent.value(1)),
                       sent.size() < 2 ? ""
                           : isPublish ? "Content-Type: text/plain\r\n"
                                       : "Content-Type: application/json\r\n");
    if (answer.status != expected[0].toInt())
        return u"status %1, not %2: "_s.arg(answer.status).arg(expected[0].toInt())
            + QString::fromUtf8(answer.body);
    if (expected.size() < 2)
        return answer.body.isEmpty() ? QString() : u"a body that the example does not have"_s;
    return m_names.difference(parsed(expected[1]), parsed(answer.body));
}

QString TestWireDocument::runSocket(const WireExample &example)
{
    RawWebSocket socket(m_broker.port());
    if (socket.handshakeStatus() != 101)
        return u"handshake: status %1"_s.arg(socket.handshakeStatus());
    QList<QJsonObject> expected;
    for (qsizetype i = 0; i < example.lines.size(); ++i) {
        const QByteArray &text = example.lines[i].text;
        if (!example.lines[i].fromClient) {
            expected.append(parsed(text).toObject());
            continue;
        }
        if (const QString difference = compareReplies(expected, socket); !difference.isEmpty())
            return u"before "_s + QString::fromUtf8(text) + u": "_s + difference;
        expected.clear();
        socket.send(m_names.filled(parsed(text)).toObject());
    }
    return compareReplies(expected, socket);
}

// In the order of the example, except that an ack and the item of the same publish may change
// places, as the document says under the example.
QString TestWireDocument::compareReplies(const QList<QJsonObject> &expected, RawWebSocket &socket)
{
    QList<QJsonObject> wanted = expected;
    while (!wanted.isEmpty()) {
        const QJsonObject reply = socket.next();
        const bool swapped
            = wanted.size() > 1 && isAck(wanted[0]) && isItem(wanted[1]) && isItem(reply);
        const QJsonObject example = wanted.takeAt(swapped ? 1 : 0);
        const QString type = example["type"_L1].toString();
        const QString difference = m_names.difference(example, reply, type);
        if (!difference.isEmpty())
            return difference;
    }
    return {};
}

QTEST_GUILESS_MAIN(TestWireDocument)
#include "tst_wire_document.moc"
