#include "tests/support/broker_process.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>
#include <QUrl>

#include <csignal>

using namespace Qt::StringLiterals;

namespace parley::test {

BrokerProcess::~BrokerProcess()
{
    kill();
}

QString BrokerProcess::program()
{
    return QStringLiteral(PARLEYD_PROGRAM);
}

bool BrokerProcess::start(const QStringList &moreOptions)
{
    const QString ready = m_directory.filePath(u"ready"_s);
    QFile::remove(ready);
    m_process = std::make_unique<QProcess>();
    m_process->setStandardErrorFile(m_directory.filePath(u"stderr"_s), QIODevice::Append);
    QStringList words = m_launcher
        + QStringList{program(),   u"serve"_s, u"--data"_s,  dataDirectory(),
                      u"--port"_s, u"0"_s,     u"--ready"_s, ready}
        + moreOptions;
    if (const QString threads = qEnvironmentVariable("PARLEY_TEST_IO_THREADS"); !threads.isEmpty())
        words += {u"--io-threads"_s, threads};
    const QString first = words.takeFirst();
    m_process->start(first, words);
    const bool serves = QTest::qWaitFor(
        [&] { return readReady(ready) || m_process->state() == QProcess::NotRunning; },
        kPatienceMs);
    return serves && readReady(ready);
}

bool BrokerProcess::readReady(const QString &file)
{
    QFile ready(file);
    if (!ready.open(QIODevice::ReadOnly))
        return false;
    const QJsonObject told = QJsonDocument::fromJson(ready.readAll()).object();
    m_port = static_cast<quint16>(QUrl(told[u"url"_s].toString()).port(0));
    m_tlsPort = static_cast<quint16>(QUrl(told[u"tls_urls"_s][0].toString()).port(0));
    m_ownerToken = told[u"owner_token"_s].toString().toLatin1();
    m_pid = told[u"pid"_s].toInteger();
    return m_port != 0 && !m_ownerToken.isEmpty() && m_pid == m_process->processId();
}

bool BrokerProcess::terminate()
{
    m_process->terminate();
    return waitForEnd();
}

bool BrokerProcess::waitForEnd()
{
    return m_process->waitForFinished(kPatienceMs)
        && m_process->exitStatus() == QProcess::NormalExit && m_process->exitCode() == 0;
}

void BrokerProcess::hangUp()
{
    ::kill(static_cast<pid_t>(m_pid), SIGHUP);
}

void BrokerProcess::kill()
{
    if (!m_process || m_process->state() == QProcess::NotRunning)
        return;
    m_process->kill();
    m_process->waitForFinished(kPatienceMs);
}

QByteArray BrokerProcess::complaint() const
{
    QFile file(m_directory.filePath(u"stderr"_s));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

BrokerProcess::Outcome BrokerProcess::run(const QStringList &arguments)
{
    QProcess process;
    process.start(program(), arguments);
    Outcome outcome;
    outcome.ended = process.waitForFinished(kPatienceMs);
    if (!outcome.ended) {
        process.kill();
        process.waitForFinished();
    }
    outcome.exitCode = process.exitCode();
    outcome.standardOutput = process.readAllStandardOutput();
    outcome.standardError = process.readAllStandardError();
    return outcome;
}

} // namespace parley::test
