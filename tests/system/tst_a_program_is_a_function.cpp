#include <csignal>

#include <QFile>
#include <QJsonArray>
#include <QProcess>
#include <QScopeGuard>
#include <QTest>

#include "tests/support/broker_process.h"
#include "tests/support/raw_http.h"

using namespace Qt::StringLiterals;
using namespace parley::test;

// "parleyd function serve": a person's program gets a topic's messages and publishes answers; and
// the verbs by which functions and the inspector are managed.
class TestAProgramIsAFunction : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void wordsThatMakeNoSense_data();
    void wordsThatMakeNoSense();
    void programs_data();
    void programs();
    void nobodyElseIsHeard();
    void theWebhookGoesAtTheEnd();
    void whatRunsAtTheEndIsPublished();
    void whoStopsAtOnceLeavesNoWebhook();
    void aWebhookMayStayWithItsSecretInAFile();
    void functionsAreWrittenByVerbs();
    void theInspectorIsSetByVerbs();

private:
    HttpAnswer owner(const QByteArray &method, const QByteArray &target,
                     const QJsonObject &body = {})
    {
        return ask(m_broker.port(), m_broker.ownerToken(), method, target, body);
    }
    BrokerProcess::Outcome verb(const QStringList &words)
    {
        return BrokerProcess::run(words + QStringList{u"--data"_s, m_broker.dataDirectory()});
    }
    QString file(const char *name, const QByteArray &content, QFile::Permissions permissions);
    QString script(const QByteArray &lines);
    bool serve(const QStringList &options);
    QJsonObject newestAttempt();
    QStringList texts(const QByteArray &topic)
    {
        return historyTexts(m_broker.port(), m_broker.ownerToken(), topic);
    }

    BrokerProcess m_broker;
    QTemporaryDir m_folder;
    QProcess m_server;
    QByteArray m_webhook; // id
    quint16 m_port = 0; // of the server
    int m_scripts = 0;
};

QString TestAProgramIsAFunction::file(const char *name, const QByteArray &content,
                                      QFile::Permissions permissions)
{
    QFile made(m_folder.filePath(QLatin1String(name)));
    if (!made.open(QIODevice::WriteOnly) || made.write(content) != content.size()
        || !made.setPermissions(permissions))
        return {};
    return made.fileName();
}

