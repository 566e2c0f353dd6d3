#pragma once

#include <deque>
#include <memory>

#include <QDeadlineTimer>
#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include "server/functions/script/script_process.h"
#include "server/functions/script/script_slots.h"

namespace parley::functions {

// Calls of one script, one after the other in a process that stays for the next; what the script
// keeps in its variables may be there at the next call or not. The process is made anew after it
// died or was interrupted, and goes when nobody has called for a while. Thread: functions.
class ScriptRunner final : public QObject, private SlotHolder
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ScriptRunner)

public:
    static constexpr std::size_t kMaxWaiting = 64; // calls, each with its body; then Busy

    struct Times {
        std::chrono::milliseconds patience{10'000}; // in line; webhooks wait 15 s in all
        std::chrono::milliseconds turn{500}; // with a slot while others wait for one
        std::chrono::milliseconds rest{60'000}; // idle until the process goes
    };

    using Done = ScriptProcess::Done;

    //! \param slots borrowed.
    ScriptRunner(QString program, ScriptSource source, ScriptSlots &slots);
    ScriptRunner(QString program, ScriptSource source, ScriptSlots &slots, Times times);
    ~ScriptRunner() override; // open calls are not answered

    void run(ScriptCall call, Done done); // done runs once, later or at once

    int starts() const { return m_starts; } // of the process
    qint64 processId() const { return m_process ? m_process->processId() : 0; }

private:
    struct Waiting {
        ScriptCall call;
        Done done;
        QDeadlineTimer until;
    };

    bool isIdle() const override { return !m_isCalling && m_waiting.empty(); }
    void giveUpSlot() override;
    void slotGranted() override;
    void pump();
    void endPatience(); // of those whose time in line is over
    bool isTurnOver() const; // others wait, and it has had its time
    void answered(ScriptAnswer answer);
    void rest();

    const QString m_program;
    const ScriptSource m_source;
    ScriptSlots &m_slots;
    const Times m_times;
    std::unique_ptr<ScriptProcess> m_process; // null: none runs
    std::deque<Waiting> m_waiting;
    Done m_done; // of the call that is under way
    QTimer m_rest;
    QTimer m_patience; // of the first in line
    QElapsedTimer m_turn; // since it got its slot
    int m_starts = 0;
    bool m_isCalling = false;
    ThreadAffine m_thread;
};

} // namespace parley::functions
