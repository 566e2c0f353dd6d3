#include "server/functions/script/script_process.h"

#include <csignal>
#include <utility>

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <QJsonDocument>
#include <QJsonObject>
#include <QProcessEnvironment>

#include "server/types/script_limits.h"

using namespace Qt::StringLiterals;

namespace parley::functions {
namespace {

using Outcome = ScriptAnswer::Outcome;

constexpr int kKillWaitMs = 1000; // a killed process is gone in a few; this is a stuck kernel

QByteArray jsonLine(const QJsonObject &json)
{
    return QJsonDocument(json).toJson(QJsonDocument::Compact) + '\n';
}

// Runs in the child between fork and exec: only calls that are safe there.
void closeDoors(pid_t parent)
{
    const rlimit none{0, 0};
    const rlimit few{16, 16}; // the program and its libraries are opened one by one
    setrlimit(RLIMIT_CORE, &none);
    setrlimit(RLIMIT_NOFILE, &few);
    setpgid(0, 0); // a key pressed in our terminal is not for it
    prctl(PR_SET_PDEATHSIG, SIGKILL);
#ifdef SYS_close_range
    constexpr unsigned kCloseOnExec = 4; // CLOSE_RANGE_CLOEXEC, Linux 5.11
    syscall(SYS_close_range, 3u, ~0u, kCloseOnExec);
#endif
    if (getppid() != parent) // it died before the line above
        _exit(1);
}

} // namespace

ScriptProcess::ScriptProcess(QString program, ScriptSource source) :
    m_program(std::move(program)), m_source(std::move(source))
{
    m_deadline.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this, &ScriptProcess::timedOut);
    connect(&m_process, &QProcess::readyReadStandardOutput, this, &ScriptProcess::received);
    connect(&m_process, &QProcess::finished, this, &ScriptProcess::stopped);
    connect(&m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            stopped(); // after all others finished() follows, with what it said last
    });
}

ScriptProcess::~ScriptProcess()
{
    m_process.disconnect(this);
    m_process.kill();
    if (m_process.state() != QProcess::NotRunning)
        m_process.waitForFinished(kKillWaitMs);
}

void ScriptProcess::retire(std::unique_ptr<ScriptProcess> process)
{
    ScriptProcess *left = process.release();
    left->m_hasEnded = true;
    left->m_done = {};
    left->m_deadline.stop();
    left->m_process.kill();
    left->deleteLater();
}

// The first lines are written before the program runs; the pipe keeps it.
void ScriptProcess::start()
{
    QProcessEnvironment environment; // an empty one would mean ours
    environment.insert(u"LC_ALL"_s, u"C.UTF-8"_s);
    m_process.setProcessEnvironment(environment);
    m_process.setProgram(m_program);
    m_process.setWorkingDirectory(u"/"_s);
    m_process.setStandardErrorFile(QProcess::nullDevice());
    m_process.setChildProcessModifier([parent = getpid()] { closeDoors(parent); });
    m_process.start();
    write(jsonLine({{u"megabytes"_s, qint64(m_source.megabytes)}}));
    write(jsonLine({{u"source"_s, QString::fromStdString(m_source.text)},
                    {u"milliseconds"_s, qint64(m_source.milliseconds)}}));
}

void ScriptProcess::write(const QByteArray &line)
{
    if (m_process.state() != QProcess::NotRunning)
        m_process.write(line);
}

void ScriptProcess::call(const ScriptCall &call, Done done)
{
    PARLEY_ASSERT_OWN_THREAD();
    Q_ASSERT(!m_done && isUsable());
    m_done = std::move(done);
    const std::chrono::milliseconds limit(m_source.milliseconds);
    if (m_lastCall == 0)
        start();
    write(jsonLine({{u"call"_s, qint64(++m_lastCall)},
                    {u"deliveryId"_s, QString::fromStdString(call.deliveryId)},
                    {u"attempt"_s, qint64(call.attempt)},
                    {u"body"_s, QString::fromStdString(call.body)},
                    {u"milliseconds"_s, qint64(m_source.milliseconds)}}));
    if (m_done) // it may have failed to start already
        m_deadline.start(m_isReady ? limit + script_limits::kGrace : kStartTime + limit);
}

void ScriptProcess::received()
{
    PARLEY_ASSERT_OWN_THREAD();
    if (m_hasEnded)
        return;
    m_buffer += m_process.readAllStandardOutput();
    for (qsizetype end = m_buffer.indexOf('\n'); end >= 0 && !m_hasEnded;
         end = m_buffer.indexOf('\n')) {
        const QByteArray line = m_buffer.first(end);
        m_buffer.remove(0, end + 1);
        if (m_isReady)
            take(line);
        else
            takeReady(line);
    }
    if (!m_hasEnded && m_buffer.size() > qsizetype(script_limits::kLineBytes))
        end(Outcome::Died, "the function's process said more than it may");
}

void ScriptProcess::takeReady(const QByteArray &line)
{
    const QJsonObject json = QJsonDocument::fromJson(line).object();
    if (!json[u"ready"].isBool())
        return end(Outcome::Died, "the function's process does not speak as it should");
    if (json[u"timeout"].toBool())
        return timedOut();
    if (!json[u"ready"].toBool())
        return end(Outcome::Threw, json[u"error"].toString().left(4096).toStdString());
    m_isReady = true;
    m_deadline.start(std::chrono::milliseconds(m_source.milliseconds) + script_limits::kGrace);
}

void ScriptProcess::take(const QByteArray &line)
{
    auto answer = m_done ? readScriptAnswer(line, m_lastCall) : std::nullopt;
    if (!answer)
        return end(Outcome::Died, "the function's process does not speak as it should");
    if (answer->outcome == Outcome::TimedOut)
        return timedOut();
    finish(std::move(*answer));
}

void ScriptProcess::timedOut()
{
    end(Outcome::TimedOut,
        "the function took longer than its " + std::to_string(m_source.milliseconds) + " ms");
}

void ScriptProcess::stopped()
{
    if (!m_hasEnded)
        received(); // what it said last
    if (m_hasEnded)
        return;
    if (m_process.error() == QProcess::FailedToStart)
        return end(Outcome::NotStarted,
                   "the program that runs functions, parley-js, cannot be started");
    end(Outcome::Died,
        "the function ran out of its " + std::to_string(m_source.megabytes)
            + " MB of memory, or its process crashed");
}

void ScriptProcess::end(Outcome outcome, std::string error)
{
    m_hasEnded = true;
    m_process.kill();
    ScriptAnswer answer;
    answer.outcome = outcome;
    answer.error = std::move(error);
    finish(std::move(answer));
}

// Last effect: whoever hears it may let go of this.
void ScriptProcess::finish(ScriptAnswer answer)
{
    m_deadline.stop();
    if (const Done done = std::exchange(m_done, {}))
        done(std::move(answer));
}

} // namespace parley::functions
