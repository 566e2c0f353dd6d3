#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

#include "tests/support/broker_process.h"
#include "tests/support/raw_http.h"
#include "tests/system/secret_search.h"
#include "tests/system/token_desk.h"

using namespace Qt::StringLiterals;
using namespace parley::test;

// After all that issues and uses secrets: none in logs, exports, crash output, command lines and
// environments, nor in files that are not made for it.
class TestNoSecretIsLeftBehind : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aPlantedSecretIsFound_data();
    void aPlantedSecretIsFound();
    void aBrokerAndItsVerbsLeaveNone();
    void whatIssuesTokensLeavesNone();
    void aLostKeyPausesAndTheRightOneMends();

private:
    static QByteArray wordBehind(const QByteArray &output, const QByteArray &before);
    QStringList target(const BrokerProcess &broker, const QStringList &verb) const;
};

namespace {

// Made to hold secrets: mode 600, and named in the manual.
const QStringList kKeepers{u"owner-token"_s, u"secret-key"_s, u"ready"_s, u"ready.json"_s};
const QByteArray kPlanted = "prl_live_planted_by_this_test_0123456789abcdef";

} // namespace

QByteArray TestNoSecretIsLeftBehind::wordBehind(const QByteArray &output, const QByteArray &before)
{
    const qsizetype at = output.indexOf(before);
    return at < 0 ? QByteArray() : output.mid(at + before.size()).split('\n').first().trimmed();
}

QStringList TestNoSecretIsLeftBehind::target(const BrokerProcess &broker,
                                             const QStringList &verb) const
{
    return verb
        + QStringList{u"--url"_s, u"http://127.0.0.1:%1"_s.arg(broker.port()), u"--token-file"_s,
                      broker.dataDirectory() + u"/owner-token"_s};
}

void TestNoSecretIsLeftBehind::aPlantedSecretIsFound_data()
{
    QTest::addColumn<QString>("where");
    for (const char *where : {"text", "unknown secret", "file", "command line", "environment"})
        QTest::newRow(where) << QString::fromLatin1(where);
}

