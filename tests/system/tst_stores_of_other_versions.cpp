#include <memory>

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QMap>
#include <QTest>

#include "tests/support/broker_process.h"
#include "tests/support/raw_http.h"
#include "tests/system/older_store.h"

using namespace Qt::StringLiterals;
using namespace parley::test;

// What a parleyd does with a data directory that is not as it would have left it, or not free.
class TestStoresOfOtherVersions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_broker = std::make_unique<BrokerProcess>(); }
    void aNewerStoreIsRefusedAndStaysAsItWas_data();
    void aNewerStoreIsRefusedAndStaysAsItWas();
    void anOlderStoreKeepsMessagesAndTokens_data();
    void anOlderStoreKeepsMessagesAndTokens();
    void aSecondBrokerOnADirectoryIsRefused();

private:
    QStringList texts(); // of the history, in its order
    QMap<QString, QByteArray> files() const;

    std::unique_ptr<BrokerProcess> m_broker;
};

QStringList TestStoresOfOtherVersions::texts()
{
    return historyTexts(m_broker->port(), OlderStore::kSecret, "log");
}

// All but the lock, which says nothing, and the index of a log, which SQLite makes anew.
QMap<QString, QByteArray> TestStoresOfOtherVersions::files() const
{
    QMap<QString, QByteArray> files;
    const QDir directory(m_broker->dataDirectory());
    const QStringList names = directory.entryList(QDir::Files | QDir::Hidden);
    for (const QString &name : names) {
        QFile file(directory.filePath(name));
        if (name != u"lock"_s && !name.endsWith(u"-shm"_s) && file.open(QIODevice::ReadOnly))
            files[name] = file.readAll();
    }
    return files;
}

void TestStoresOfOtherVersions::aNewerStoreIsRefusedAndStaysAsItWas_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<bool>("inLog");
    QTest::addColumn<bool>("otherIsOlder");
    QTest::newRow("administration") << u"parley.db"_s << false << false;
    QTest::newRow("administration, killed") << u"parley.db"_s << true << false;
    QTest::newRow("messages") << u"messages.db"_s << false << false;
    QTest::newRow("messages, killed") << u"messages.db"_s << true << false;
    QTest::newRow("messages, administration older") << u"messages.db"_s << false << true;
    QTest::newRow("administration, messages older") << u"parley.db"_s << false << true;
}

void TestStoresOfOtherVersions::aNewerStoreIsRefusedAndStaysAsItWas()
{
    QFETCH(const QString, file);
    QFETCH(const bool, inLog);
    QFETCH(const bool, otherIsOlder);
    QVERIFY(QDir().mkpath(m_broker->dataDirectory()));
    QVERIFY(OlderStore::make(m_broker->dataDirectory(), 1, 1));
    if (!otherIsOlder) { // all of it is today's
        QVERIFY2(m_broker->start(), m_broker->complaint().constData());
        QVERIFY(m_broker->terminate());
    }
    QVERIFY(OlderStore::setVersion(m_broker->dataDirectory() + u'/' + file, 999, inLog));
    const auto before = files();
    QCOMPARE(before.value(file + u"-wal"_s).isEmpty(), !inLog);

    const auto outcome = BrokerProcess::run(
        {u"serve"_s, u"--data"_s, m_broker->dataDirectory(), u"--port"_s, u"0"_s});
    QVERIFY(outcome.ended);
    QCOMPARE(outcome.exitCode, 1);
    QVERIFY2(outcome.standardError.contains("newer Parley (store version 999)"),
             outcome.standardError.constData());
    const auto after = files();
    QCOMPARE(after.keys(), before.keys());
    for (auto each = before.begin(); each != before.end(); ++each)
        QVERIFY2(after.value(each.key()) == each.value(), qPrintable(each.key()));
}

void TestStoresOfOtherVersions::anOlderStoreKeepsMessagesAndTokens_data()
{
    QTest::addColumn<int>("administration");
    QTest::addColumn<int>("messages");
    for (int version = 1; version <= OlderStore::kNewestAdministration; ++version)
        QTest::addRow("administration %d, messages 1", version) << version << 1;
    QTest::addRow("administration %d, messages %d", OlderStore::kNewestAdministration,
                  OlderStore::kNewestMessages)
        << OlderStore::kNewestAdministration << OlderStore::kNewestMessages;
}

void TestStoresOfOtherVersions::anOlderStoreKeepsMessagesAndTokens()
{
    QFETCH(const int, administration);
    QFETCH(const int, messages);
    QVERIFY(QDir().mkpath(m_broker->dataDirectory()));
    QVERIFY(OlderStore::make(m_broker->dataDirectory(), administration, messages));
    QStringList expected;
    for (qint64 sequence = 1; sequence <= OlderStore::kMessages; ++sequence)
        expected.append(QString::fromLatin1(OlderStore::text(sequence)));

    QVERIFY2(m_broker->start(), m_broker->complaint().constData());
    QCOMPARE(texts(), expected);
    const QJsonObject ack = publishText(m_broker->port(), OlderStore::kSecret, "log", "now").json();
    QCOMPARE(ack["ack"_L1].toString(), u"stored"_s);
    QCOMPARE(ack["page"_L1].toInteger(), OlderStore::kPage);
    QCOMPARE(ack["sequence"_L1].toInteger(), OlderStore::kMessages + 1);
    expected.append(u"now"_s);
    m_broker->kill();
    QVERIFY2(m_broker->start(), m_broker->complaint().constData());
    QCOMPARE(texts(), expected); // rows of then and of now, one behind the other
}

void TestStoresOfOtherVersions::aSecondBrokerOnADirectoryIsRefused()
{
    QVERIFY2(m_broker->start(), m_broker->complaint().constData());
    QVERIFY(makeTopic(m_broker->port(), m_broker->ownerToken(), "log",
                      {{u"durability"_s, u"durable"_s}}));
    const auto second = BrokerProcess::run(
        {u"serve"_s, u"--data"_s, m_broker->dataDirectory(), u"--port"_s, u"0"_s});
    QVERIFY(second.ended);
    QCOMPARE(second.exitCode, 1);
    QVERIFY2(second.standardError.contains("is in use by another Parley"),
             second.standardError.constData());
    const auto ack
        = publishText(m_broker->port(), m_broker->ownerToken(), "log", "it goes on").json();
    QCOMPARE(ack["ack"_L1].toString(), u"stored"_s);
    QVERIFY2(m_broker->terminate(), m_broker->complaint().constData());
    QVERIFY2(m_broker->start(), m_broker->complaint().constData()); // and it is free again
}

QTEST_GUILESS_MAIN(TestStoresOfOtherVersions)
#include "tst_stores_of_other_versions.moc"
