#include <QCoreApplication>
#include <QFile>
#include <QJsonArray>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include "tests/support/broker_process.h"
#include "tests/support/raw_http.h"
#include "ui/tokens/credential_text.h"

using namespace Qt::StringLiterals;
using namespace parley;
using namespace parley::test;
using parley::ui::CredentialForm;

namespace {

constexpr int kPatienceMs = 60'000; // a compiler on a loaded machine

} // namespace

// Each text that the window copies, as it is: run by a shell, curl, node, Python and a C++
// compiler, or given to Momento's SDK, against a real broker. Reading finds what was published,
// publishing arrives.
class TestCopiedTokensWork : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void theEnvironmentVariable();
    void curl_data() { roles(); }
    void curl();
    void javaScript_data() { roles(); }
    void javaScript();
    void python_data() { roles(); }
    void python();
    void cpp_data() { roles(); }
    void cpp();
    void momento();

private:
    static void roles();
    client::IssuedToken issue(const QString &role);
    QString copy(CredentialForm form, const QString &role);
    QString write(const QString &name, const QString &text) const;
    //! What it wrote to standard output; its complaints when it failed.
    static QByteArray run(const QString &program, const QStringList &arguments, bool *ok,
                          const QByteArray &input = {});
    //! That \p printed tells what a reader finds, or the topic has what a publisher said.
    bool didItsWork(const QString &role, const QByteArray &printed);

    BrokerProcess m_broker;
    QTemporaryDir m_folder;
    int m_topics = 0; // one for each copy
    QString m_topic;
};

void TestCopiedTokensWork::initTestCase()
{
    QVERIFY2(m_broker.start(), m_broker.complaint().constData());
}

void TestCopiedTokensWork::roles()
{
    QTest::addColumn<QString>("role");
    QTest::newRow("reads") << u"subscribe"_s;
    QTest::newRow("publishes") << u"publish"_s;
}

client::IssuedToken TestCopiedTokensWork::issue(const QString &role)
{
    m_topic = u"copied.%1-~_"_s.arg(++m_topics); // every sign that a name may have
    const QByteArray topic = m_topic.toLatin1();
    if (!makeTopic(m_broker.port(), m_broker.ownerToken(), topic)
        || publishText(m_broker.port(), m_broker.ownerToken(), topic, "found it").status != 200)
        return {};
    const QJsonObject grant{
        {u"role"_s, role}, {u"namespace"_s, u"default"_s}, {u"topic"_s, m_topic}};
    const auto answer
        = ask(m_broker.port(), m_broker.ownerToken(), "POST", "/v1/tokens",
              {{u"label"_s, u"a 'copied' \"$token\""_s}, {u"grants"_s, QJsonArray{grant}}})
              .json();
    const auto token = client::tokenInfoFrom(answer[u"token"_s].toObject());
    if (!token)
        return {};
    client::IssuedToken issued;
    issued.token = *token;
    issued.secret = answer[u"secret"_s].toString().toLatin1();
    return issued;
}

QString TestCopiedTokensWork::copy(CredentialForm form, const QString &role)
{
    const auto issued = issue(role);
    return issued.secret.isEmpty()
        ? QString()
        : ui::credentialText(form, issued, QUrl(u"http://127.0.0.1:%1"_s.arg(m_broker.port())));
}

