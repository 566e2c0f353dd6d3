#include <functional>

#include <QJsonArray>
#include <QTest>

#include "tests/support/broker_process.h"
#include "tests/support/raw_websocket.h"

using namespace Qt::StringLiterals;
using namespace parley;
using namespace parley::test;

// A reader that stops costs at most what the topic retains. When it reads on it is told what it
// missed and gets what its topic's policy says; the others never notice.
class TestSlowReaderIsTold : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void aStalledReaderGetsAGapAndTheOthersGetEverything();
    void aReaderThatSkipsGetsTheNewest();
    void aReaderThatIsDisconnectedResumes();
    void aCutFrameIsFinishedBeforeWhatOtherTopicsBring();

private:
    bool makeTopic(const QString &policy, int retainedBytes);
    QJsonObject subscribe(RawWebSocket &socket, const QJsonValue &from = u"latest"_s);
    //! Publishes until \p done says so. \return false when it never did, or \p fast missed one.
    bool publishUntil(RawWebSocket &fast, const std::function<bool()> &done);
    qint64 largestLag(); // bytes, over all readers
    qint64 readers();
    void readToTheEnd(RawWebSocket &slow);

    BrokerProcess m_broker;
    QString m_topic;
    qint64 m_published = 0;
};

namespace {

constexpr int kLittle = 65'536; // the least that a topic can keep
constexpr int kEnough = 16'777'216; // more than makes a reader slow
const QString kText(4'000, u'x'); // 16 of these fill the least
constexpr int kSmallBuffer = 4'096; // so that the kernel does not read in a reader's place for long
constexpr int kRound = 4; // messages; well below what is kept, so a reader who reads misses none
constexpr int kMaxRounds = 20'000; // 320 MB: more than any socket buffer takes

} // namespace

void TestSlowReaderIsTold::initTestCase()
{
    QVERIFY2(m_broker.start(), m_broker.complaint().constData());
}

bool TestSlowReaderIsTold::makeTopic(const QString &policy, int retainedBytes)
{
    m_topic = policy;
    m_published = 0;
    return test::makeTopic(m_broker.port(), m_broker.ownerToken(), policy.toLatin1(),
                           {{u"durability"_s, u"memory"_s},
                            {u"retainedBytes"_s, retainedBytes},
                            {u"slowReaders"_s, policy}});
}

QJsonObject TestSlowReaderIsTold::subscribe(RawWebSocket &socket, const QJsonValue &from)
{
    return socket.call({{u"op"_s, u"subscribe"_s}, {u"topic"_s, m_topic}, {u"from"_s, from}});
}

qint64 TestSlowReaderIsTold::largestLag()
{
    qint64 largest = 0;
    const QJsonArray all = ask(m_broker.port(), m_broker.ownerToken(), "GET",
                               "/v1/subscribers/default/" + m_topic.toLatin1())
                               .json()["subscribers"_L1]
                               .toArray();
    for (const auto &reader : all)
        largest = qMax(largest, reader["lagMessages"_L1].toInteger() * kText.size());
    return largest;
}

qint64 TestSlowReaderIsTold::readers()
{
    return ask(m_broker.port(), m_broker.ownerToken(), "GET",
               "/v1/topics/default/" + m_topic.toLatin1())
        .json()["subscribers"_L1]
        .toInteger();
}

bool TestSlowReaderIsTold::publishUntil(RawWebSocket &fast, const std::function<bool()> &done)
{
    RawWebSocket publisher(m_broker.port(), m_broker.ownerToken());
    for (int round = 0; round < kMaxRounds; ++round) {
        for (int i = 0; i < kRound; ++i)
            publisher.send({{u"op"_s, u"publish"_s}, {u"topic"_s, m_topic}, {u"text"_s, kText}});
        for (int i = 0; i < kRound; ++i)
            if (fast.next()["sequence"_L1].toInteger() != ++m_published)
                return false;
        if (round % 64 == 63 && done())
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
    QVERIFY(makeTopic(u"resume"_s, kLittle));
    RawWebSocket slow(m_broker.port(), m_broker.ownerToken(), kSmallBuffer);
    RawWebSocket fast(m_broker.port(), m_broker.ownerToken());
    QCOMPARE(subscribe(slow)["type"_L1].toString(), u"subscribed"_s);
    QCOMPARE(subscribe(fast)["type"_L1].toString(), u"subscribed"_s);
    constexpr int kTimesRetained = 5;
    QVERIFY2(publishUntil(fast, [this] { return largestLag() > kTimesRetained * kLittle; }),
             qPrintable(QString::number(m_published)));

    const QJsonObject topic
        = ask(m_broker.port(), m_broker.ownerToken(), "GET", "/v1/topics/default/resume").json();
    QVERIFY(topic["keptBytes"_L1].toInteger() <= kLittle);
    QCOMPARE(topic["lastSequence"_L1].toInteger(), m_published);
    readToTheEnd(slow);
}

// It would not miss anything if it resumed: all is kept.
void TestSlowReaderIsTold::aReaderThatSkipsGetsTheNewest()
{
    QVERIFY(makeTopic(u"skip"_s, kEnough));
    RawWebSocket slow(m_broker.port(), m_broker.ownerToken(), kSmallBuffer);
    RawWebSocket fast(m_broker.port(), m_broker.ownerToken());
    QCOMPARE(subscribe(slow)["type"_L1].toString(), u"subscribed"_s);
    QCOMPARE(subscribe(fast)["type"_L1].toString(), u"subscribed"_s);
    QVERIFY(publishUntil(fast, [this] { return largestLag() > kEnough / 4; }));
    readToTheEnd(slow);
}

void TestSlowReaderIsTold::aReaderThatIsDisconnectedResumes()
{
    QVERIFY(makeTopic(u"disconnect"_s, kEnough));
    RawWebSocket slow(m_broker.port(), m_broker.ownerToken(), kSmallBuffer);
    RawWebSocket fast(m_broker.port(), m_broker.ownerToken());
    QCOMPARE(subscribe(slow)["type"_L1].toString(), u"subscribed"_s);
    QCOMPARE(subscribe(fast)["type"_L1].toString(), u"subscribed"_s);
    QVERIFY(publishUntil(fast, [this] { return readers() == 1; }));

    qint64 last = 0;
    for (auto item = slow.next(); !item.isEmpty(); item = slow.next())
        QCOMPARE(item["sequence"_L1].toInteger(), ++last);
    QCOMPARE(slow.waitForCloseCode(), 4008);
    QVERIFY(slow.closeReason().endsWith("-" + QByteArray::number(last)));

    RawWebSocket again(m_broker.port(), m_broker.ownerToken());
    const auto position = slow.closeReason().split('-');
    const QJsonObject after{{u"page"_s, position[0].toLongLong()},
                            {u"sequence"_s, position[1].toLongLong()}};
    QCOMPARE(subscribe(again, QJsonObject{{u"after"_s, after}})["type"_L1].toString(),
             u"subscribed"_s);
    while (last < m_published) // without a gap
        QCOMPARE(again.next()["sequence"_L1].toInteger(), ++last);
}

// One connection reads three topics, which all have news in the same turns, and it stops. What the
// kernel takes ends somewhere in a frame of one of them; a byte of another topic there would break
// the stream.
void TestSlowReaderIsTold::aCutFrameIsFinishedBeforeWhatOtherTopicsBring()
{
    constexpr int kTopics = 3;
    constexpr int kPerTopic = 700; // 8.4 MB in all, more than the kernel holds for a small buffer
    RawWebSocket slow(m_broker.port(), m_broker.ownerToken(), kSmallBuffer);
    RawWebSocket publisher(m_broker.port(), m_broker.ownerToken());
    for (int i = 0; i < kTopics; ++i) {
        m_topic = u"mixed-"_s + QString::number(i);
        QVERIFY(test::makeTopic(m_broker.port(), m_broker.ownerToken(), m_topic.toLatin1(),
                                {{u"durability"_s, u"memory"_s}, {u"retainedBytes"_s, kEnough}}));
        QCOMPARE(subscribe(slow)["type"_L1].toString(), u"subscribed"_s);
    }
    for (int message = 0; message < kPerTopic; ++message)
        for (int i = 0; i < kTopics; ++i)
            publisher.send({{u"op"_s, u"publish"_s},
                            {u"topic"_s, u"mixed-"_s + QString::number(i)},
                            {u"text"_s, kText}});
    QCOMPARE(publisher.call({{u"op"_s, u"ping"_s}, {u"id"_s, 1}})["type"_L1].toString(), u"pong"_s);
    QVERIFY(largestLag() > 0); // the kernel did not take all of it
    QHash<QString, qint64> last;
    for (int n = 0; n < kPerTopic * kTopics; ++n) {
        const QJsonObject item = slow.next();
        QCOMPARE(item["type"_L1].toString(), u"item"_s);
        qint64 &sequence = last[item["topic"_L1].toString()];
        QCOMPARE(item["sequence"_L1].toInteger(), ++sequence);
        QCOMPARE(item["text"_L1].toString(), kText);
    }
    QCOMPARE(last.size(), qsizetype(kTopics));
}

QTEST_GUILESS_MAIN(TestSlowReaderIsTold)
#include "tst_slow_reader_is_told.moc"
