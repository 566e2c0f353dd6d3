#include <memory>

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QTest>

#include "tests/support/broker_process.h"
#include "tests/support/raw_websocket.h"

using namespace Qt::StringLiterals;
using namespace parley::test;

class TestABackupIsWhole : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void hostileTargets_data();
    void hostileTargets();
    void whatWasAcknowledgedBeforeIsInIt();
    void aRestoredBrokerTurnsItsPages();
    void aDamagedBackupIsRefused_data();
    void aDamagedBackupIsRefused();
    void aStoreIsNotOverwritten();

private:
    QString at(const QString &name) const { return m_directory->filePath(name); }
    BrokerProcess::Outcome backUp(const QString &target)
    {
        return BrokerProcess::run(
            {u"backup"_s, u"--data"_s, m_broker->dataDirectory(), at(target)});
    }
    BrokerProcess::Outcome restore(const QString &backup, const QString &data)
    {
        return BrokerProcess::run({u"restore"_s, u"--data"_s, at(data), at(backup)});
    }
    qint64 publish(const QByteArray &text)
    {
        return publishText(m_broker->port(), m_broker->ownerToken(), "log", text)
            .json()["sequence"_L1]
            .toInteger();
    }

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<BrokerProcess> m_broker;
};

void TestABackupIsWhole::init()
{
    m_directory = std::make_unique<QTemporaryDir>();
    m_broker = std::make_unique<BrokerProcess>();
    QVERIFY2(m_broker->start(), m_broker->complaint().constData());
    QVERIFY(makeTopic(m_broker->port(), m_broker->ownerToken(), "log",
                      {{u"durability"_s, u"durable"_s}}));
}

void TestABackupIsWhole::hostileTargets_data()
{
    QTest::addColumn<QString>("target");
    QTest::addColumn<QByteArray>("error");
    QTest::newRow("it exists") << u"taken"_s << QByteArray("already_exists");
    QTest::newRow("below a file") << u"file/backup"_s << QByteArray("storage_failed");
}

