#include <QSignalSpy>
#include <QTest>

#include "tests/ui/views/view_samples.h"
#include "ui/views/log_store.h"

using namespace parley::ui;

class TestLogStore final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void returnsWhatItGot_data();
    void returnsWhatItGot();
    void emptyStoreHoldsNothing();
    void evictsTheOldestByRows();
    void evictsByBytes();
    void aHugeRowStaysAlone();
    void smallRowsBetweenHugeOnesCostLittle();
    void keepsAtMostAMebibyteOfOneMessage();
    void markersComeBack();
    void topicsBeyondTheTableKeepTheirNames();
    void snapshotOutlivesEviction();
    void clearKeepsNumbersGoing();
};

void TestLogStore::returnsWhatItGot_data()
{
    QTest::addColumn<QByteArray>("payload");
    QTest::addColumn<QString>("publisher");
    QTest::addColumn<QString>("topic");
    QTest::newRow("empty") << QByteArray() << QString() << QString();
    QTest::newRow("zero bytes") << QByteArray(3, '\0') << QStringLiteral("a")
                                << QStringLiteral("t");
    QTest::newRow("broken UTF-8") << QByteArray("\xff\xed\xa0\x80") << QStringLiteral("a")
                                  << QStringLiteral("t");
    QTest::newRow("lone surrogate in a name")
        << QByteArray("x") << QString(QChar(0xD800)) << QString(QChar(0xDC00));
    QTest::newRow("a mebibyte") << QByteArray(1024 * 1024, 'x') << QStringLiteral("a")
                                << QStringLiteral("t");
    QTest::newRow("plain") << QByteArray("{}") << QStringLiteral("ana")
                           << QStringLiteral("friends-publish");
}

void TestLogStore::returnsWhatItGot()
{
    QFETCH(QByteArray, payload);
    QFETCH(QString, publisher);
    QFETCH(QString, topic);
    LogStore store;
    QSignalSpy appended(&store, &LogStore::rowsAppended);
    LogRow in;
    in.timeMs = -5;
    in.topic = topic;
    in.publisherId = publisher;
    in.payload = payload;
    in.page = ~0ull;
    in.sequence = 1ull << 53;
    store.append(in);
    QCOMPARE(appended.count(), 1);
    const auto out = store.row(1);
    QVERIFY(out);
    QCOMPARE(out->payload.toByteArray(), payload);
    QCOMPARE(out->payloadBytes, quint32(payload.size()));
    QCOMPARE(out->publisherId.toByteArray(), publisher.toUtf8());
    QCOMPARE(out->topic, topic);
    QCOMPARE(out->timeMs, qint64(-5));
    QCOMPARE(out->page, ~0ull);
    QCOMPARE(out->sequence, 1ull << 53);
    QVERIFY(!store.row(0));
    QVERIFY(!store.row(2));
}

void TestLogStore::emptyStoreHoldsNothing()
{
    LogStore store;
    QCOMPARE(store.rowCount(), quint64(0));
    QVERIFY(!store.row(1));
    store.clear();
    QCOMPARE(store.endNumber(), quint64(1));
}

