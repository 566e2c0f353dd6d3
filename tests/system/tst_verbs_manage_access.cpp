#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include "tests/support/broker_process.h"
#include "tests/support/raw_http.h"

using namespace Qt::StringLiterals;
using namespace parley::test;

// parleyd's verbs about tokens, templates, permissions and the audit, as a script uses them.
class TestVerbsManageAccess : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void wrongWordsAreToldWithTheUsage_data();
    void wrongWordsAreToldWithTheUsage();
    void aTokenIsIssuedCheckedRotatedAndRevoked();
    void aTemplateSellsTokens();
    void everybodyWhoMayIsListed();
    void theAuditIsPrinted();

private:
    BrokerProcess::Outcome run(QStringList words)
    {
        return BrokerProcess::run(words << u"--data"_s << m_broker.dataDirectory());
    }
    QString keep(const QByteArray &secret); // a file, mode 600
    static QByteArray firstLine(const BrokerProcess::Outcome &outcome)
    {
        return outcome.standardOutput.left(outcome.standardOutput.indexOf('\n'));
    }

    BrokerProcess m_broker;
    QTemporaryDir m_folder;
};

void TestVerbsManageAccess::initTestCase()
{
    QVERIFY2(m_broker.start(), m_broker.complaint().constData());
    QVERIFY(makeTopic(m_broker.port(), m_broker.ownerToken(), "weather"));
}

QString TestVerbsManageAccess::keep(const QByteArray &secret)
{
    QFile file(m_folder.filePath(u"secret"_s));
    file.remove();
    if (!file.open(QIODevice::WriteOnly | QIODevice::NewOnly))
        return {};
    file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    file.write(secret + '\n');
    return file.fileName();
}

void TestVerbsManageAccess::wrongWordsAreToldWithTheUsage_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::newRow("no verb") << QStringList{u"token"_s};
    QTest::newRow("unknown verb") << QStringList{u"token"_s, u"forge"_s};
    QTest::newRow("a time without a unit")
        << QStringList{u"token"_s, u"issue"_s, u"--valid-for"_s, u"10"_s};
    QTest::newRow("a time beyond all")
        << QStringList{u"token"_s, u"issue"_s, u"--valid-for"_s, u"9223372036854775807d"_s};
    QTest::newRow("no connections at all")
        << QStringList{u"token"_s, u"issue"_s, u"--max-connections"_s, u"0"_s};
    QTest::newRow("an area that is none")
        << QStringList{u"token"_s, u"issue"_s, u"--administer"_s, u"people:read"_s};
    QTest::newRow("an area without access")
        << QStringList{u"token"_s, u"issue"_s, u"--administer"_s, u"topics"_s};
    QTest::newRow("two groups") << QStringList{u"token"_s, u"revoke"_s,     u"--issuer"_s,
                                               u"a"_s,     u"--template"_s, u"b"_s};
    QTest::newRow("no group") << QStringList{u"token"_s, u"revoke"_s};
    QTest::newRow("a variable without a value")
        << QStringList{u"token"_s, u"issue"_s, u"--from-template"_s, u"a"_s, u"--set"_s, u"room"_s};
    QTest::newRow("check without an action") << QStringList{u"permission"_s, u"check"_s};
    QTest::newRow("audit with a word") << QStringList{u"audit"_s, u"all"_s};
    QTest::newRow("audit with a wrong limit") << QStringList{u"audit"_s, u"--limit"_s, u"-1"_s};
    QTest::newRow("template without a file") << QStringList{u"template"_s, u"put"_s, u"a"_s};
}

void TestVerbsManageAccess::wrongWordsAreToldWithTheUsage()
{
    QFETCH(const QStringList, words);
    const auto outcome = run(words);
    QVERIFY(outcome.ended);
    QCOMPARE(outcome.exitCode, 2);
    QVERIFY2(outcome.standardError.contains("  parleyd " + words[0].toLatin1()),
             outcome.standardError.constData());
    QVERIFY(outcome.standardOutput.isEmpty());
}

