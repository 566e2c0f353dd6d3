#pragma once

#include <memory>
#include <vector>

#include <QByteArray>
#include <QObject>
#include <QProcess>

#include "server/functions/translation/mode_file.h"

namespace parley::functions {

// Programs joined by pipes, as one thing: written to at the head, read at the tail, killed
// together. They share a process group of their own, and die with the thread that started them.
// Thread: functions; must be started on the thread that stays alive longest, because the children's
// parent-death signal follows the thread.
class ProcessGroup final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ProcessGroup)

public:
    ProcessGroup(const std::vector<StageCommand> &stages, QObject *parent);
    ~ProcessGroup() override; // kills, and waits until they are gone (milliseconds)

    void start();
    void write(const QByteArray &bytes);

    //! Kills all and lets go: no signal comes after it, and the object deletes itself when the
    //! last process is gone, so that nobody waits.
    void retire();

Q_SIGNALS:
    void received(const QByteArray &bytes);
    void ended(); // one of them stopped, failed to start, or closed its pipe; once

private:
    void addStage(const StageCommand &stage);
    void stageStopped();
    void killAll();
    bool isAnyRunning() const;

    std::vector<std::unique_ptr<QProcess>> m_stages;
    qint64 m_group = 0; // process group id: pid of the first
    bool m_hasEnded = false;
    bool m_isRetired = false;
};

} // namespace parley::functions
