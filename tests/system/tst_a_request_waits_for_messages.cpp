#include <QJsonArray>
#include <QTest>

#include "tests/support/broker_process.h"
#include "tests/support/raw_http.h"

using namespace Qt::StringLiterals;
using namespace parley::test;

// Reading by one request after the other, each of which waits until there is something.
class TestARequestWaitsForMessages : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void badWaits_data();
    void badWaits();
    void theNextMessageEndsIt();
    void whatIsThereEndsItAtOnce();
    void aDeletedTopicEndsIt();
    void patienceEndsIt();
    void whoLeavesLeavesNothingBehind();

private:
    QByteArray target(const QByteArray &query) const
    {
        return "/v1/history/default/weather?" + query;
    }
    HttpAnswer publish(const QByteArray &text)
    {
        return publishText(m_broker.port(), m_broker.ownerToken(), "weather", text);
    }
    QByteArray position()
    {
        return ask(m_broker.port(), m_broker.ownerToken(), "GET", target("from=latest"))
            .json()["position"_L1]
            .toString()
            .toLatin1();
    }

    BrokerProcess m_broker;
};

void TestARequestWaitsForMessages::initTestCase()
{
    QVERIFY2(m_broker.start(), m_broker.complaint().constData());
    QVERIFY(makeTopic(m_broker.port(), m_broker.ownerToken(), "weather"));
}

void TestARequestWaitsForMessages::badWaits_data()
{
    QTest::addColumn<QByteArray>("wait");
    QTest::newRow("too long") << QByteArray("61");
    QTest::newRow("negative") << QByteArray("-1");
    QTest::newRow("no number") << QByteArray("long");
    QTest::newRow("nothing") << QByteArray("");
}

void TestARequestWaitsForMessages::badWaits()
{
    QFETCH(QByteArray, wait);
    QCOMPARE(ask(m_broker.port(), m_broker.ownerToken(), "GET", target("wait=" + wait)).status,
             400);
}

void TestARequestWaitsForMessages::theNextMessageEndsIt()
{
    RawHttp reader(m_broker.port(), m_broker.ownerToken());
    QByteArray after = position();
    for (int i = 0; i < 50; ++i) {
        QVERIFY(
            reader.stream().send(reader.head("GET", target("wait=60&after=" + after)) + "\r\n"));
        QCOMPARE(publish(QByteArray::number(i)).status, 200);
        const auto answer = reader.readAnswer().json();
        QCOMPARE(answer["items"_L1].toArray().size(), 1);
        QCOMPARE(answer["items"_L1][0]["text"_L1].toString(), QString::number(i));
        after = answer["position"_L1].toString().toLatin1();
    }
}

void TestARequestWaitsForMessages::whatIsThereEndsItAtOnce()
{
    const QByteArray before = position();
    QCOMPARE(publish("one").status, 200);
    QCOMPARE(publish("two").status, 200);
    const auto answer
        = ask(m_broker.port(), m_broker.ownerToken(), "GET", target("wait=60&after=" + before))
              .json();
    QCOMPARE(answer["items"_L1].toArray().size(), 2);
    const auto gap
        = ask(m_broker.port(), m_broker.ownerToken(), "GET", target("wait=60&after=1-9999")).json();
    QVERIFY(gap["gap"_L1].isObject()); // that something is missing is worth an answer too
}

void TestARequestWaitsForMessages::aDeletedTopicEndsIt()
{
    QVERIFY(makeTopic(m_broker.port(), m_broker.ownerToken(), "gone"));
    RawHttp reader(m_broker.port(), m_broker.ownerToken());
    QVERIFY(reader.stream().send(reader.head("GET", "/v1/history/default/gone?from=latest&wait=60")
                                 + "\r\n"));
    QCOMPARE(
        ask(m_broker.port(), m_broker.ownerToken(), "DELETE", "/v1/topics/default/gone").status,
        204);
    QCOMPARE(reader.readAnswer().status, 404);
}

void TestARequestWaitsForMessages::patienceEndsIt()
{
    const auto answer
        = ask(m_broker.port(), m_broker.ownerToken(), "GET", target("wait=1&from=latest")).json();
    QVERIFY(answer["items"_L1].toArray().isEmpty());
    QCOMPARE(answer["position"_L1].toString().toLatin1(), position());
}

void TestARequestWaitsForMessages::whoLeavesLeavesNothingBehind()
{
    const auto connections = [this] {
        return ask(m_broker.port(), m_broker.ownerToken(), "GET", "/v1/status")
            .json()["connections"_L1]
            .toInt();
    };
    QTRY_COMPARE_WITH_TIMEOUT(connections(), 1, BrokerProcess::kPatienceMs); // its own
    for (int i = 0; i < 20; ++i) {
        RawHttp reader(m_broker.port(), m_broker.ownerToken());
        QVERIFY(reader.stream().send(reader.head("GET", target("wait=60&from=latest")) + "\r\n"));
    }
    QTRY_COMPARE_WITH_TIMEOUT(connections(), 1, BrokerProcess::kPatienceMs);
    QCOMPARE(publish("to nobody").status, 200);
}

QTEST_GUILESS_MAIN(TestARequestWaitsForMessages)
#include "tst_a_request_waits_for_messages.moc"
