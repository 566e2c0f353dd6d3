#include "server/functions/translation/apertium_chain.h"

#include <utility>

#include "server/functions/translation/process_group.h"

namespace parley::functions {
namespace {

QByteArray blockOf(quint64 number)
{
    return "[N" + QByteArray::number(number) + ']';
}

} // namespace

ApertiumChain::ApertiumChain(std::vector<StageCommand> stages, ChainTimes times, QObject *parent) :
    QObject(parent), m_stages(std::move(stages)), m_times(times)
{
    m_stall.setSingleShot(true);
    connect(&m_stall, &QTimer::timeout, this, &ApertiumChain::stalled);
}

ApertiumChain::~ApertiumChain() = default;

void ApertiumChain::start()
{
    PARLEY_ASSERT_OWN_THREAD();
    if (m_group || !m_restUntil.hasExpired())
        return;
    ++m_starts;
    m_isWarm = false;
    m_buffer.clear();
    m_group = new ProcessGroup(m_stages, this);
    connect(m_group, &ProcessGroup::received, this, &ApertiumChain::received);
    connect(m_group, &ProcessGroup::ended, this, [this] { died(false); });
    m_group->start();
    if (m_group) // it may have ended already
        send(Question{++m_lastNumber, {}, 0, {}}); // its own question, to warm up
}

void ApertiumChain::ask(const QByteArray &text, const QDeadlineTimer &deadline, Done done)
{
    PARLEY_ASSERT_OWN_THREAD();
    if (text.size() > kMaxQuestionBytes || text.contains('\0'))
        return done({EngineError::BadInput, {}});
    if (m_waiting.size() >= kMaxWaiting)
        return done({EngineError::Throttled, {}});
    if (!m_restUntil.hasExpired())
        return done({EngineError::Transient, {}});
    const quint64 number = ++m_lastNumber;
    const auto left = std::chrono::milliseconds(deadline.isForever() ? m_times.request.count()
                                                                     : deadline.remainingTime());
    QTimer::singleShot(std::min(left, m_times.request), this, [this, number] { expire(number); });
    m_waiting.push_back(Question{number, text, 0, std::move(done)});
    start();
    pump();
}

void ApertiumChain::giveUp(EngineError error)
{
    PARLEY_ASSERT_OWN_THREAD();
    m_stall.stop();
    dropGroup();
    auto open = std::exchange(m_sent, {});
    for (Question &question : std::exchange(m_waiting, {}))
        open.push_back(std::move(question));
    for (Question &question : open)
        finish(question, {error, {}});
}

// Its processes take a few milliseconds to go; nobody waits for them, not even our own end.
void ApertiumChain::dropGroup()
{
    if (!m_group)
        return;
    m_group->setParent(parent());
    std::exchange(m_group, nullptr)->retire();
}

void ApertiumChain::pump()
{
    while (m_group && !m_waiting.empty() && m_sent.size() < m_window) {
        Question question = std::move(m_waiting.front());
        m_waiting.pop_front();
        send(std::move(question));
    }
}

// The full stop is what Apertium's own deformatter adds: it keeps the last word's tagging right.
void ApertiumChain::send(Question question)
{
    m_group->write(question.text + '.' + blockOf(question.number) + '\0');
    m_sent.push_back(std::move(question));
    if (m_sent.size() == 1)
        armStall();
}

void ApertiumChain::armStall()
{
    if (m_sent.empty())
        m_stall.stop();
    else
        m_stall.start(m_isWarm ? m_times.request : m_times.start);
}

void ApertiumChain::received(const QByteArray &bytes)
{
    PARLEY_ASSERT_OWN_THREAD();
    m_buffer += bytes;
    for (qsizetype end = m_buffer.indexOf('\0'); end >= 0; end = m_buffer.indexOf('\0')) {
        QByteArray answer = m_buffer.first(end);
        m_buffer.remove(0, end + 1);
        if (!takeAnswer(std::move(answer)))
            return died(false);
        if (!m_group)
            return; // given up by whom the answer was for
    }
    if (m_buffer.size() > kMaxAnswerBytes)
        return died(false);
    if (m_sent.empty() && m_waiting.empty())
        m_window = kWindow; // all that were on their way at a death are through
    pump();
}

// False when the answer does not belong to the oldest question.
bool ApertiumChain::takeAnswer(QByteArray answer)
{
    if (m_sent.empty())
        return false;
    const QByteArray block = blockOf(m_sent.front().number);
    if (!answer.endsWith(block))
        return false;
    answer.chop(block.size());
    if (answer.endsWith('.'))
        answer.chop(1);
    Question question = std::move(m_sent.front());
    m_sent.pop_front();
    m_isWarm = true;
    m_failedStarts = 0;
    armStall();
    finish(question, {EngineError::None, std::move(answer)});
    return true;
}

void ApertiumChain::stalled()
{
    died(true);
}

void ApertiumChain::died(bool headTimedOut)
{
    m_stall.stop();
    dropGroup();
    if (!m_isWarm)
        ++m_failedStarts;
    m_window = 1;
    auto sent = std::exchange(m_sent, {});
    std::deque<Question> lost;
    for (Question &question : sent) {
        if (question.text.isEmpty() && !question.done)
            continue; // its own question
        const bool isHead = lost.empty() && m_isWarm;
        question.tries += isHead ? 1 : 0;
        if (isHead && (headTimedOut || question.tries >= kMaxTries))
            finish(question, {headTimedOut ? EngineError::Timeout : EngineError::Transient, {}});
        if (question.done)
            lost.push_back(std::move(question));
    }
    for (; !lost.empty(); lost.pop_back())
        m_waiting.push_front(std::move(lost.back()));
    restartAfterDeath();
}

void ApertiumChain::restartAfterDeath()
{
    if (m_failedStarts >= kMaxFailedStarts) {
        m_failedStarts = 0;
        m_restUntil.setRemainingTime(m_times.rest);
        giveUp(EngineError::Transient);
        return;
    }
    if (m_waiting.empty()) {
        m_window = kWindow;
        return; // the next question starts it
    }
    start();
}

// Nobody waits any more; what was sent is answered into the void, or stalls and is dealt with.
void ApertiumChain::expire(quint64 number)
{
    for (Question &question : m_sent) {
        if (question.number == number)
            return finish(question, {EngineError::Timeout, {}});
    }
    for (auto it = m_waiting.begin(); it != m_waiting.end(); ++it) {
        if (it->number != number)
            continue;
        Question question = std::move(*it);
        m_waiting.erase(it);
        return finish(question, {EngineError::Timeout, {}});
    }
}

void ApertiumChain::finish(Question &question, Answer answer)
{
    if (const Done done = std::exchange(question.done, {}))
        done(std::move(answer));
}

} // namespace parley::functions
