#include "app/common/termination_signals.h"

#include <atomic>
#include <csignal>

#include <QSocketNotifier>

#include <fcntl.h>
#include <unistd.h>

namespace parley::app {
namespace {

// A signal handler has no argument to hand things down in; this is the one place it can look.
std::atomic<int> theWriteEnd{-1};

void onSignal(int signal)
{
    const char byte = static_cast<char>(signal);
    [[maybe_unused]] const ssize_t n = ::write(theWriteEnd.load(), &byte, 1);
}

} // namespace

TerminationSignals::TerminationSignals(QObject *parent) : QObject(parent)
{
    if (::pipe2(m_pipe, O_CLOEXEC | O_NONBLOCK) != 0)
        return;
    theWriteEnd = m_pipe[1];
    m_notifier = new QSocketNotifier(m_pipe[0], QSocketNotifier::Read, this);
    connect(m_notifier, &QSocketNotifier::activated, this, &TerminationSignals::readSignal);
    for (const int signal : {SIGTERM, SIGINT, SIGHUP})
        std::signal(signal, onSignal);
}

void TerminationSignals::readSignal()
{
    char byte = 0;
    if (::read(m_pipe[0], &byte, 1) != 1)
        return;
    if (byte == static_cast<char>(SIGHUP))
        Q_EMIT hungUp();
    else
        Q_EMIT terminationAsked();
}

TerminationSignals::~TerminationSignals()
{
    // The end is under way: asking again must not turn an orderly one into a killed one.
    for (const int signal : {SIGTERM, SIGINT, SIGHUP})
        std::signal(signal, SIG_IGN);
    theWriteEnd = -1;
    ::close(m_pipe[0]);
    ::close(m_pipe[1]);
}

} // namespace parley::app
