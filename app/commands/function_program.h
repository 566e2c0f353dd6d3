#pragma once

#include <chrono>
#include <deque>
#include <functional>
#include <memory>

#include <QByteArray>
#include <QList>
#include <QObject>
#include <QProcess>
#include <QStringList>
#include <QTimer>

#include "server/base/result.h"
#include "server/client/function_info.h"
#include "server/client/webhook_receiver.h"

namespace parley::app {

// What came of a run.
struct ProgramOutcome {
    int status = 200; // as the webhook hears it
    QString problem{}; // "" for 2xx; for people, holds nothing that the program wrote
    QList<client::FunctionMessage> messages{}; // to be published, only with 200
};

//! The status for a program that ended with \p exitCode: 0 is 200, 75 (EX_TEMPFAIL) 503, every
//! other one 500. All but the first are tried again by the webhook's schedule.
int statusOfExit(int exitCode);

//! Lines {"topic","payload","namespace"} of standard output; a payload that is no string goes out
//! as JSON, and a namespace may be left out. InvalidArgument names the line.
Result<QList<client::FunctionMessage>> messagesFrom(const QByteArray &output);

// A person's program, run once for each delivery: JSON on its standard input, what it wants to
// publish on its standard output, what it has to say on its standard error, which is ours.
// Thread: main.
class FunctionProgram final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FunctionProgram)

public:
    static constexpr qsizetype kMaxOutputBytes = 1024 * 1024; // of a run: four of the largest
    static constexpr qsizetype kMaxMessages = 100; // of a run
    static constexpr std::size_t kMaxWaiting = 64; // runs; then 503

    struct Settings {
        QString program{};
        QStringList arguments{};
        std::chrono::milliseconds time{10'000}; // of a run; below what webhooks wait
        int atOnce = 4;
    };
    using Done = std::function<void(const ProgramOutcome &)>;

    explicit FunctionProgram(Settings settings, QObject *parent = nullptr);
    ~FunctionProgram() override; // kills those that run

    //! \p done runs once, later; not after this has gone.
    void run(const client::ReceivedDelivery &delivery, Done done);

private:
    struct Waiting {
        client::ReceivedDelivery delivery;
        Done done;
    };
    class Run;

    void pump();
    void ended(Run *run, const ProgramOutcome &outcome, const Done &done);

    const Settings m_settings;
    std::deque<Waiting> m_waiting;
    QList<Run *> m_runs; // children
};

} // namespace parley::app
