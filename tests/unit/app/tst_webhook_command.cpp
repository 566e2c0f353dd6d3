#include <cstdio>

#include <unistd.h>

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "app/commands/webhook_command.h"
#include "tests/support/fake_broker/fake_broker.h"

using namespace Qt::StringLiterals;
using namespace parley;
using namespace parley::app;
using parley::test::FakeBroker;

namespace {

constexpr char kOne[]
    = R"({"id":"whk_1","name":"\u001b[31mred","namespace":"default","topic":"t","url":"https://a.example/x","format":"momento","schedule":"standard","level":"public","state":"active","authentication":{"kind":"basic","user":"ana","hasSecret":true},"headers":[{"name":"X-Key","value":null,"secret":true}],"createdAt":5})";

} // namespace

// parleyd webhook, as a script uses it.
class TestWebhookCommand final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void wrongWordsAskNothing_data();
    void wrongWordsAskNothing();
    void aNewOneHasAllSettings();
    void secretsComeFromPrivateFiles();
    void aSecretThatOthersCanReadIsRefused();
    void aChangeSendsWhatChanged();
    void aWebhookDoesNotMove();
    void secretsArePrintedOnce();
    void aFailedTestFails();
    void healthIsPrinted();
    void nothingShownMovesTheCursor();

private:
    int run(const QStringList &words);
    QString file(const QString &name, const QByteArray &content, bool isPrivate = true);
    FakeBroker::Request last() const
    {
        return m_broker->requests().value(m_broker->requests().size() - 1);
    }

    std::unique_ptr<FakeBroker> m_broker;
    QTemporaryDir m_folder;
    QByteArray m_printed{};
};

void TestWebhookCommand::init()
{
    m_broker = std::make_unique<FakeBroker>();
    QVERIFY(m_broker->listen());
    m_broker->answer("GET /v1/webhooks/whk_1", kOne);
    m_broker->answer("PATCH /v1/webhooks/whk_1", kOne);
    m_broker->answer("POST /v1/webhooks",
                     R"({"webhook":)" + QByteArray(kOne)
                         + R"(,"secret":"whsec_once","momentoSecret":"momento_once"})",
                     201);
}

QString TestWebhookCommand::file(const QString &name, const QByteArray &content, bool isPrivate)
{
    QFile made(m_folder.filePath(name));
    if (!made.open(QIODevice::WriteOnly) || made.write(content) != content.size())
        return {};
    made.setPermissions(isPrivate ? QFile::ReadOwner | QFile::WriteOwner
                                  : QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther);
    return made.fileName();
}

// Standard output goes to a file while the verb runs.
int TestWebhookCommand::run(const QStringList &words)
{
    WebhookCommand command;
    QCommandLineParser parser;
    command.addOptions(parser);
    const QStringList connection{u"--url"_s, m_broker->url().toString(), u"--token-file"_s,
                                 file(u"token"_s, FakeBroker::token() + '\n')};
    if (!parser.parse(QStringList{u"parleyd"_s} + words + connection))
        return -1;
    QFile output(m_folder.filePath(u"output"_s));
    if (!output.open(QIODevice::ReadWrite | QIODevice::Truncate))
        return -1;
    QSignalSpy finished(&command, &Command::finished);
    std::fflush(stdout);
    const int kept = ::dup(STDOUT_FILENO);
    ::dup2(output.handle(), STDOUT_FILENO);
    command.run(parser, parser.positionalArguments().mid(1));
    const bool ended = !finished.isEmpty() || finished.wait();
    std::fflush(stdout);
    ::dup2(kept, STDOUT_FILENO);
    ::close(kept);
    output.seek(0);
    m_printed = output.readAll();
    return ended ? finished.first().first().toInt() : -1;
}

void TestWebhookCommand::wrongWordsAskNothing_data()
{
    QTest::addColumn<QString>("words");
    const auto row = [](const char *words) { QTest::newRow(words) << QString::fromUtf8(words); };
    row("");
    row("forge");
    row("show");
    row("list whk_1");
    row("put whk_1 whk_2 --to x");
    row("put --topic t");
    row("put --to https://a.example");
    row("put --topic t --prefix p --to https://a.example");
    row("put --topic t --to x --delays 5");
    row("put --topic t --to x --delays 1s,-5s");
    row("put --topic t --to x --deadline soon");
    row("put --topic t --to x --batch many");
    row("put --topic t --to x --per-second -1");
    row("put --topic t --to x --ed25519 perhaps");
    row("put --topic t --to x --header nothing");
    row("put --topic t --to x --secret-header X-Key");
    row("put --topic t --to x --secret-file - --filter -");
    row("put --topic t --to x --secret-file /nowhere/at/all");
    row("put --topic t --to x --filter /nowhere/at/all");
    row("rotate whk_1 --overlap long");
}

