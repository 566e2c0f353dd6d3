#include "server/functions/script/script_runner.h"

#include <utility>

namespace parley::functions {
namespace {

ScriptAnswer busy(const char *why)
{
    ScriptAnswer answer;
    answer.outcome = ScriptAnswer::Outcome::Busy;
    answer.error = why;
    return answer;
}

} // namespace

ScriptRunner::ScriptRunner(QString program, ScriptSource source, ScriptSlots &slots) :
    ScriptRunner(std::move(program), std::move(source), slots, Times())
{
}

ScriptRunner::ScriptRunner(QString program, ScriptSource source, ScriptSlots &slots, Times times) :
    m_program(std::move(program)), m_source(std::move(source)), m_slots(slots), m_times(times)
{
    for (QTimer *timer : {&m_rest, &m_patience})
        timer->setSingleShot(true);
    m_rest.setInterval(times.rest);
    connect(&m_rest, &QTimer::timeout, this, &ScriptRunner::rest);
    connect(&m_patience, &QTimer::timeout, this, &ScriptRunner::endPatience);
}

ScriptRunner::~ScriptRunner()
{
    m_waiting.clear();
    m_process.reset();
    m_slots.release(*this);
}

void ScriptRunner::run(ScriptCall call, Done done)
{
    PARLEY_ASSERT_OWN_THREAD();
    if (m_waiting.size() >= kMaxWaiting)
        return done(busy("the function has too many calls waiting"));
    m_waiting.push_back({std::move(call), std::move(done), QDeadlineTimer(m_times.patience)});
    pump();
}

// Also while one call runs, or nobody gives it a slot: each is answered in time.
void ScriptRunner::endPatience()
{
    while (!m_waiting.empty() && m_waiting.front().until.hasExpired()) {
        const Done done = std::move(m_waiting.front().done);
        m_waiting.pop_front();
        done(busy("the function was busy with other calls"));
    }
    if (!m_waiting.empty())
        m_patience.start(std::chrono::ceil<std::chrono::milliseconds>(
            m_waiting.front().until.remainingTimeAsDuration()));
}

void ScriptRunner::pump()
{
    if (m_isCalling)
        return;
    endPatience();
    if (m_waiting.empty() || m_isCalling || !m_slots.take(*this))
        return;
    m_rest.stop();
    if (!m_turn.isValid())
        m_turn.start();
    if (m_process && !m_process->isUsable())
        ScriptProcess::retire(std::move(m_process));
    if (!m_process) {
        m_process = std::make_unique<ScriptProcess>(m_program, m_source);
        ++m_starts;
    }
    Waiting next = std::move(m_waiting.front());
    m_waiting.pop_front();
    m_isCalling = true;
    m_done = std::move(next.done);
    m_process->call(next.call, [this](ScriptAnswer answer) { answered(std::move(answer)); });
}

bool ScriptRunner::isTurnOver() const
{
    return m_slots.hasLine() && m_turn.isValid() && m_turn.elapsed() >= m_times.turn.count();
}

// The next call goes out before anybody hears of this one: the process works meanwhile.
void ScriptRunner::answered(ScriptAnswer answer)
{
    PARLEY_ASSERT_OWN_THREAD();
    const Done done = std::exchange(m_done, {});
    m_isCalling = false;
    if (!m_process->isUsable())
        ScriptProcess::retire(std::move(m_process));
    if (!m_waiting.empty() && isTurnOver())
        rest(); // and stands in line again
    pump();
    if (!m_isCalling && m_waiting.empty()) {
        m_rest.start();
        m_slots.becameIdle(*this);
    }
    done(std::move(answer));
}

// Those who waited may have gone meanwhile.
void ScriptRunner::slotGranted()
{
    pump();
    if (!m_isCalling)
        m_slots.becameIdle(*this);
}

void ScriptRunner::rest()
{
    giveUpSlot();
    m_slots.release(*this);
}

void ScriptRunner::giveUpSlot()
{
    m_rest.stop();
    m_turn.invalidate();
    if (m_process)
        ScriptProcess::retire(std::move(m_process));
}

} // namespace parley::functions
