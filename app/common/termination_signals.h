#pragma once

#include <QObject>

class QSocketNotifier;

namespace parley::app {

// Turns SIGTERM, SIGINT and SIGHUP into Qt signals, so that the process ends in order.
// One per process. Thread: the one that made it, with a Qt loop.
class TerminationSignals final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TerminationSignals)

public:
    explicit TerminationSignals(QObject *parent = nullptr);
    ~TerminationSignals() override;

Q_SIGNALS:
    void terminationAsked(); // SIGTERM, SIGINT
    void
    hungUp(); // SIGHUP: the terminal was closed, or somebody asks for the files to be read anew

private:
    void readSignal();

    int m_pipe[2]{-1, -1};
    QSocketNotifier *m_notifier = nullptr;
};

} // namespace parley::app