void TestWebhookCommand::wrongWordsAskNothing()
{
    QFETCH(const QString, words);
    QCOMPARE(run(QStringList{u"webhook"_s} + words.split(u' ', Qt::SkipEmptyParts)), int(BadUsage));
    QVERIFY(m_broker->requests().isEmpty());
    QVERIFY(m_printed.isEmpty());
}

void TestWebhookCommand::aNewOneHasAllSettings()
{
    const auto filter = file(u"filter"_s, R"({"kind":["order"]})");
    QCOMPARE(run(u"webhook put --prefix orders- --to https://a.example/x --name Shop --level lan "
                 "--format cloudevents --delays 1s,5s,30m --deadline 20s --ordering key "
                 "--ordering-key /customer --when-dead stall --batch 10 --batch-wait 80 "
                 "--concurrency 4 --per-second 50 --client-errors final --user-agent momento "
                 "--header X-Env:test --authentication bearer --ed25519 on --filter"_s.split(u' ')
                 + QStringList{filter}),
             int(Done));
    const auto json = last().json();
    QCOMPARE(json[u"match"_s].toString(), u"prefix"_s);
    QCOMPARE(json[u"schedule"_s].toString(), u"custom"_s);
    QCOMPARE(json[u"delaySeconds"_s].toArray(), (QJsonArray{1, 5, 1800}));
    QCOMPARE(json[u"deadlineSeconds"_s].toInt(), 20);
    QCOMPARE(json[u"orderingKey"_s].toString(), u"/customer"_s);
    QCOMPARE(json[u"batchMessages"_s].toInt(), 10);
    QCOMPARE(json[u"perSecond"_s].toInt(), 50);
    QCOMPARE(json[u"headers"_s][0][u"value"_s].toString(), u"test"_s);
    QCOMPARE(json[u"filter"_s][u"kind"_s][0].toString(), u"order"_s);
    QVERIFY(json[u"ed25519"_s].toBool());
    QCOMPARE(run(u"webhook put --topic t --to function:echo"_s.split(u' ')), int(Done));
    QCOMPARE(last().json()[u"schedule"_s].toString(), u"chat"_s);
}

void TestWebhookCommand::secretsComeFromPrivateFiles()
{
    const auto password = file(u"password"_s, "p\xc3\xa4ss word\n");
    const auto key = file(u"key"_s, "k-1\r\n");
    QCOMPARE(run({u"webhook"_s, u"put"_s, u"--topic"_s, u"t"_s, u"--to"_s, u"https://a.example"_s,
                  u"--authentication"_s, u"basic"_s, u"--user"_s, u"ana"_s, u"--secret-file"_s,
                  password, u"--secret-header"_s, u"X-Key="_s + key}),
             int(Done));
    const auto json = last().json();
    QCOMPARE(json[u"authentication"_s][u"secret"_s].toString(), u"päss word"_s);
    QCOMPARE(json[u"headers"_s][0][u"value"_s].toString(), u"k-1"_s);
    QVERIFY(json[u"headers"_s][0][u"secret"_s].toBool());
}

void TestWebhookCommand::aSecretThatOthersCanReadIsRefused()
{
    const auto open = file(u"open"_s, "secret", false);
    QCOMPARE(run({u"webhook"_s, u"put"_s, u"--topic"_s, u"t"_s, u"--to"_s, u"https://a.example"_s,
                  u"--secret-file"_s, open}),
             int(BadUsage));
    QVERIFY(m_broker->requests().isEmpty());
}

void TestWebhookCommand::aChangeSendsWhatChanged()
{
    QCOMPARE(run(u"webhook put whk_1 --per-second 7 --remove-header x-key"_s.split(u' ')),
             int(Done));
    QCOMPARE(last().method, QByteArray("PATCH"));
    QCOMPARE(last().json().keys(), (QStringList{u"headers"_s, u"perSecond"_s}));
    QVERIFY(last().json()[u"headers"_s].toArray().isEmpty());
    QCOMPARE(run(u"webhook put whk_1 --header X-Env:a"_s.split(u' ')), int(Done));
    QVERIFY(last().json()[u"headers"_s][0][u"value"_s].isNull()); // the secret one stays
    QVERIFY(!last().json().contains(u"authentication"_s));
}

