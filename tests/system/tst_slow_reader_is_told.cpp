#include <QJsonArray>
#include <QTest>

#include "tests/support/broker_process.h"
#include "tests/support/raw_websocket.h"

using namespace Qt::StringLiterals;
using namespace parley::test;

// A reader that stops costs at most what the topic retains. When it reads on it is told what it
// missed and gets the newest; the others never notice.
class TestSlowReaderIsTold : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void aStalledReaderGetsAGapAndTheOthersGetEverything();

private:
    QJsonObject subscribe(RawWebSocket &socket);
    bool publishUntilOneIsBehind(RawWebSocket &fast);
    qint64 largestLag(); // messages, over all readers
    void readToTheEnd(RawWebSocket &slow);

    BrokerProcess m_broker;
    qint64 m_published = 0;
};

namespace {

constexpr int kRetainedBytes = 65'536; // the least that a topic can keep
const QString kText(4'000, u'x'); // 16 of these fill it
constexpr int kRound = 4; // messages; well below what is kept, so a reader who reads misses none
constexpr int kMaxRounds = 20'000; // 320 MB: more than any socket buffer takes

} // namespace

void TestSlowReaderIsTold::initTestCase()
{
    QVERIFY2(m_broker.start(), m_broker.complaint().constData());
    QVERIFY(makeTopic(m_broker.port(), m_broker.ownerToken(), "flood",
                      {{u"durability"_s, u"memory"_s}, {u"retainedBytes"_s, kRetainedBytes}}));
}

QJsonObject TestSlowReaderIsTold::subscribe(RawWebSocket &socket)
{
    return socket.call({{u"op"_s, u"subscribe"_s}, {u"topic"_s, u"flood"_s}});
}

qint64 TestSlowReaderIsTold::largestLag()
{
    qint64 largest = 0;
    const QJsonArray readers
        = ask(m_broker.port(), m_broker.ownerToken(), "GET", "/v1/subscribers/default/flood")
              .json()["subscribers"_L1]
              .toArray();
    for (const auto &reader : readers)
        largest = qMax(largest, reader["lagMessages"_L1].toInteger());
    return largest;
}

// \return false when nobody fell behind, or the fast reader missed one.
bool TestSlowReaderIsTold::publishUntilOneIsBehind(RawWebSocket &fast)
{
    RawWebSocket publisher(m_broker.port(), m_broker.ownerToken());
    for (int round = 0; round < kMaxRounds; ++round) {
        for (int i = 0; i < kRound; ++i)
            publisher.send({{u"op"_s, u"publish"_s}, {u"topic"_s, u"flood"_s}, {u"text"_s, kText}});
        for (int i = 0; i < kRound; ++i)
            if (fast.next()["sequence"_L1].toInteger() != ++m_published)
                return false;
        constexpr int kTimesRetained = 5;
        if (round % 64 == 63 && largestLag() * kText.size() > kTimesRetained * kRetainedBytes)
            return true;
    }
    return false;
}

void TestSlowReaderIsTold::readToTheEnd(RawWebSocket &slow)
{
    qint64 last = 0;
    int gaps = 0;
    while (last < m_published) {
        const QJsonObject message = slow.next();
        if (message["type"_L1].toString() == u"gap"_s) {
            ++gaps;
            QCOMPARE(message["after"_L1]["sequence"_L1].toInteger(), last);
            const qint64 next = message["next"_L1]["sequence"_L1].toInteger();
            QVERIFY(next > last + 1);
            last = next - 1;
            continue;
        }
        QCOMPARE(message["type"_L1].toString(), u"item"_s);
        QCOMPARE(message["sequence"_L1].toInteger(), ++last); // nothing is missing without a word
    }
    QCOMPARE(gaps, 1);
}

void TestSlowReaderIsTold::aStalledReaderGetsAGapAndTheOthersGetEverything()
{
    constexpr int kSmallBuffer = 4'096; // so that the kernel does not read in its place for long
    RawWebSocket slow(m_broker.port(), m_broker.ownerToken(), kSmallBuffer);
    RawWebSocket fast(m_broker.port(), m_broker.ownerToken());
    QCOMPARE(subscribe(slow)["type"_L1].toString(), u"subscribed"_s);
    QCOMPARE(subscribe(fast)["type"_L1].toString(), u"subscribed"_s);
    QVERIFY2(publishUntilOneIsBehind(fast), qPrintable(QString::number(m_published)));

    const QJsonObject topic
        = ask(m_broker.port(), m_broker.ownerToken(), "GET", "/v1/topics/default/flood").json();
    QVERIFY(topic["keptBytes"_L1].toInteger() <= kRetainedBytes);
    QCOMPARE(topic["lastSequence"_L1].toInteger(), m_published);
    readToTheEnd(slow);
}

QTEST_GUILESS_MAIN(TestSlowReaderIsTold)
#include "tst_slow_reader_is_told.moc"