void TestVerbsManageAccess::aTokenIsIssuedCheckedRotatedAndRevoked()
{
    const auto issued = run({u"token"_s, u"issue"_s, u"--label"_s, u"Ana"_s, u"--subscribe"_s,
                             u"weather"_s, u"--administer"_s, u"logs:read"_s});
    QCOMPARE(issued.exitCode, 0);
    const QByteArray secret = firstLine(issued);
    QVERIFY(secret.startsWith("prl_live_"));
    const auto listed = run({u"token"_s, u"list"_s, u"--state"_s, u"active"_s});
    static const QRegularExpression kAna(
        u"^(tok_\\w+)\\tactive\\tlogs:read subscribe:weather\\tAna$"_s,
        QRegularExpression::MultilineOption);
    const auto ana = kAna.match(QString::fromUtf8(listed.standardOutput));
    QVERIFY2(ana.hasMatch(), listed.standardOutput.constData());
    const QString id = ana.captured(1);

    const auto may = run({u"permission"_s, u"check"_s, u"subscribe"_s, u"weather"_s,
                          u"--secret-file"_s, keep(secret)});
    QCOMPARE(firstLine(may), QByteArray("allowed by subscribe on default/weather"));
    QCOMPARE(may.exitCode, 0);
    const auto mayNot
        = run({u"permission"_s, u"check"_s, u"publish"_s, u"weather"_s, u"--token"_s, id});
    QVERIFY(firstLine(mayNot).startsWith("denied: no grant covers publish"));
    QCOMPARE(mayNot.exitCode, 3); // not a failure of the question

    const QByteArray renewed = firstLine(run({u"token"_s, u"rotate"_s, id}));
    QVERIFY(renewed.startsWith("prl_live_") && renewed != secret);
    QCOMPARE(ask(m_broker.port(), secret, "GET", "/v1/token").status, 401);
    QCOMPARE(ask(m_broker.port(), renewed, "GET", "/v1/token").status, 200);
    QCOMPARE(run({u"token"_s, u"revoke"_s, id}).exitCode, 0);
    QCOMPARE(ask(m_broker.port(), renewed, "GET", "/v1/token").status, 401);
}

void TestVerbsManageAccess::aTemplateSellsTokens()
{
    const QString file = m_folder.filePath(u"template.json"_s);
    QFile json(file);
    QVERIFY(json.open(QIODevice::WriteOnly));
    json.write(
        R"({"title":"Reads weather","variables":[{"name":"places","each":"place"}],)"
        R"("kind":"disposable","validForSeconds":600,"maxValidForSeconds":600,"label":"","publisherId":"",)"
        R"("room":"","grants":[{"role":"subscribe","namespace":"default",)"
        R"("topic":"weather-{place}"}]})");
    json.close();
    const auto put = run({u"template"_s, u"put"_s, u"weather-reader"_s, file});
    QVERIFY2(put.exitCode == 0, put.standardError.constData());
    QVERIFY(run({u"template"_s, u"list"_s})
                .standardOutput.contains("weather-reader\tplaces[]\tReads weather"));
    const auto sold = run({u"token"_s, u"issue"_s, u"--from-template"_s, u"weather-reader"_s,
                           u"--set"_s, u"places[]=kyoto,lima"_s});
    QVERIFY2(sold.exitCode == 0, sold.standardError.constData());
    const QJsonObject own = ask(m_broker.port(), firstLine(sold), "GET", "/v1/token").json();
    QCOMPARE(own["grants"_L1].toArray().size(), 2);
    QCOMPARE(own["kind"_L1].toString(), u"disposable"_s);
    QCOMPARE(firstLine(run({u"token"_s, u"revoke"_s, u"--template"_s, u"weather-reader"_s})),
             QByteArray("1 revoked"));
    QCOMPARE(ask(m_broker.port(), firstLine(sold), "GET", "/v1/token").status, 401);
    QCOMPARE(run({u"template"_s, u"delete"_s, u"weather-reader"_s}).exitCode, 0);
    QCOMPARE(run({u"template"_s, u"show"_s, u"weather-reader"_s}).exitCode, 1);
}

void TestVerbsManageAccess::everybodyWhoMayIsListed()
{
    QCOMPARE(
        run({u"token"_s, u"issue"_s, u"--label"_s, u"Lima"_s, u"--publish"_s, u"wea*"_s}).exitCode,
        0);
    const QByteArray who = run({u"permission"_s, u"who"_s, u"weather"_s}).standardOutput;
    static const QRegularExpression kLima(u"^publish\\ttok_\\w+\\tpublish:wea\\*\\tLima$"_s,
                                          QRegularExpression::MultilineOption);
    QVERIFY2(kLima.match(QString::fromUtf8(who)).hasMatch(), who.constData());
    static const QRegularExpression kReads(u"^subscribe\\t.*\\tLima$"_s,
                                           QRegularExpression::MultilineOption);
    QVERIFY2(!kReads.match(QString::fromUtf8(who)).hasMatch(), who.constData());
}

void TestVerbsManageAccess::theAuditIsPrinted()
{
    const auto text = run({u"audit"_s, u"--action"_s, u"token.issued"_s, u"--limit"_s, u"0"_s});
    QCOMPARE(text.exitCode, 0);
    QVERIFY2(text.standardOutput.contains("\tdone\ttoken.issued\ttok_"),
             text.standardOutput.constData());
    const auto lines
        = run({u"audit"_s, u"--json"_s, u"--limit"_s, u"3"_s}).standardOutput.trimmed().split('\n');
    QCOMPARE(lines.size(), 3);
    for (const QByteArray &line : lines)
        QVERIFY(!QJsonDocument::fromJson(line).object()["action"_L1].toString().isEmpty());
}

QTEST_GUILESS_MAIN(TestVerbsManageAccess)
#include "tst_verbs_manage_access.moc"