void TestABackupIsWhole::hostileTargets()
{
    QFETCH(QString, target);
    QFETCH(QByteArray, error);
    QVERIFY(QDir().mkpath(at(u"taken"_s)));
    QFile file(at(u"file"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    const auto outcome = backUp(target);
    QCOMPARE(outcome.exitCode, 1);
    QVERIFY2(outcome.standardError.contains(error), outcome.standardError.constData());
}

// While messages come in all the time.
void TestABackupIsWhole::whatWasAcknowledgedBeforeIsInIt()
{
    constexpr int kBefore = 200;
    RawWebSocket socket(m_broker->port(), m_broker->ownerToken());
    const auto send = [&](int i) {
        socket.send({{u"op"_s, u"publish"_s},
                     {u"id"_s, i},
                     {u"topic"_s, u"log"_s},
                     {u"text"_s, u"message %1"_s.arg(i)}});
    };
    for (int i = 1; i <= kBefore; ++i)
        send(i);
    for (int i = 1; i <= kBefore; ++i)
        QCOMPARE(socket.next()["sequence"_L1].toInteger(), qint64(i));
    QProcess backup;
    backup.start(BrokerProcess::program(),
                 {u"backup"_s, u"--data"_s, m_broker->dataDirectory(), at(u"backup"_s)});
    int sent = kBefore;
    while (backup.state() != QProcess::NotRunning && sent < 100'000) {
        send(++sent);
        QCOMPARE(socket.next()["type"_L1].toString(), u"ack"_s);
        backup.waitForFinished(0);
    }
    QVERIFY(backup.state() == QProcess::NotRunning || backup.waitForFinished());
    QCOMPARE(backup.exitCode(), 0);
    QVERIFY(m_broker->terminate());

    QCOMPARE(restore(u"backup"_s, u"new"_s).exitCode, 0);
    BrokerProcess restored;
    QVERIFY2(restored.start({u"--data"_s, at(u"new"_s)}), restored.complaint().constData());
    const auto items
        = ask(restored.port(), restored.ownerToken(), "GET", "/v1/history/default/log?limit=1000")
              .json()["items"_L1]
              .toArray();
    QVERIFY2(items.size() >= kBefore && items.size() <= sent, qPrintable(QString::number(sent)));
    for (int i = 0; i < items.size(); ++i) {
        QCOMPARE(items[i]["sequence"_L1].toInteger(), qint64(i + 1));
        QCOMPARE(items[i]["text"_L1].toString(), u"message %1"_s.arg(i + 1));
    }
}

// A reader of the broker that went on must not take what the restored one has under the same
// numbers for his own.
void TestABackupIsWhole::aRestoredBrokerTurnsItsPages()
{
    for (qint64 i = 1; i <= 3; ++i)
        QCOMPARE(publish("before"), i);
    QCOMPARE(backUp(u"backup"_s).exitCode, 0);
    QCOMPARE(publish("only in the old one"), qint64(4));
    QVERIFY(m_broker->terminate());
    QVERIFY2(m_broker->start(),
             m_broker->complaint().constData()); // another run, another page block
    QVERIFY(makeTopic(m_broker->port(), m_broker->ownerToken(), "later"));
    const auto later
        = ask(m_broker->port(), m_broker->ownerToken(), "GET", "/v1/topics/default/later").json();
    const auto old
        = ask(m_broker->port(), m_broker->ownerToken(), "GET", "/v1/topics/default/log").json();

    QCOMPARE(restore(u"backup"_s, u"new"_s).exitCode, 0);
    BrokerProcess restored;
    QVERIFY2(restored.start({u"--data"_s, at(u"new"_s)}), restored.complaint().constData());
    const auto topic
        = ask(restored.port(), restored.ownerToken(), "GET", "/v1/topics/default/log").json();
    QVERIFY(topic["page"_L1].toInteger() > later["page"_L1].toInteger());
    QCOMPARE(topic["lastSequence"_L1].toInteger(), qint64(3));
    RawWebSocket reader(restored.port(), restored.ownerToken());
    const QJsonObject after{{u"page"_s, old["page"_L1]}, {u"sequence"_s, 4}};
    reader.send({{u"op"_s, u"subscribe"_s},
                 {u"topic"_s, u"log"_s},
                 {u"from"_s, QJsonObject{{u"after"_s, after}}}});
    QCOMPARE(reader.next()["type"_L1].toString(), u"subscribed"_s);
    QCOMPARE(reader.next()["type"_L1].toString(), u"gap"_s);
    QVERIFY(restored.terminate());
    QVERIFY2(restored.start({u"--data"_s, at(u"new"_s)}), restored.complaint().constData());
    const auto again
        = ask(restored.port(), restored.ownerToken(), "GET", "/v1/topics/default/log").json();
    QCOMPARE(again["page"_L1], topic["page"_L1]); // once is enough
}

void TestABackupIsWhole::aDamagedBackupIsRefused_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<int>("offset");
    QTest::newRow("no database") << u"messages.db"_s << 0;
    QTest::newRow("a page of messages") << u"messages.db"_s << 4'096;
    QTest::newRow("a page of administration") << u"parley.db"_s << 8'192;
}

void TestABackupIsWhole::aDamagedBackupIsRefused()
{
    QFETCH(QString, file);
    QFETCH(int, offset);
    for (int i = 0; i < 100; ++i)
        publish(QByteArray(500, 'x'));
    QCOMPARE(backUp(u"backup"_s).exitCode, 0);
    QFile damaged(at(u"backup/"_s + file));
    QVERIFY(damaged.open(QIODevice::ReadWrite));
    QVERIFY(damaged.size() > offset + 512);
    QVERIFY(damaged.seek(offset));
    QCOMPARE(damaged.write(QByteArray(512, '\xa5')), qint64(512));
    damaged.close();
    const auto outcome = restore(u"backup"_s, u"new"_s);
    QCOMPARE(outcome.exitCode, 1);
    QVERIFY2(outcome.standardError.contains("storage_failed"), outcome.standardError.constData());
    QVERIFY(!QFile::exists(at(u"new/parley.db"_s)));
}

void TestABackupIsWhole::aStoreIsNotOverwritten()
{
    QCOMPARE(backUp(u"backup"_s).exitCode, 0);
    const auto live = BrokerProcess::run(
        {u"restore"_s, u"--data"_s, m_broker->dataDirectory(), at(u"backup"_s)});
    QCOMPARE(live.exitCode, 1);
    QVERIFY2(live.standardError.contains("unavailable"), live.standardError.constData());
    QVERIFY(m_broker->terminate());
    const auto stopped = BrokerProcess::run(
        {u"restore"_s, u"--data"_s, m_broker->dataDirectory(), at(u"backup"_s)});
    QCOMPARE(stopped.exitCode, 1);
    QVERIFY2(stopped.standardError.contains("already_exists"), stopped.standardError.constData());
}

QTEST_GUILESS_MAIN(TestABackupIsWhole)
#include "tst_a_backup_is_whole.moc"
