#include <QTemporaryDir>
#include <QTest>

#include "server/base/clock.h"
#include "server/broker/broker.h"
#include "tests/system/room_walk.h"

using namespace Qt::StringLiterals;
using namespace parley;
using namespace parley::test;

// Apertium is not installed: the room works all the same, with originals that say why, and with
// what the phrasebook knows.
class TestWithoutApertiumOriginalsArrive : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void theOriginalArrivesAndSaysWhy();
    void thePhrasebookStillTranslates();

private:
    bool isRead() const { return m_walk->saw(u"read in English"_s) && m_walk->saw(u"verdict"_s); }

    QTemporaryDir m_data;
    SystemClock m_clock;
    StandardErrorLog m_log{m_clock, LogLevel::Warning};
    std::unique_ptr<Broker> m_broker;
    std::unique_ptr<RoomWalk> m_walk; // goes before the broker
};

void TestWithoutApertiumOriginalsArrive::initTestCase()
{
    BrokerOptions options;
    options.dataDirectory = m_data.filePath(u"data"_s).toStdString();
    options.port = 0;
    options.apertiumModes = m_data.filePath(u"no modes here"_s).toStdString();
    auto broker = Broker::start(options, m_log);
    QVERIFY2(broker, broker ? "" : broker.error().message.c_str());
    m_broker = std::move(*broker);
    const auto token = m_broker->renewOwnerToken();
    QVERIFY(token);
    m_walk = std::make_unique<RoomWalk>();
    const QString problem = m_walk->open(m_broker->port(), QByteArray::fromStdString(*token));
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
}

void TestWithoutApertiumOriginalsArrive::theOriginalArrivesAndSaysWhy()
{
    const QString text = u"La casa está cerca de la estación."_s;
    m_walk->say(text);
    QVERIFY(m_walk->waitUntil([this] { return isRead(); }));
    QCOMPARE(m_walk->english.text, text);
    QCOMPARE(m_walk->english.language, u"es"_s);
    QCOMPARE(m_walk->english.translationStatus, u"none"_s);
    QVERIFY2(m_walk->english.translationReason.contains(u"Apertium"_s)
                 || m_walk->english.translationReason.contains(u"no engine"_s),
             qPrintable(m_walk->english.translationReason));
}

void TestWithoutApertiumOriginalsArrive::thePhrasebookStillTranslates()
{
    m_walk->say(u"Buenos días"_s);
    QVERIFY(m_walk->waitUntil([this] { return isRead(); }));
    QCOMPARE(m_walk->english.text, u"Good morning"_s);
    QCOMPARE(m_walk->english.translationStatus, u"phrasebook"_s);
}

QTEST_GUILESS_MAIN(TestWithoutApertiumOriginalsArrive)
#include "tst_without_apertium_originals_arrive.moc"
