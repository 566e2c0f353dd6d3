#include <QTest>

#include "tests/support/fake_broker/fake_broker.h"
#include "ui/common/broker_link.h"
#include "ui/live/live_feed.h"
#include "ui/views/log_store.h"

using namespace parley;
using namespace parley::ui;
using parley::test::FakeBroker;

class TestLiveFeed final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_broker = std::make_unique<FakeBroker>();
        QVERIFY(m_broker->listen());
        m_link = std::make_unique<BrokerLink>();
        m_store = std::make_unique<LogStore>();
        m_feed = std::make_unique<LiveFeed>(*m_link, *m_store, nullptr);
        m_link->open({m_broker->url(), FakeBroker::token()});
        QTRY_VERIFY(m_feed->isFollowing());
    }

    void cleanup()
    {
        m_feed.reset();
        m_store.reset();
        m_link.reset();
        m_broker.reset();
    }

    void storesWhatHappens()
    {
        publish(7, R"("text":"hola","bytes":9000,"truncated":true)");
        publish(8, R"("base64":"AP8=","bytes":2)");
        QTRY_COMPARE(m_store->rowCount(), 2u);
        const auto text = m_store->row(m_store->firstNumber());
        QCOMPARE(text->topic, QStringLiteral("t"));
        QCOMPARE(text->sequence, 7u);
        QCOMPARE(text->payloadBytes, 9000u);
        QVERIFY(!text->binary);
        const auto binary = m_store->row(m_store->firstNumber() + 1);
        QVERIFY(binary->binary);
        QCOMPARE(binary->payload.toByteArray(), QByteArray("\0\xff", 2));
    }

    void ignoresEventsItDoesNotKnow_data()
    {
        QTest::addColumn<QByteArray>("event");
        QTest::newRow("text") << QByteArray("hello");
        QTest::newRow("empty object") << QByteArray("{}");
        QTest::newRow("no position") << QByteArray(R"({"namespace":"d","topic":"t","text":"x"})");
    }

    void ignoresEventsItDoesNotKnow()
    {
        QFETCH(QByteArray, event);
        m_broker->publish(kEvents, event);
        publish(9, R"("text":"after")");
        QTRY_COMPARE(m_store->rowCount(), 1u);
    }

    void marksTheTimeAway()
    {
        publish(1, R"("text":"before")");
        QTRY_COMPARE(m_store->rowCount(), 1u);
        m_broker->abortSockets();
        QTRY_VERIFY(!m_feed->isFollowing());
        publish(2, R"("text":"missed")");
        publish(3, R"("text":"missed too")");
        QTRY_COMPARE(m_store->rowCount(), 4u);
        const auto marker = m_store->row(m_store->endNumber() - 1);
        QCOMPARE(marker->kind, LogRowKind::Disconnected);
        QCOMPARE(marker->marker.count.value_or(0), 2u);
        QVERIFY(marker->marker.toMs >= marker->marker.fromMs);
    }

    void anotherBrokerBeginsAnew()
    {
        publish(1, R"("text":"x")");
        QTRY_COMPARE(m_store->rowCount(), 1u);
        FakeBroker other;
        QVERIFY(other.listen());
        m_link->open({other.url(), FakeBroker::token()});
        QCOMPARE(m_store->rowCount(), 0u);
        QTRY_VERIFY(m_feed->isFollowing());
    }

private:
    void publish(int sequence, const QByteArray &rest)
    {
        m_broker->publish(kEvents,
                          "\x7b\"namespace\":\"default\",\"topic\":\"t\",\"page\":1,\"kind\":"
                          "\"text\",\"publisherId\":\"a\",\"sequence\":"
                              + QByteArray::number(sequence) + ",\"time\":"
                              + QByteArray::number(QDateTime::currentMSecsSinceEpoch()) + ',' + rest
                              + "\x7d");
    }

    const client::TopicAddress kEvents{QStringLiteral("default"),
                                       QStringLiteral("$events/messages")};
    std::unique_ptr<FakeBroker> m_broker;
    std::unique_ptr<BrokerLink> m_link;
    std::unique_ptr<LogStore> m_store;
    std::unique_ptr<LiveFeed> m_feed;
};

QTEST_MAIN(TestLiveFeed)
#include "tst_live_feed.moc"