QString TestCopiedTokensWork::write(const QString &name, const QString &text) const
{
    QFile file(m_folder.filePath(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(text.toUtf8()) < 0)
        return {};
    return file.fileName();
}

QByteArray TestCopiedTokensWork::run(const QString &program, const QStringList &arguments, bool *ok,
                                     const QByteArray &input)
{
    QProcess process;
    process.start(program, arguments);
    process.write(input);
    process.closeWriteChannel();
    *ok = process.waitForFinished(kPatienceMs) && process.exitStatus() == QProcess::NormalExit
        && process.exitCode() == 0;
    if (!*ok)
        process.kill();
    process.waitForFinished();
    return *ok ? process.readAllStandardOutput()
               : process.errorString().toUtf8() + process.readAllStandardError();
}

bool TestCopiedTokensWork::didItsWork(const QString &role, const QByteArray &printed)
{
    if (role == u"subscribe"_s)
        return printed.contains("found it");
    return historyTexts(m_broker.port(), m_broker.ownerToken(), m_topic.toLatin1())
        == QStringList{u"found it"_s, u"hello"_s};
}

// What a shell that pasted it gives to programs that it starts.
void TestCopiedTokensWork::theEnvironmentVariable()
{
    const auto issued = issue(u"subscribe"_s);
    const auto text = ui::credentialText(CredentialForm::Environment, issued, QUrl());
    bool ok = false;
    const auto printed
        = run(u"sh"_s, {u"-s"_s}, &ok, text.toUtf8() + "printenv PARLEY_TOKEN | tr -d '\\n'");
    QVERIFY2(ok, printed.constData());
    QCOMPARE(printed, issued.secret);
}

void TestCopiedTokensWork::curl()
{
    QFETCH(QString, role);
    const QString text = copy(CredentialForm::Curl, role);
    QVERIFY(!text.isEmpty());
    bool ok = false;
    const auto printed = run(u"bash"_s, {write(u"copy.sh"_s, text)}, &ok);
    QVERIFY2(ok && didItsWork(role, printed), printed.constData());
}

// Before it the name that a browser has; after it what ends it: the answer to publishing, or a
// message.
void TestCopiedTokensWork::javaScript()
{
    QFETCH(QString, role);
    const QString text = copy(CredentialForm::JavaScript, role);
    QVERIFY(!text.isEmpty());
    const QString before
        = u"const WebSocket = require(\"%1/node_modules/ws\");\n"_s.arg(QStringLiteral(NPM_FOLDER));
    const QString after = u"const told = socket.onmessage;\n"
                          "socket.onmessage = (event) => { told(event);\n"
                          "    if (/type.:.ack|found it/.test(event.data)) socket.close(); };\n"_s;
    QProcess node;
    node.start(u"node"_s, {write(u"copy.cjs"_s, before + text + after)});
    QByteArray printed;
    const auto hasPrinted = [&](const QByteArray &part) {
        printed += node.readAllStandardOutput();
        return printed.contains(part);
    };
    if (role == u"subscribe"_s) { // it hears what comes from now on
        QTRY_VERIFY_WITH_TIMEOUT(hasPrinted("subscribed"), kPatienceMs);
        QCOMPARE(publishText(m_broker.port(), m_broker.ownerToken(), m_topic.toLatin1(), "found it")
                     .status,
                 200);
    }
    const bool ended = node.waitForFinished(kPatienceMs) && node.exitCode() == 0;
    node.kill();
    node.waitForFinished();
    printed += node.readAllStandardOutput() + node.readAllStandardError();
    QVERIFY2(ended && printed.contains("closed"),
             printed.constData()); // the last that the copy says
    QVERIFY2(didItsWork(role, printed), printed.constData());
}

void TestCopiedTokensWork::python()
{
    QFETCH(QString, role);
    const QString text = copy(CredentialForm::Python, role);
    QVERIFY(!text.isEmpty());
    bool ok = false;
    const auto printed = run(u"python3"_s, {write(u"copy.py"_s, text)}, &ok);
    QVERIFY2(ok && didItsWork(role, printed), printed.constData());
}

void TestCopiedTokensWork::cpp()
{
    QFETCH(QString, role);
    const QString text = copy(CredentialForm::Cpp, role);
    QVERIFY(!text.isEmpty());
    const QString program = m_folder.filePath(u"copy"_s);
    bool ok = false;
    auto printed = run(
        u"c++"_s,
        {write(u"copy.cpp"_s, text), u"-Wall"_s, u"-Werror"_s, u"-o"_s, program, u"-lcurl"_s}, &ok);
    QVERIFY2(ok, printed.constData());
    printed = run(program, {}, &ok);
    QVERIFY2(ok && didItsWork(role, printed), printed.constData());
}

// Its own reader of credentials finds the broker and the secret.
void TestCopiedTokensWork::momento()
{
    const auto issued = issue(u"both"_s);
    QVERIFY(!issued.secret.isEmpty());
    const auto text = ui::credentialText(CredentialForm::Momento, issued,
                                         QUrl(u"https://broker.example.org:8443"_s));
    const QString script
        = u"const {CredentialProvider} = require(\"%1/node_modules/@gomomento/sdk-core\");\n"
          "const text = require('fs').readFileSync(0, 'utf8');\n"
          "const read = CredentialProvider.fromString({apiKey: text});\n"
          "console.log(read.getAuthToken() + ' ' + read.getCacheEndpoint());\n"_s.arg(
              QStringLiteral(NPM_FOLDER));
    bool ok = false;
    const auto printed = run(u"node"_s, {write(u"momento.cjs"_s, script)}, &ok, text.toUtf8());
    QVERIFY2(ok, printed.constData());
    QVERIFY2(printed.startsWith(issued.secret + ' '), "the SDK reads another secret");
    QVERIFY2(printed.contains("broker.example.org:8443"),
             printed.mid(issued.secret.size()).constData());
}

QTEST_GUILESS_MAIN(TestCopiedTokensWork)
#include "tst_copied_tokens_work.moc"