void TestLogStore::evictsTheOldestByRows()
{
    LogStore store({.rows = 20'000});
    for (int i = 1; i <= 50'000; ++i)
        store.append(sampleRow(i));
    QCOMPARE(store.rowCount(), quint64(20'000));
    QCOMPARE(store.evictedRows(), quint64(30'000));
    QCOMPARE(store.firstNumber(), quint64(30'001));
    QVERIFY(!store.row(30'000));
    for (auto number = store.firstNumber(); number < store.endNumber(); ++number)
        QCOMPARE(store.row(number)->payload.toByteArray(), sampleRow(int(number)).payload);
}

void TestLogStore::evictsByBytes()
{
    LogStore store({.rows = 1'000'000, .bytes = 64 * 1024});
    LogRow row;
    row.payload = QByteArray(1000, 'x');
    for (int i = 0; i < 1000; ++i)
        store.append(row);
    QVERIFY(store.heldBytes() <= 64 * 1024);
    QVERIFY(store.rowCount() >= 40); // not all, and not nothing
    QCOMPARE(store.rowCount() + store.evictedRows(), quint64(1000));
    QVERIFY(store.row(store.firstNumber()));
}

void TestLogStore::aHugeRowStaysAlone()
{
    LogStore store({.rows = 100, .bytes = 64 * 1024});
    store.append(sampleRow(1));
    LogRow huge;
    huge.payload = QByteArray(500'000, 'x');
    store.append(huge);
    QCOMPARE(store.rowCount(), quint64(1));
    QCOMPARE(store.row(2)->payload.size(), 500'000);
    store.append(sampleRow(3));
    QVERIFY(!store.row(2));
    QCOMPARE(store.row(3)->payload.toByteArray(), sampleRow(3).payload);
}

void TestLogStore::smallRowsBetweenHugeOnesCostLittle()
{
    LogStore store({.rows = 1'000'000, .bytes = 1024 * 1024});
    LogRow large;
    large.payload = QByteArray(40'000, 'x');
    for (int i = 0; i < 20; ++i) {
        store.append(large);
        store.append(sampleRow(i));
    }
    QCOMPARE(store.evictedRows(), quint64(0));
    QVERIFY(store.heldBytes() < 20 * 41'000 + 2 * 131'072);
}

void TestLogStore::keepsAtMostAMebibyteOfOneMessage()
{
    LogStore store;
    LogRow row;
    row.payload = QByteArray(3 * 1024 * 1024, 'x');
    store.append(row);
    row.payload = "first part";
    row.payloadBytes = 524'288;
    store.append(row);
    QCOMPARE(store.row(1)->payload.size(), LogStore::kMaxKeptPayload);
    QCOMPARE(store.row(1)->payloadBytes, quint32(3 * 1024 * 1024));
    QCOMPARE(store.row(2)->payload.toByteArray(), QByteArray("first part"));
    QCOMPARE(store.row(2)->payloadBytes, quint32(524'288));
}

void TestLogStore::markersComeBack()
{
    LogStore store;
    store.appendGap(7, QStringLiteral("default"), QStringLiteral("t"), std::nullopt);
    store.appendGap(8, QStringLiteral("default"), QStringLiteral("t"), 0);
    store.appendDisconnected(10, 20, 214);
    QCOMPARE(store.row(1)->kind, LogRowKind::Gap);
    QVERIFY(!store.row(1)->marker.count);
    QCOMPARE(store.row(1)->topic, QStringLiteral("t"));
    QCOMPARE(store.row(2)->marker.count, std::optional<quint64>(0));
    QCOMPARE(store.row(3)->kind, LogRowKind::Disconnected);
    QCOMPARE(store.row(3)->marker.fromMs, qint64(10));
    QCOMPARE(store.row(3)->marker.toMs, qint64(20));
    QCOMPARE(store.row(3)->marker.count, std::optional<quint64>(214));
}

void TestLogStore::topicsBeyondTheTableKeepTheirNames()
{
    LogStore store;
    LogRow row;
    row.namespaceName = QStringLiteral("n");
    row.payload = "p";
    const int topics = int(LogStore::kMaxSources) + 100;
    for (int i = 0; i < topics; ++i) {
        row.topic = QStringLiteral("t%1").arg(i);
        row.page = quint64(i);
        store.append(row);
    }
    for (const int i : {0, 255, 256, 65'535, 65'536, topics - 1}) {
        const auto out = store.row(quint64(i) + 1);
        QCOMPARE(out->topic, QStringLiteral("t%1").arg(i));
        QCOMPARE(out->namespaceName, QStringLiteral("n"));
        QCOMPARE(out->page, quint64(i));
        QCOMPARE(out->payload.toByteArray(), QByteArray("p"));
    }
    row.topic = QString(5000, u'x'); // longer than any name can be: cut, not trusted
    store.append(row);
    QCOMPARE(store.row(store.endNumber() - 1)->topic.size(), 512);
}

void TestLogStore::snapshotOutlivesEviction()
{
    LogStore store({.rows = 1000});
    for (int i = 1; i <= 1000; ++i)
        store.append(sampleRow(i));
    const auto kept = store.snapshot();
    for (int i = 1; i <= 20'000; ++i)
        store.append(sampleRow(i));
    QVERIFY(!store.row(1));
    QCOMPARE(kept.row(1)->payload.toByteArray(), sampleRow(1).payload);
    QCOMPARE(kept.row(1000)->topic, sampleRow(1000).topic);
    QVERIFY(!kept.row(1001));
}

void TestLogStore::clearKeepsNumbersGoing()
{
    LogStore store;
    for (int i = 0; i < 10'000; ++i)
        store.append(sampleRow(i));
    const auto kept = store.snapshot();
    store.clear();
    QCOMPARE(store.rowCount(), quint64(0));
    QCOMPARE(store.heldBytes(), quint64(0));
    store.append(sampleRow(5));
    QCOMPARE(store.firstNumber(), quint64(10'001));
    QCOMPARE(store.row(10'001)->topic, sampleRow(5).topic);
    QCOMPARE(kept.row(10'000)->payload.toByteArray(), sampleRow(9999).payload);
}

QTEST_GUILESS_MAIN(TestLogStore)
#include "tst_log_store.moc"
