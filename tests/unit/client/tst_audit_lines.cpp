#include <QJsonDocument>
#include <QTest>

#include "server/client/audit_lines.h"

using namespace Qt::StringLiterals;
using namespace parley;
using namespace parley::client;

// The audit in files: nothing in it may become a formula, another row or another column.
class TestAuditLines : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cellsAreHarmless_data();
    void cellsAreHarmless();
    void aRowHasAColumnForEachName();
    void aJsonLineIsOneLine();
    void aQueryTakesWhatTheListWouldHave();

private:
    static AuditInfo act();
};

AuditInfo TestAuditLines::act()
{
    AuditInfo info;
    info.id = 7;
    info.time = QDateTime::fromMSecsSinceEpoch(1'800'000'000'123, Qt::UTC);
    info.action = u"topic.changed"_s;
    info.actor = u"tok_1"_s;
    info.address = u"127.0.0.1"_s;
    info.object = u"default/a,b"_s;
    info.before = {{u"durability"_s, u"relaxed"_s}};
    info.after = {{u"durability"_s, u"durable\n\"x\""_s}};
    return info;
}

void TestAuditLines::cellsAreHarmless_data()
{
    QTest::addColumn<QString>("cell");
    QTest::addColumn<QByteArray>("row");
    QTest::newRow("nothing") << u""_s << QByteArray("\r\n");
    QTest::newRow("plain") << u"friends"_s << QByteArray("friends\r\n");
    QTest::newRow("equals") << u"=1+1"_s << QByteArray("'=1+1\r\n");
    QTest::newRow("plus") << u"+1"_s << QByteArray("'+1\r\n");
    QTest::newRow("minus") << u"-1"_s << QByteArray("'-1\r\n");
    QTest::newRow("at") << u"@SUM(A1)"_s << QByteArray("'@SUM(A1)\r\n");
    QTest::newRow("tab") << u"\t=1"_s << QByteArray("'\t=1\r\n");
    QTest::newRow("return") << u"\r=1"_s << QByteArray("\"'\r=1\"\r\n");
    QTest::newRow("line break") << u"a\nb"_s << QByteArray("\"a\nb\"\r\n");
    QTest::newRow("comma") << u"a,b"_s << QByteArray("\"a,b\"\r\n");
    QTest::newRow("quote") << u"a\"b"_s << QByteArray("\"a\"\"b\"\r\n");
    QTest::newRow("formula in quotes") << u"=\"a\",b"_s << QByteArray("\"'=\"\"a\"\",b\"\r\n");
    QTest::newRow("other letters") << u"ñ日本"_s << QByteArray("ñ日本\r\n");
}

void TestAuditLines::cellsAreHarmless()
{
    QFETCH(QString, cell);
    QTEST(csvRow({cell}), "row");
}

void TestAuditLines::aRowHasAColumnForEachName()
{
    QCOMPARE(auditCsvHead(),
             QByteArray("\xEF\xBB\xBF"
                        "id,time,action,outcome,code,count,actor,address,object,before,after\r\n"));
    QCOMPARE(auditCsvRow(act()),
             QByteArray("7,2027-01-15T08:00:00.123Z,topic.changed,done,,1,tok_1,127.0.0.1,"
                        "\"default/a,b\",\"{\"\"durability\"\":\"\"relaxed\"\"}\","
                        "\"{\"\"durability\"\":\"\"durable\\n\\\"\"x\\\"\"\"\"}\"\r\n"));
    QCOMPARE(csvRow({u""_s, u""_s, u"x"_s}), QByteArray(",,x\r\n"));
}

void TestAuditLines::aJsonLineIsOneLine()
{
    const QByteArray line = auditJsonLine(act());
    QCOMPARE(line.count('\n'), 1);
    const auto json = QJsonDocument::fromJson(line).object();
    QCOMPARE(json.value(u"id"_s).toInteger(), 7);
    QCOMPARE(json.value(u"after"_s).toObject(), act().after);
    AuditInfo refused;
    refused.time = act().time;
    refused.outcome = u"refused"_s;
    QVERIFY(auditJsonLine(refused).contains("\"before\":null"));
}

void TestAuditLines::aQueryTakesWhatTheListWouldHave()
{
    AuditQuery query;
    QVERIFY(query.takes(act()));
    query.outcome = u"refused"_s;
    QVERIFY(!query.takes(act()));
    query = {};
    query.actor = u"tok_2"_s;
    QVERIFY(!query.takes(act()));
    query = {};
    query.object = u"default/a"_s;
    QVERIFY(!query.takes(act()));
    query = {};
    query.to = act().time;
    QVERIFY(!query.takes(act()));
    query = {};
    query.from = act().time;
    query.action = act().action;
    QVERIFY(query.takes(act()));
    query.from = act().time.addMSecs(1);
    QVERIFY(!query.takes(act()));
}

QTEST_APPLESS_MAIN(TestAuditLines)
#include "tst_audit_lines.moc"
