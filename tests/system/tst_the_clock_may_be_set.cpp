#include <cstdio>
#include <memory>

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QTest>

#include "tests/support/broker_process.h"
#include "tests/support/raw_websocket.h"

using namespace Qt::StringLiterals;
using namespace parley::test;

// Somebody sets the wall clock of a running parleyd a day forward or back: libfaketime stands
// between it and the clock, and leaves the monotonic one alone.
class TestTheClockMayBeSet : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void nothingGetsOlderOrYounger_data();
    void nothingGetsOlderOrYounger();
    void aTokenExpiresAndStaysSo_data();
    void aTokenExpiresAndStaysSo();

private:
    bool setClock(const QByteArray &offset); // such as "+86400", from the true time
    QStringList texts(const QByteArray &topic);
    QJsonObject makeToken(int seconds);
    int statusOf(const QByteArray &secret)
    {
        return ask(m_broker->port(), secret, "GET", "/v1/history/default/log").status;
    }

    QString m_library;
    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<BrokerProcess> m_broker;
};

void TestTheClockMayBeSet::initTestCase()
{
    const QDir libraries(u"/usr/lib"_s);
    const QStringList folders = libraries.entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString &folder : folders) {
        const QString file = libraries.filePath(folder + u"/faketime/libfaketimeMT.so.1"_s);
        if (QFile::exists(file))
            m_library = file;
    }
    QVERIFY2(!m_library.isEmpty(), "libfaketime is missing: install the package faketime");
}

void TestTheClockMayBeSet::init()
{
    m_directory = std::make_unique<QTemporaryDir>();
    m_broker = std::make_unique<BrokerProcess>();
    QVERIFY(setClock("+0"));
    m_broker->setLauncher({u"env"_s, u"LD_PRELOAD="_s + m_library,
                           u"FAKETIME_TIMESTAMP_FILE="_s + m_directory->filePath(u"offset"_s),
                           u"FAKETIME_NO_CACHE=1"_s, u"FAKETIME_DONT_FAKE_MONOTONIC=1"_s,
                           u"DONT_FAKE_MONOTONIC=1"_s});
    QVERIFY2(m_broker->start(), m_broker->complaint().constData());
    QVERIFY(makeTopic(m_broker->port(), m_broker->ownerToken(), "log",
                      {{u"durability"_s, u"durable"_s}, {u"retainedSeconds"_s, 3600}}));
}

// The file is replaced at once: the broker reads it at any moment.
bool TestTheClockMayBeSet::setClock(const QByteArray &offset)
{
    const QString file = m_directory->filePath(u"offset"_s);
    QFile next(file + u".next"_s);
    if (!next.open(QIODevice::WriteOnly) || next.write(offset) != offset.size())
        return false;
    next.close();
    return ::rename(next.fileName().toUtf8().constData(), file.toUtf8().constData()) == 0;
}

QStringList TestTheClockMayBeSet::texts(const QByteArray &topic)
{
    return historyTexts(m_broker->port(), m_broker->ownerToken(), topic);
}

QJsonObject TestTheClockMayBeSet::makeToken(int seconds)
{
    const QJsonObject grant{
        {u"role"_s, u"both"_s}, {u"namespace"_s, u"default"_s}, {u"topic"_s, u"log"_s}};
    return ask(m_broker->port(), m_broker->ownerToken(), "POST", "/v1/tokens",
               {{u"validForSeconds"_s, seconds}, {u"grants"_s, QJsonArray{grant}}})
        .json();
}

void TestTheClockMayBeSet::nothingGetsOlderOrYounger_data()
{
    QTest::addColumn<QByteArray>("offset");
    QTest::addColumn<qint64>("days");
    QTest::newRow("a day back") << QByteArray("-86400") << qint64(-1);
    QTest::newRow("a day forward") << QByteArray("+86400") << qint64(1);
}

// One topic keeps an hour, another three seconds. Whatever the clock says then, the first keeps its
// message, and the second forgets its own.
void TestTheClockMayBeSet::nothingGetsOlderOrYounger()
{
    QFETCH(const QByteArray, offset);
    QFETCH(const qint64, days);
    QVERIFY(makeTopic(m_broker->port(), m_broker->ownerToken(), "brief",
                      {{u"durability"_s, u"durable"_s}, {u"retainedSeconds"_s, 3}}));
    const auto publish = [this](const QByteArray &topic, const QByteArray &text) {
        return publishText(m_broker->port(), m_broker->ownerToken(), topic, text).json();
    };
    QCOMPARE(publish("log", "before")["ack"_L1].toString(), u"stored"_s);
    QCOMPARE(publish("brief", "before")["ack"_L1].toString(), u"stored"_s);

    QVERIFY(setClock(offset));
    QTRY_VERIFY_WITH_TIMEOUT(texts("brief").isEmpty(), BrokerProcess::kPatienceMs);
    QCOMPARE(texts("log"), QStringList{u"before"_s});
    QCOMPARE(publish("log", "after")["ack"_L1].toString(), u"stored"_s);
    const QJsonArray items
        = ask(m_broker->port(), m_broker->ownerToken(), "GET", "/v1/history/default/log")
              .json()["items"_L1]
              .toArray();
    QCOMPARE(items.size(), 2);
    QCOMPARE(items[1]["sequence"_L1].toInteger(), items[0]["sequence"_L1].toInteger() + 1);
    const double passed = items[1]["time"_L1].toDouble() - items[0]["time"_L1].toDouble();
    QCOMPARE(qRound64(passed / 86'400'000), days); // so the broker's clock was set
}

void TestTheClockMayBeSet::aTokenExpiresAndStaysSo_data()
{
    QTest::addColumn<int>("seconds"); // that it is valid for
    QTest::addColumn<QByteArray>("offset");
    QTest::newRow("a day back: it gets no longer") << 3 << QByteArray("-86400");
    QTest::newRow("a day forward and back: it does not revive") << 3600 << QByteArray("+86400");
}

void TestTheClockMayBeSet::aTokenExpiresAndStaysSo()
{
    QFETCH(const int, seconds);
    QFETCH(const QByteArray, offset);
    const QByteArray secret = makeToken(seconds)["secret"_L1].toString().toLatin1();
    QCOMPARE(statusOf(secret), 200);
    RawWebSocket socket(m_broker->port(), secret);
    QCOMPARE(socket.handshakeStatus(), 101);

    QVERIFY(setClock(offset));
    QCOMPARE(socket.waitForCloseCode(), 4003);
    QTRY_COMPARE_WITH_TIMEOUT(statusOf(secret), 401, BrokerProcess::kPatienceMs);
    QVERIFY(setClock("+0"));
    QCOMPARE(statusOf(secret), 401);
    QCOMPARE(RawWebSocket(m_broker->port(), secret).handshakeStatus(), 401);
    QCOMPARE(statusOf(m_broker->ownerToken()), 200); // it never expires
}

QTEST_GUILESS_MAIN(TestTheClockMayBeSet)
#include "tst_the_clock_may_be_set.moc"
