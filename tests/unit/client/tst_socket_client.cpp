#include <QSignalSpy>
#include <QTest>

#include "server/client/socket_client.h"
#include "tests/support/fake_broker/fake_broker.h"

using namespace parley;
using namespace parley::client;
using parley::test::FakeBroker;

class TestSocketClient final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_broker = std::make_unique<FakeBroker>();
        QVERIFY(m_broker->listen());
        m_client = std::make_unique<SocketClient>();
        m_texts.clear();
    }

    void cleanup()
    {
        m_client.reset();
        m_broker.reset();
    }

    void receivesInOrder()
    {
        auto *weather = follow(kWeather, Start::latest());
        connectNow();
        QTRY_VERIFY(weather->isActive());
        for (int i = 0; i < 50; ++i)
            m_broker->publish(kWeather, QByteArray::number(i));
        QTRY_COMPARE(m_texts.size(), 50);
        QCOMPARE(m_texts.constFirst(), QStringLiteral("0"));
        QCOMPARE(m_texts.constLast(), QStringLiteral("49"));
    }

    void resumesWithoutLossOrDuplicates()
    {
        auto *weather = follow(kWeather, Start::latest());
        QSignalSpy interrupted(weather, &Subscription::interrupted);
        connectNow();
        QTRY_VERIFY(weather->isActive());
        m_broker->publish(kWeather, "one");
        QTRY_COMPARE(m_texts.size(), 1);
        m_broker->abortSockets();
        QTRY_COMPARE(interrupted.size(), 1);
        QVERIFY(!weather->isActive());
        m_broker->publish(kWeather, "missed");
        QTRY_VERIFY(weather->isActive());
        m_broker->publish(kWeather, "three");
        QTRY_COMPARE(m_texts,
                     (QStringList{QStringLiteral("one"), QStringLiteral("missed"),
                                  QStringLiteral("three")}));
    }

    void resumesEvenWhenNothingHadArrived()
    {
        auto *weather = follow(kWeather, Start::latest());
        connectNow();
        QTRY_VERIFY(weather->isActive());
        m_broker->abortSockets();
        QTRY_VERIFY(!weather->isActive());
        m_broker->publish(kWeather, "in between");
        QTRY_COMPARE(m_texts, QStringList{QStringLiteral("in between")});
    }

    void survivesARestartOnTheSamePort()
    {
        follow(kWeather, Start::latest());
        connectNow();
        const auto port = m_broker->port();
        m_broker->stop();
        QTRY_COMPARE(m_client->state(), SocketClient::State::Offline);
        QVERIFY(m_client->nextTry().isValid());
        QVERIFY(!m_client->reason().isEmpty());
        QVERIFY(m_broker->listen(port));
        QTRY_COMPARE(m_client->state(), SocketClient::State::Online);
    }

    void dropsDuplicates()
    {
        auto *weather = follow(kWeather, Start::latest());
        connectNow();
        QTRY_VERIFY(weather->isActive());
        const auto item = QStringLiteral(
            R"({"type":"item","namespace":"default","topic":"weather","page":1,"sequence":%1,"time":1,"text":"%1"})");
        for (const int sequence : {1, 2, 2, 1, 3})
            m_broker->sendRaw(item.arg(sequence));
        QTRY_COMPARE(m_texts.size(), 3);
        QCOMPARE(m_texts.constLast(), QStringLiteral("3"));
    }

    void reportsAGap()
    {
        auto *weather = follow(kWeather, Start::latest());
        QSignalSpy gaps(weather, &Subscription::gapFound);
        connectNow();
        QTRY_VERIFY(weather->isActive());
        m_broker->publish(kWeather, "one");
        QTRY_COMPARE(m_texts.size(), 1);
        m_broker->abortSockets();
        for (int i = 0; i < 5; ++i)
            m_broker->publish(kWeather, "lost");
        m_broker->dropHistoryBefore(kWeather, 5);
        QTRY_COMPARE(gaps.size(), 1);
        QTRY_COMPARE(m_texts.size(), 3);
    }

    void malformedFramesEndTheLineAndItComesBack_data()
    {
        QTest::addColumn<QString>("frame");
        QTest::newRow("not JSON") << QStringLiteral("boo");
        QTest::newRow("no type") << QStringLiteral("{}");
        QTest::newRow("broken item") << QStringLiteral(R"({"type":"item"})");
        QTest::newRow("empty") << QString();
        QTest::newRow("half an object") << QStringLiteral("\x7b\"type\":\"ack\"");
    }

    void malformedFramesEndTheLineAndItComesBack()
    {
        QFETCH(QString, frame);
        connectNow();
        QSignalSpy changes(m_client.get(), &SocketClient::stateChanged);
        m_broker->sendRaw(frame);
        QTRY_VERIFY(changes.size() >= 3); // offline, connecting, online
        QTRY_COMPARE(m_client->state(), SocketClient::State::Online);
    }

    void ignoresWhatItDoesNotKnow()
    {
        auto *weather = follow(kWeather, Start::latest());
        connectNow();
        QTRY_VERIFY(weather->isActive());
        m_broker->sendRaw(QStringLiteral(R"({"type":"confetti","colour":"red"})"));
        m_broker->sendRaw(
            QStringLiteral(R"({"type":"ack","id":4711,"page":1,"sequence":1,"ack":"stored"})"));
        m_broker->sendRaw(QStringLiteral(
            R"({"type":"item","namespace":"default","topic":"nobody","page":1,"sequence":1,"time":1,"text":"x"})"));
        m_broker->publish(kWeather, "still here");
        QTRY_COMPARE(m_texts, QStringList{QStringLiteral("still here")});
        QCOMPARE(m_client->state(), SocketClient::State::Online);
    }

    void finalCloseCodesStop_data()
    {
        QTest::addColumn<int>("code");
        QTest::addColumn<bool>("final");
        QTest::newRow("wrong token") << 4001 << true;
        QTest::newRow("expired") << 4003 << true;
        QTest::newRow("revoked") << 4004 << true;
        QTest::newRow("slow reader") << 4008 << false;
        QTest::newRow("stopping") << 1001 << false;
        QTest::newRow("our fault") << 1011 << false;
    }

    void finalCloseCodesStop()
    {
        QFETCH(int, code);
        QFETCH(bool, final);
        connectNow();
        m_broker->closeSockets(code);
        QTRY_COMPARE(m_client->state(), SocketClient::State::Offline);
        QCOMPARE(m_client->gaveUp(), final);
        QCOMPARE(m_client->nextTry().isValid(), !final);
        QVERIFY(!m_client->reason().isEmpty());
    }

    void aRefusedHandshakeStops()
    {
        m_client->open({m_broker->url(), "prl_live_other"});
        QTRY_COMPARE(m_client->state(), SocketClient::State::Offline);
        QVERIFY(m_client->gaveUp());
        QVERIFY(m_client->reason().contains(QLatin1String("token")));
        QVERIFY(!m_client->reason().contains(QLatin1String("prl_live_other")));
    }

    void nobodyListeningIsTriedAgain()
    {
        m_broker->stop();
        m_client->open({m_broker->url(), FakeBroker::token()});
        QTRY_COMPARE(m_client->state(), SocketClient::State::Offline);
        QVERIFY(!m_client->gaveUp());
        QVERIFY(m_client->nextTry().isValid());
        QVERIFY(m_broker->listen(m_broker->port()));
        m_client->retryNow();
        QTRY_COMPARE(m_client->state(), SocketClient::State::Online);
    }

    void publishIsAnswered()
    {
        connectNow();
        int stored = 0;
        m_client->publish(kWeather, "rain", true, this,
                          [&stored](const auto &ack) { stored = bool(ack) ? 1 : -1; });
        QTRY_COMPARE(stored, 1);
    }

    void publishFailsWhenTheLineGoes()
    {
        connectNow();
        m_broker->setAcknowledging(false);
        QSignalSpy arrived(m_broker.get(), &FakeBroker::published);
        ErrorCode code = ErrorCode::Internal;
        int answers = 0;
        m_client->publish(kWeather, "rain", true, this, [&](const Result<Acknowledged> &ack) {
            ++answers;
            code = ack ? code : ack.error().code;
        });
        QTRY_COMPARE(arrived.size(), 1);
        m_broker->abortSockets();
        QTRY_COMPARE(answers, 1);
        QCOMPARE(code, ErrorCode::Unavailable);
    }

    void publishOfflineIsRefusedAtOnce()
    {
        int answers = 0;
        m_client->publish(kWeather, "rain", true, this,
                          [&answers](const auto &ack) { answers += bool(ack) ? 0 : 1; });
        QCOMPARE(answers, 1);
    }

    void unansweredPublishesAreBounded()
    {
        connectNow();
        m_broker->setAcknowledging(false);
        int refused = 0;
        for (int i = 0; i <= SocketClient::kMaxUnacknowledged; ++i)
            m_client->publish(kWeather, "x", true, this,
                              [&refused](const auto &ack) { refused += bool(ack) ? 0 : 1; });
        QCOMPARE(refused, 1);
    }

    void aRefusedSubscriptionSaysWhy()
    {
        m_broker->refuseTopic(kWeather.topic);
        auto *weather = follow(kWeather, Start::latest());
        QSignalSpy refused(weather, &Subscription::refused);
        connectNow();
        QTRY_COMPARE(refused.size(), 1);
        QVERIFY(refused.first().first().toString().contains(QLatin1String("does not allow")));
        delete weather; // after the refusal there is nothing to unsubscribe
        QCOMPARE(m_client->state(), SocketClient::State::Online);
    }

    void readersShareOneStream()
    {
        follow(kWeather, Start::latest());
        auto *second = follow(kWeather, Start::earliest());
        connectNow();
        QTRY_VERIFY(second->isActive());
        m_broker->publish(kWeather, "both");
        QTRY_COMPARE(m_texts.size(), 2);
        QCOMPARE(subscribeFrames(), 1);
        delete second;
        m_broker->publish(kWeather, "one");
        QTRY_COMPARE(m_texts.size(), 3);
    }

    void theLastReaderUnsubscribes()
    {
        auto *weather = follow(kWeather, Start::latest());
        connectNow();
        QTRY_VERIFY(weather->isActive());
        QSignalSpy frames(m_broker.get(), &FakeBroker::frameReceived);
        delete weather;
        QTRY_COMPARE(frames.size(), 1);
        QCOMPARE(m_broker->frames().constLast().value(QStringLiteral("op")).toString(),
                 QStringLiteral("unsubscribe"));
    }

    void readersMayGoInsideASignal()
    {
        auto *weather = m_client->subscribe(kWeather, Start::latest(), this);
        connect(weather, &Subscription::itemArrived, this, [this, weather] {
            m_texts.append(QStringLiteral("x"));
            delete weather;
        });
        auto *other = follow(kWeather, Start::latest());
        connectNow();
        QTRY_VERIFY(other->isActive());
        m_broker->publish(kWeather, "x");
        QTRY_COMPARE(m_texts.size(), 2);
    }

    void subscriptionsOutliveTheClient()
    {
        auto *weather = follow(kWeather, Start::latest());
        connectNow();
        m_client.reset();
        delete weather;
        QVERIFY(m_client == nullptr);
    }

private:
    Subscription *follow(const TopicAddress &address, const Start &start)
    {
        auto *subscription = m_client->subscribe(address, start, this);
        connect(subscription, &Subscription::itemArrived, this,
                [this](const Item &item) { m_texts.append(item.text()); });
        return subscription;
    }

    void connectNow()
    {
        m_client->open({m_broker->url(), FakeBroker::token()});
        QTRY_COMPARE(m_client->state(), SocketClient::State::Online);
    }

    int subscribeFrames() const
    {
        return int(std::count_if(
            m_broker->frames().cbegin(), m_broker->frames().cend(), [](const auto &frame) {
                return frame.value(QStringLiteral("op")).toString() == QLatin1String("subscribe");
            }));
    }

    const TopicAddress kWeather{QStringLiteral("default"), QStringLiteral("weather")};
    std::unique_ptr<FakeBroker> m_broker;
    std::unique_ptr<SocketClient> m_client;
    QStringList m_texts;
};

QTEST_GUILESS_MAIN(TestSocketClient)
#include "tst_socket_client.moc"
