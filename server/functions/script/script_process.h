#pragma once

#include <functional>
#include <memory>

#include <QByteArray>
#include <QObject>
#include <QProcess>
#include <QString>
#include <QTimer>

#include "server/base/thread_affine.h"
#include "server/functions/script/script_answer.h"

namespace parley::functions {

// A script and the bounds in which it runs.
struct ScriptSource {
    std::string text{};
    std::uint32_t milliseconds = 1000; // to be read, and for each call
    std::uint32_t megabytes = 64;
};

struct ScriptCall {
    std::string deliveryId{};
    std::uint32_t attempt = 1;
    std::string body{};
};

// One script in a program of its own, parley-js, that has neither files nor network, no other
// environment and no descriptor of ours; one call at a time. The words between the two, a JSON
// object a line:
//     broker   {"megabytes"}: it confines itself before it looks at what follows       once
//     broker   {"source","milliseconds"}                                               once
//     program  {"ready":true|false,"timeout":true|false,"error"}                       once
//     broker   {"call":1,"deliveryId","attempt","body","milliseconds"}                 each call
//     program  {"call":1,"outcome":"ok|error|timeout|bad_body","value","error","log":[text],
//               "messages":[{"namespace","topic","payload"}],"microseconds"}
// Whatever else it says, or when it says nothing in time, it is killed and the call is answered
// for it. Thread: functions; it must be started on the thread that stays alive longest, because
// the parent-death signal follows the thread.
class ScriptProcess final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ScriptProcess)

public:
    //! From the start of the program until it has read its script; a loaded machine needs longer
    //! than the 10 ms of an idle one.
    static constexpr std::chrono::milliseconds kStartTime{5000};

    using Done = std::function<void(ScriptAnswer)>;

    ScriptProcess(QString program, ScriptSource source);
    ~ScriptProcess() override; // kills, and waits until it is gone (milliseconds)

    //! Not while another call is under way. \p done runs once, later; unless the process was
    //! retired.
    void call(const ScriptCall &call, Done done);
    //! Whether it can take another call. A program that ended takes none.
    bool isUsable() const { return !m_hasEnded; }
    qint64 processId() const { return m_process.processId(); } // 0: does not run

    //! Kills it and lets go, also from within its own answer. It is deleted in the next turn of the
    //! loop, when the program is gone in most cases and hardly anybody waits.
    static void retire(std::unique_ptr<ScriptProcess> process);

private:
    void start();
    void write(const QByteArray &line);
    void received();
    void take(const QByteArray &line);
    void takeReady(const QByteArray &line);
    void stopped();
    void timedOut();
    void end(ScriptAnswer::Outcome outcome, std::string error);
    void finish(ScriptAnswer answer);

    const QString m_program;
    const ScriptSource m_source;
    QProcess m_process;
    QTimer m_deadline;
    QByteArray m_buffer;
    Done m_done; // empty: no call is under way
    std::uint64_t m_lastCall = 0;
    bool m_isReady = false;
    bool m_hasEnded = false;
    ThreadAffine m_thread;
};

} // namespace parley::functions