QString TestAProgramIsAFunction::script(const QByteArray &lines)
{
    return file(("program" + QByteArray::number(++m_scripts)).constData(), "#!/bin/sh\n" + lines,
                QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
}

// Waits until it says where it serves.
bool TestAProgramIsAFunction::serve(const QStringList &options)
{
    m_server.start(BrokerProcess::program(),
                   QStringList{u"function"_s, u"serve"_s, u"--data"_s, m_broker.dataDirectory()}
                       + options);
    QByteArray line;
    while (line.isEmpty() && m_server.waitForReadyRead(BrokerProcess::kPatienceMs))
        line = m_server.readLine();
    const QList<QByteArray> words = line.trimmed().split(' '); // serving webhook ID on URL
    if (words.size() != 5)
        return false;
    m_webhook = words[2];
    m_port = quint16(QUrl(QString::fromLatin1(words[4])).port());
    return m_port > 0;
}

QJsonObject TestAProgramIsAFunction::newestAttempt()
{
    const QJsonArray deliveries
        = owner("GET", "/v1/deliveries?webhook=" + m_webhook).json()[u"deliveries"].toArray();
    const QByteArray id = deliveries.at(0)[u"id"].toString().toLatin1();
    if (id.isEmpty())
        return {};
    const QJsonArray attempts
        = owner("GET", "/v1/deliveries/" + id + "/attempts").json()[u"attempts"].toArray();
    return attempts.at(0).toObject();
}

void TestAProgramIsAFunction::initTestCase()
{
    QVERIFY2(m_broker.start(), m_broker.complaint().constData());
    m_server.setProcessChannelMode(QProcess::MergedChannels);
    for (const QByteArray topic : {"in", "out"})
        QVERIFY(makeTopic(m_broker.port(), m_broker.ownerToken(), topic));
}

void TestAProgramIsAFunction::wordsThatMakeNoSense_data()
{
    QTest::addColumn<QStringList>("words");

    const QString open = file("open-secret", "whsec_x\n", QFile::ReadOwner | QFile::ReadOther);
    QTest::newRow("no program") << QStringList{u"--topic"_s, u"in"_s};
    QTest::newRow("neither topic nor webhook") << QStringList{u"--exec"_s, u"/bin/cat"_s};
    QTest::newRow("both") << QStringList{u"--exec"_s, u"/bin/cat"_s,  u"--topic"_s,
                                         u"in"_s,     u"--webhook"_s, u"whk_x"_s};
    QTest::newRow("a webhook without its secret")
        << QStringList{u"--exec"_s, u"/bin/cat"_s, u"--webhook"_s, u"whk_x"_s};
    QTest::newRow("a secret that all may read") << QStringList{
        u"--exec"_s, u"/bin/cat"_s, u"--webhook"_s, u"whk_x"_s, u"--secret-file"_s, open};
    QTest::newRow("a port that is none")
        << QStringList{u"--exec"_s, u"/bin/cat"_s, u"--topic"_s, u"in"_s, u"--port"_s, u"99999"_s};
    QTest::newRow("no time") << QStringList{u"--exec"_s, u"/bin/cat"_s, u"--topic"_s,
                                            u"in"_s,     u"--time"_s,   u"0"_s};
}

void TestAProgramIsAFunction::wordsThatMakeNoSense()
{
    QFETCH(QStringList, words);
    const auto outcome = verb(QStringList{u"function"_s, u"serve"_s} + words);
    QVERIFY(outcome.ended);
    QCOMPARE(outcome.exitCode, 2);
    QVERIFY(outcome.standardError.contains("function serve"));
    QVERIFY(owner("GET", "/v1/webhooks").json()[u"webhooks"].toArray().isEmpty());
}

void TestAProgramIsAFunction::programs_data()
{
    QTest::addColumn<QByteArray>("lines");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("says"); // part of the answer's body
    QTest::addColumn<QStringList>("published");

    const QByteArray hello = R"(echo '{"topic":"out","payload":"hello"}')";
    const QStringList none;
    QTest::newRow("fails") << hello + "\nexit 1\n" << 500 << QByteArray("exit code 1") << none;
    QTest::newRow("asks for later") << hello + "\nexit 75\n" << 503 << QByteArray("75") << none;
    QTest::newRow("crashes") << hello + "\nkill -SEGV $$\n" << 500 << QByteArray("crashed") << none;
    QTest::newRow("hangs") << hello + "\nsleep 600 & sleep 600\n"
                           << 504 << QByteArray("1000 ms") << none;
    QTest::newRow("never stops talking")
        << QByteArray("yes\n") << 500 << QByteArray("1 MiB") << none;
    QTest::newRow("says no JSON") << hello + "\necho hello\n"
                                  << 500 << QByteArray("line 2") << none;
    QTest::newRow("says no topic")
        << QByteArray(R"(echo '{"payload":"x"}')") << 500 << QByteArray("line 1") << none;
    QTest::newRow("a topic that is not there")
        << hello + "\n" + R"(echo '{"topic":"nowhere","payload":"x"}')" << 500
        << QByteArray("message 2") << QStringList{u"hello"_s};
    QTest::newRow("too many messages")
        << QByteArray("i=0; while [ $i -lt 101 ]; do echo '{\"topic\":\"out\",\"payload\":1}'; "
                      "i=$((i+1)); done\n")
        << 500 << QByteArray("100 messages") << none;
    QTest::newRow("reads nothing")
        << QByteArray("exit 0\n") << 200 << QByteArray("published 0") << none;
    QTest::newRow("speaks on standard error")
        << QByteArray("echo oh >&2\n") + hello << 200 << QByteArray("published 1")
        << QStringList{u"hello"_s};
    QTest::newRow("payloads of every kind")
        << QByteArray("cat <<E\n{\"topic\":\"out\",\"payload\":{\"a\":[1,null]}}\n\n"
                      "{\"topic\":\"out\",\"payload\":true,\"namespace\":\"default\"}\nE\n")
        << 200 << QByteArray("published 2") << QStringList{uR"({"a":[1,null]})"_s, u"true"_s};
    QTest::newRow("reads what came")
        << QByteArray("read line\ncase \"$line\" in *'\"text\":\"go\"'*\"$PARLEY_DELIVERY_ID\"*|"
                      "*\"$PARLEY_DELIVERY_ID\"*'\"text\":\"go\"'*) ")
            + hello + ";; *) exit 9;; esac\n"
        << 200 << QByteArray("published 1") << QStringList{u"hello"_s};
}

void TestAProgramIsAFunction::programs()
{
    QFETCH(QByteArray, lines);
    QFETCH(int, status);
    QFETCH(QByteArray, says);
    QFETCH(QStringList, published);
    const qsizetype before = texts("out").size();
    const auto guard = qScopeGuard([this] {
        m_server.kill(); // where a check failed: the next row starts anew
        m_server.waitForFinished();
    });
    QVERIFY(serve({u"--exec"_s, script(lines), u"--topic"_s, u"in"_s, u"--time"_s, u"1000"_s}));
    QCOMPARE(publishText(m_broker.port(), m_broker.ownerToken(), "in", "go").status, 200);
    QTRY_VERIFY_WITH_TIMEOUT(newestAttempt()[u"httpStatus"].toInt() != 0, 10'000); // it is over
    const QJsonObject attempt = newestAttempt();
    const QString body = attempt[u"responseBody"].toString();
    QVERIFY2(attempt[u"httpStatus"].toInt() == status, qPrintable(body));
    QVERIFY2(body.contains(QString::fromLatin1(says)), qPrintable(body));
    QCOMPARE(texts("out").mid(before), published);
    ::kill(pid_t(m_server.processId()), SIGTERM);
    QVERIFY(m_server.waitForFinished(BrokerProcess::kPatienceMs));
    QCOMPARE(m_server.exitCode(), 0);
}

void TestAProgramIsAFunction::nobodyElseIsHeard()
{
    const qsizetype before = texts("out").size();
    const QString program = script(R"(echo '{"topic":"out","payload":"heard"}')");
    QVERIFY(serve({u"--exec"_s, program, u"--topic"_s, u"in"_s}));
    RawHttp stranger(m_port);
    QCOMPARE(stranger.request("POST", "/", "{}").status, 401);
    QCOMPARE(RawHttp(m_port).request("GET", "/").status, 405);
    QCOMPARE(texts("out").size(), before);
    // Neither its arguments nor its environment hold the secret or the token.
    for (const char *name : {"cmdline", "environ"}) {
        QFile of(u"/proc/%1/%2"_s.arg(m_server.processId()).arg(QLatin1String(name)));
        QVERIFY(of.open(QIODevice::ReadOnly));
        const QByteArray held = of.readAll();
        QVERIFY(!held.contains("whsec_") && !held.contains(m_broker.ownerToken()));
    }
}

void TestAProgramIsAFunction::theWebhookGoesAtTheEnd()
{
    QCOMPARE(owner("GET", "/v1/webhooks/" + m_webhook).status, 200);
    ::kill(pid_t(m_server.processId()), SIGINT);
    QVERIFY(m_server.waitForFinished(BrokerProcess::kPatienceMs));
    QCOMPARE(owner("GET", "/v1/webhooks/" + m_webhook).status, 404);
}

void TestAProgramIsAFunction::whatRunsAtTheEndIsPublished()
{
    const QString begun = m_folder.filePath(u"begun"_s);
    const QString go = m_folder.filePath(u"go"_s);
    const QByteArray lines = "touch " + begun.toLocal8Bit() + "\nwhile [ ! -e " + go.toLocal8Bit()
        + " ]; do sleep 0.01; done\n" + R"(echo '{"topic":"out","payload":"at last"}')";
    QVERIFY(serve({u"--exec"_s, script(lines), u"--topic"_s, u"in"_s, u"--time"_s, u"14000"_s}));
    QCOMPARE(publishText(m_broker.port(), m_broker.ownerToken(), "in", "go").status, 200);
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(begun), BrokerProcess::kPatienceMs);
    ::kill(pid_t(m_server.processId()), SIGTERM);
    QCOMPARE(RawHttp(m_port).request("POST", "/", "{}").status, 401); // it is still there
    QVERIFY(!file("go", "now", QFile::ReadOwner).isEmpty());
    QVERIFY(m_server.waitForFinished(BrokerProcess::kPatienceMs));
    QCOMPARE(m_server.exitCode(), 0);
    QCOMPARE(texts("out").last(), u"at last"_s);
    QCOMPARE(owner("GET", "/v1/webhooks/" + m_webhook).status, 404);
}

// Whether the broker was asked for it already, or not yet.
void TestAProgramIsAFunction::whoStopsAtOnceLeavesNoWebhook()
{
    m_server.start(BrokerProcess::program(),
                   {u"function"_s, u"serve"_s, u"--data"_s, m_broker.dataDirectory(), u"--exec"_s,
                    u"/bin/cat"_s, u"--topic"_s, u"in"_s});
    QVERIFY(m_server.waitForStarted());
    ::kill(pid_t(m_server.processId()), SIGTERM);
    QVERIFY(m_server.waitForFinished(BrokerProcess::kPatienceMs));
    QVERIFY(owner("GET", "/v1/webhooks").json()[u"webhooks"_s].toArray().isEmpty());
}

void TestAProgramIsAFunction::aWebhookMayStayWithItsSecretInAFile()
{
    const QString secret = m_folder.filePath(u"secret"_s);
    const QString program = script(R"(echo '{"topic":"out","payload":"kept"}')");
    QVERIFY(serve({u"--exec"_s, program, u"--topic"_s, u"in"_s, u"--keep-secret"_s, secret}));
    const QByteArray first = m_webhook;
    ::kill(pid_t(m_server.processId()), SIGTERM);
    QVERIFY(m_server.waitForFinished(BrokerProcess::kPatienceMs));
    QCOMPARE(owner("GET", "/v1/webhooks/" + first).status, 200);
    QCOMPARE(QFile(secret).permissions() & (QFile::ReadGroup | QFile::ReadOther),
             QFile::Permissions());
    QCOMPARE(publishText(m_broker.port(), m_broker.ownerToken(), "in", "x").status, 200);
    QVERIFY(serve({u"--exec"_s, program, u"--webhook"_s, QString::fromLatin1(first),
                   u"--secret-file"_s, secret}));
    QCOMPARE(m_webhook, first);
    QTRY_COMPARE_WITH_TIMEOUT(texts("out").last(), u"kept"_s, 20'000); // by its schedule
    ::kill(pid_t(m_server.processId()), SIGTERM);
    QVERIFY(m_server.waitForFinished(BrokerProcess::kPatienceMs));
    QCOMPARE(owner("DELETE", "/v1/webhooks/" + first).status, 204);
}

void TestAProgramIsAFunction::functionsAreWrittenByVerbs()
{
    const QString source
        = file("f.js", "function handle(e) { console.log(e.text); return 1; }", QFile::ReadOwner);
    QCOMPARE(verb({u"function"_s, u"put"_s, u"mine"_s}).exitCode, 2);
    const auto put = verb({u"function"_s, u"put"_s, u"mine"_s, u"--file"_s, source});
    QVERIFY2(put.exitCode == 0, put.standardError.constData());
    const auto list = verb({u"function"_s, u"list"_s});
    QVERIFY(list.standardOutput.contains("mine\tjavascript\t1000 ms\t64 MB\tpublishes nothing\n"));
    QVERIFY(list.standardOutput.contains("echo\tbuilt in\n"));
    QCOMPARE(verb({u"function"_s, u"show"_s, u"mine"_s}).standardOutput,
             QByteArray("function handle(e) { console.log(e.text); return 1; }"));
    QCOMPARE(verb({u"function"_s, u"delete"_s, u"mine"_s}).exitCode, 0);
    QCOMPARE(verb({u"function"_s, u"show"_s, u"mine"_s}).exitCode, 1);
    QCOMPARE(verb({u"function"_s, u"show"_s, u"../tokens"_s}).exitCode, 1);
}

void TestAProgramIsAFunction::theInspectorIsSetByVerbs()
{
    QCOMPARE(verb({u"inspector"_s, u"on"_s, u"--header"_s, u"no colon"_s}).exitCode, 2);
    const auto on = verb(
        {u"inspector"_s, u"on"_s, u"--status"_s, u"503"_s, u"--header"_s, u"Retry-After: 7"_s});
    QVERIFY2(on.exitCode == 0, on.standardError.constData());
    QVERIFY(on.standardOutput.startsWith("on\thttp://127.0.0.1:"));
    QVERIFY(on.standardOutput.contains("503 after 0 ms\nRetry-After: 7\n"));
    const QUrl address(QString::fromLatin1(on.standardOutput.split('\t').value(1)));
    QCOMPARE(RawHttp(quint16(address.port())).request("POST", "/a\x1b", "x").status, 400);
    QCOMPARE(RawHttp(quint16(address.port())).request("POST", "/hook", "x").status, 503);
    QVERIFY(
        verb({u"inspector"_s, u"requests"_s}).standardOutput.contains("POST /hook\t1 bytes\t503"));
    QCOMPARE(verb({u"inspector"_s, u"clear"_s}).exitCode, 0);
    QVERIFY(verb({u"inspector"_s, u"requests"_s}).standardOutput.isEmpty());
    QVERIFY(verb({u"inspector"_s, u"off"_s}).standardOutput.startsWith("off\t"));
}

QTEST_GUILESS_MAIN(TestAProgramIsAFunction)
#include "tst_a_program_is_a_function.moc"