void TestWebhookCommand::aWebhookDoesNotMove()
{
    QCOMPARE(run(u"webhook put whk_1 --topic other"_s.split(u' ')), int(BadUsage));
    QCOMPARE(m_broker->count("PATCH /v1/webhooks/whk_1"), 0);
}

void TestWebhookCommand::secretsArePrintedOnce()
{
    QCOMPARE(run(u"webhook put --topic t --to https://a.example"_s.split(u' ')), int(Done));
    QCOMPARE(m_printed, QByteArray("whk_1\nsecret whsec_once\nmomento-secret momento_once\n"));
    m_broker->answer("POST /v1/webhooks/whk_1/rotate",
                     R"({"webhook":)" + QByteArray(kOne) + R"(,"secret":"whsec_next"})");
    QCOMPARE(run(u"webhook rotate whk_1 --json"_s.split(u' ')), int(Done));
    QCOMPARE(last().json()[u"overlapSeconds"_s].toInt(), 86'400);
    const auto json = QJsonDocument::fromJson(m_printed).object();
    QCOMPARE(json[u"secret"_s].toString(), u"whsec_next"_s);
    QVERIFY(!json.contains(u"momentoSecret"_s));
    QCOMPARE(run(u"webhook rotate whk_1 --overlap 0"_s.split(u' ')), int(Done));
    QCOMPARE(last().json()[u"overlapSeconds"_s].toInt(), 0);
}

void TestWebhookCommand::aFailedTestFails()
{
    m_broker->answer(
        "POST /v1/webhooks/whk_1/test",
        R"({"attempt":{"number":1,"startedAt":1,"outcome":"http_5xx","httpStatus":503,)"
        R"("outcomeText":"503","timing":{"total":41000},"responseBody":"no \u001b[2J"}})");
    QCOMPARE(run(u"webhook test whk_1 --text hi"_s.split(u' ')), int(Failed));
    QCOMPARE(last().json()[u"text"_s].toString(), u"hi"_s);
    QVERIFY(m_printed.startsWith("http_5xx 503 in 41.0 ms\t503\n"));
    QVERIFY(!m_printed.contains('\x1b'));
    const auto message = file(u"message"_s, "{\"a\":1}", false);
    QCOMPARE(run({u"webhook"_s, u"test"_s, u"whk_1"_s, u"--json"_s, u"--file"_s, message}),
             int(Failed));
    QCOMPARE(last().json()[u"text"_s].toString(), u"{\"a\":1}"_s);
    QCOMPARE(QJsonDocument::fromJson(m_printed)[u"httpStatus"_s].toInt(), 503);
}

void TestWebhookCommand::healthIsPrinted()
{
    const QByteArray one = R"({"state":"broken","breaker":"open","queued":7,"hours":[]})";
    m_broker->answer("GET /v1/webhooks/whk_1/health", one);
    m_broker->answer("GET /v1/webhooks/health", R"({"webhooks":{"whk_1":)" + one + "}}");
    QCOMPARE(run(u"webhook health whk_1"_s.split(u' ')), int(Done));
    QVERIFY(m_printed.contains("breaker: open") && m_printed.contains("queued: 7"));
    QCOMPARE(run(u"webhook health --json"_s.split(u' ')), int(Done));
    QCOMPARE(QJsonDocument::fromJson(m_printed)[u"id"_s].toString(), u"whk_1"_s);
}

void TestWebhookCommand::nothingShownMovesTheCursor()
{
    QCOMPARE(run(u"webhook show whk_1"_s.split(u' ')), int(Done));
    QVERIFY(m_printed.contains("level: public") && m_printed.contains("[31mred"));
    QVERIFY(!m_printed.contains('\x1b'));
    QCOMPARE(run(u"webhook show whk_1 --json"_s.split(u' ')), int(Done));
    const auto json = QJsonDocument::fromJson(m_printed).object();
    QVERIFY(json[u"authentication"_s][u"hasSecret"_s].toBool());
    QVERIFY(!json[u"authentication"_s].toObject().contains(u"secret"_s));
}

QTEST_GUILESS_MAIN(TestWebhookCommand)
#include "tst_webhook_command.moc"
