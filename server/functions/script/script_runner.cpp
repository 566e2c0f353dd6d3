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
    m_program(std::move(program)), m_source(std::move(source)), m_slots(slots)
{
    m_rest.setSingleShot(true);
    m_rest.setInterval(kRest);
    connect(&m_rest, &QTimer::timeout, this, &ScriptRunner::rest);
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
    m_waiting.push_back({std::move(call), std::move(done), QDeadlineTimer(kPatience)});
    pump();
}

void ScriptRunner::pump()
{
    if (m_isCalling)
        return;
    while (!m_waiting.empty() && m_waiting.front().until.hasExpired()) {
        const Done done = std::move(m_waiting.front().done);
        m_waiting.pop_front();
        done(busy("the function was busy with other calls"));
    }
    if (m_waiting.empty() || m_isCalling || !m_slots.take(*this))
        return;
    m_rest.stop();
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

// The next call goes out before anybody hears of this one: the process works meanwhile.
void ScriptRunner::answered(ScriptAnswer answer)
{
    PARLEY_ASSERT_OWN_THREAD();
    const Done done = std::exchange(m_done, {});
    m_isCalling = false;
    if (!m_process->isUsable())
        ScriptProcess::retire(std::move(m_process));
    pump();
    if (!m_isCalling) {
        m_rest.start();
        m_slots.becameIdle(*this);
    }
    done(std::move(answer));
}

void ScriptRunner::rest()
{
    giveUpSlot();
    m_slots.release(*this);
}

void ScriptRunner::giveUpSlot()
{
    m_rest.stop();
    if (m_process)
        ScriptProcess::retire(std::move(m_process));
}

} // namespace parley::functions