void TestNoSecretIsLeftBehind::aPlantedSecretIsFound()
{
    QFETCH(QString, where);
    SecretSearch search;
    if (where != u"unknown secret"_s)
        search.add(kPlanted);
    QTemporaryDir folder;
    QProcess process;
    if (where == u"file"_s) {
        QVERIFY(QDir(folder.path()).mkpath(u"deep/below"_s));
        QFile file(folder.filePath(u"deep/below/log"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("a line\0with " + kPlanted);
        file.close();
        search.lookIntoFolder(folder.path(), kKeepers);
    } else if (where == u"command line"_s || where == u"environment"_s) {
        const bool asArgument = where == u"command line"_s;
        auto environment = QProcessEnvironment::systemEnvironment();
        if (!asArgument)
            environment.insert(u"PLANTED"_s, QString::fromLatin1(kPlanted));
        process.setProcessEnvironment(environment);
        process.start(u"sh"_s,
                      {u"-c"_s, u"read nothing; :"_s, u"sh"_s,
                       asArgument ? QString::fromLatin1(kPlanted) : QString()});
        QVERIFY(process.waitForStarted());
        QTRY_VERIFY(search.lookIntoProcess(process.processId()));
    } else {
        search.look(where, "token=" + kPlanted + ";");
    }
    QVERIFY(!search.found().isEmpty());
    QVERIFY(!search.found().first().contains(QString::fromLatin1(kPlanted)));
    process.closeWriteChannel();
    QVERIFY(process.state() == QProcess::NotRunning || process.waitForFinished());
}

void TestNoSecretIsLeftBehind::aBrokerAndItsVerbsLeaveNone()
{
    SecretSearch search;
    BrokerProcess broker;
    QVERIFY2(broker.start({u"--demo"_s}), broker.complaint().constData());
    search.add(broker.ownerToken());
    QFile keyFile(broker.dataDirectory() + u"/secret-key"_s);
    QVERIFY(keyFile.open(QIODevice::ReadOnly));
    const QByteArray key = keyFile.readAll().trimmed();
    QCOMPARE(keyFile.permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
    search.add(key);
    search.add(QByteArray::fromHex(key));
    QVERIFY(makeTopic(broker.port(), broker.ownerToken(), "log"));

    // What a verb prints once is the secret itself; it may stand nowhere else.
    const auto issued = BrokerProcess::run(
        target(broker, {u"token"_s, u"issue"_s, u"--label"_s, u"x"_s, u"--publish"_s, u"log"_s}));
    QCOMPARE(issued.exitCode, 0);
    const qsizetype at = issued.standardOutput.indexOf("prl_");
    QVERIFY(at >= 0);
    search.add(issued.standardOutput.mid(at).split('\n').first().trimmed());
    search.look(u"stderr of token issue"_s, issued.standardError);
    const auto hooked
        = BrokerProcess::run(target(broker,
                                    {u"webhook"_s, u"put"_s, u"--topic"_s, u"log"_s, u"--to"_s,
                                     u"http://127.0.0.1:9/"_s, u"--level"_s, u"local"_s}));
    QCOMPARE(hooked.exitCode, 0);
    for (const char *word : {"momento-secret ", "\nsecret "}) {
        const QByteArray secret = wordBehind(hooked.standardOutput, word);
        QVERIFY2(secret.size() >= 16, word);
        search.add(secret);
    }
    QCOMPARE(publishText(broker.port(), broker.ownerToken(), "log", "hello").status, 200);
    (void)ask(broker.port(), "prl_live_wrong_" + QByteArray(40, 'w'), "GET", "/v1/topics");

    for (const QStringList &verb : QList<QStringList>{{u"token"_s, u"list"_s},
                                                      {u"webhook"_s, u"list"_s},
                                                      {u"topic"_s, u"list"_s},
                                                      {u"room"_s, u"list"_s}}) {
        const auto listed = BrokerProcess::run(target(broker, verb));
        QCOMPARE(listed.exitCode, 0);
        search.look(verb.join(u' '), listed.standardOutput + listed.standardError);
    }
    for (const char *route : {"/v1/tokens", "/v1/webhooks", "/v1/audit", "/v1/status"})
        search.look(QString::fromLatin1(route),
                    ask(broker.port(), broker.ownerToken(), "GET", route).body);
    QVERIFY(search.lookIntoProcess(broker.pid()));

    QTemporaryDir folder;
    const auto backup = BrokerProcess::run(
        {u"backup"_s, u"--data"_s, broker.dataDirectory(), folder.filePath(u"backup"_s)});
    QCOMPARE(backup.exitCode, 0);
    QVERIFY(backup.standardError.contains("is not in the backup"));
    QVERIFY(QFile::exists(folder.filePath(u"backup/parley.db"_s)));
    search.lookIntoFolder(folder.path(), {}); // the key neither
    search.lookIntoFolder(broker.dataDirectory(), kKeepers); // with the log of changes
    QVERIFY(::kill(pid_t(broker.pid()), SIGABRT) == 0); // a crash
    QVERIFY(!broker.waitForEnd());
    search.look(u"what parleyd wrote"_s, broker.complaint());
    search.lookIntoFolder(broker.dataDirectory(), kKeepers);
    QVERIFY2(search.found().isEmpty(), qPrintable(search.found().join(u", "_s)));
    QVERIFY(search.looked() > 12);
}

// Every way to a secret: issued, rotated, refreshed, in a batch and from a template.
void TestNoSecretIsLeftBehind::whatIssuesTokensLeavesNone()
{
    SecretSearch search;
    BrokerProcess broker;
    QVERIFY2(broker.start(), broker.complaint().constData());
    const TokenDesk desk(broker);
    const auto take = [&](const QJsonObject &answer) {
        int taken = 0;
        for (const char *name : {"secret", "refreshSecret"})
            if (const auto secret = TokenDesk::secretOf(answer, name); !secret.isEmpty()) {
                search.add(secret);
                ++taken;
            }
        return taken;
    };
    const QJsonObject key = desk.issue({{u"refreshable"_s, true}, {u"validForSeconds"_s, 3600}});
    QCOMPARE(take(key), 2);
    QCOMPARE(take(desk.send("POST", "/v1/tokens/" + TokenDesk::idOf(key) + "/rotate",
                            {{u"overlapSeconds"_s, 60}})
                      .json()),
             1);
    RawHttp http(broker.port(), TokenDesk::secretOf(key, "refreshSecret"));
    QCOMPARE(take(http.request("POST", "/v1/tokens/refresh").json()), 2);
    const QJsonObject values{{u"room"_s, u"friends"_s},
                             {u"user"_s, u"Ana"_s},
                             {u"languages"_s, QJsonArray{u"spanish"_s}}};
    QCOMPARE(take(desk.send("POST", "/v1/templates/chat-member/tokens", {{u"variables"_s, values}})
                      .json()),
             1);
    const auto batch = desk.send("POST", "/v1/templates/chat-member/tokens/batch",
                                 {{u"tokens"_s, QJsonArray{QJsonObject{{u"variables"_s, values}}}}})
                           .json();
    QCOMPARE(take(batch[u"tokens"_s][0].toObject()), 1);

    for (const auto &verb : QList<QStringList>{{u"token"_s, u"list"_s},
                                               {u"audit"_s, u"--limit"_s, u"0"_s},
                                               {u"audit"_s, u"--limit"_s, u"0"_s, u"--csv"_s},
                                               {u"audit"_s, u"--limit"_s, u"0"_s, u"--json"_s}}) {
        const auto listed = BrokerProcess::run(target(broker, verb));
        QVERIFY2(listed.exitCode == 0, listed.standardError.constData());
        QVERIFY(listed.standardOutput.contains(TokenDesk::idOf(key)));
        search.look(verb.join(u' '), listed.standardOutput + listed.standardError);
    }
    QVERIFY(search.lookIntoProcess(broker.pid()));
    QVERIFY(::kill(pid_t(broker.pid()), SIGABRT) == 0); // a crash
    QVERIFY(!broker.waitForEnd());
    search.look(u"what parleyd wrote"_s, broker.complaint());
    search.lookIntoFolder(broker.dataDirectory(), kKeepers);
    QVERIFY2(search.found().isEmpty(), qPrintable(search.found().join(u", "_s)));
    QVERIFY(search.looked() > 6);
}

void TestNoSecretIsLeftBehind::aLostKeyPausesAndTheRightOneMends()
{
    BrokerProcess broker;
    QVERIFY2(broker.start(), broker.complaint().constData());
    QVERIFY(makeTopic(broker.port(), broker.ownerToken(), "log"));
    const auto hooked
        = BrokerProcess::run(target(broker,
                                    {u"webhook"_s, u"put"_s, u"--topic"_s, u"log"_s, u"--to"_s,
                                     u"http://127.0.0.1:9/"_s, u"--level"_s, u"local"_s}));
    QCOMPARE(hooked.exitCode, 0);
    const QByteArray id = hooked.standardOutput.split('\n').first().trimmed();
    QVERIFY(broker.terminate());
    const QString key = broker.dataDirectory() + u"/secret-key"_s;
    const QString aside = broker.dataDirectory() + u"/kept-key"_s;
    QVERIFY(QFile::rename(key, aside));

    QVERIFY2(broker.start(), broker.complaint().constData());
    const auto shown = [&] {
        const auto json
            = ask(broker.port(), broker.ownerToken(), "GET", "/v1/webhooks/" + id).json();
        return json.contains(u"webhook"_s) ? json[u"webhook"_s].toObject() : json;
    };
    QCOMPARE(shown()[u"state"_s].toString(), u"paused"_s);
    QVERIFY(shown()[u"stateReason"_s].toString().contains(u"key"_s));
    const auto resumed = ask(broker.port(), broker.ownerToken(), "PATCH", "/v1/webhooks/" + id,
                             {{u"state"_s, u"active"_s}});
    QCOMPARE(resumed.errorName(), u"failed_precondition"_s);
    QVERIFY(broker.terminate());

    QVERIFY(QFile::remove(key));
    QVERIFY(QFile::rename(aside, key));
    QVERIFY2(broker.start(), broker.complaint().constData());
    QCOMPARE(shown()[u"state"_s].toString(), u"active"_s);
    QVERIFY(broker.terminate());

    QVERIFY(QFile::setPermissions(key, QFile::ReadOwner | QFile::ReadOther));
    QVERIFY(!broker.start()); // others may read it
}

QTEST_GUILESS_MAIN(TestNoSecretIsLeftBehind)
#include "tst_no_secret_is_left_behind.moc"
