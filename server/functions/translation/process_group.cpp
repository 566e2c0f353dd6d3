#include "server/functions/translation/process_group.h"

#include <algorithm>
#include <csignal>
#include <utility>

#include <sys/prctl.h>
#include <unistd.h>

#include <QProcessEnvironment>

namespace parley::functions {
namespace {

constexpr int kKillWaitMs = 1000; // a killed process is gone in a few; this is a stuck kernel

// UTF-8 whatever the desk says, and nothing else of our environment.
QProcessEnvironment childEnvironment()
{
    QProcessEnvironment environment;
    environment.insert(QStringLiteral("LC_ALL"), QStringLiteral("C.UTF-8"));
    environment.insert(QStringLiteral("PATH"), qEnvironmentVariable("PATH"));
    return environment;
}

} // namespace

ProcessGroup::ProcessGroup(const std::vector<StageCommand> &stages, QObject *parent) :
    QObject(parent)
{
    for (const StageCommand &stage : stages)
        addStage(stage);
    for (std::size_t i = 0; i + 1 < m_stages.size(); ++i)
        m_stages[i]->setStandardOutputProcess(m_stages[i + 1].get());
    QProcess *last = m_stages.back().get();
    connect(last, &QProcess::readyReadStandardOutput, this, [this, last] {
        if (!m_isRetired)
            Q_EMIT received(last->readAllStandardOutput());
    });
}

ProcessGroup::~ProcessGroup()
{
    for (const auto &stage : m_stages)
        stage->disconnect(this);
    killAll();
    for (const auto &stage : m_stages) {
        if (stage->state() != QProcess::NotRunning)
            stage->waitForFinished(kKillWaitMs);
    }
}

void ProcessGroup::addStage(const StageCommand &stage)
{
    auto process = std::make_unique<QProcess>();
    QStringList arguments;
    for (const std::string &argument : stage.arguments)
        arguments.append(QString::fromStdString(argument));
    process->setProgram(QString::fromStdString(stage.program));
    process->setArguments(arguments);
    process->setProcessEnvironment(childEnvironment());
    process->setStandardErrorFile(QProcess::nullDevice());
    connect(process.get(), &QProcess::finished, this, &ProcessGroup::stageStopped);
    connect(process.get(), &QProcess::errorOccurred, this, &ProcessGroup::stageStopped);
    m_stages.push_back(std::move(process));
}

void ProcessGroup::start()
{
    const pid_t parent = getpid();
    for (const auto &stage : m_stages) {
        const auto group = pid_t(m_group); // 0 for the first: a group of its own
        // Runs in the child between fork and exec: only calls that are safe there.
        stage->setChildProcessModifier([parent, group] {
            setpgid(0, group);
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            if (getppid() != parent) // the parent died before the line above
                _exit(1);
        });
        stage->start();
        if (m_group == 0 && stage->processId() > 0) {
            m_group = stage->processId();
            setpgid(pid_t(m_group), pid_t(m_group)); // whoever comes first
        }
    }
}

void ProcessGroup::write(const QByteArray &bytes)
{
    if (m_stages.front()->state() != QProcess::NotRunning)
        m_stages.front()->write(bytes);
}

void ProcessGroup::retire()
{
    m_isRetired = true;
    killAll();
    if (!isAnyRunning())
        deleteLater();
}

void ProcessGroup::stageStopped()
{
    if (m_isRetired) {
        if (!isAnyRunning())
            deleteLater();
        return;
    }
    if (!std::exchange(m_hasEnded, true))
        Q_EMIT ended();
}

void ProcessGroup::killAll()
{
    // While one of them is not reaped the group's number cannot belong to anybody else.
    if (m_group > 0 && isAnyRunning())
        ::kill(-pid_t(m_group), SIGKILL);
    for (const auto &stage : m_stages) {
        if (stage->state() != QProcess::NotRunning)
            stage->kill();
    }
}

bool ProcessGroup::isAnyRunning() const
{
    return std::any_of(m_stages.begin(), m_stages.end(),
                       [](const auto &stage) { return stage->state() != QProcess::NotRunning; });
}

} // namespace parley::functions
