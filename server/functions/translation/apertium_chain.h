#pragma once

#include <deque>
#include <functional>
#include <vector>

#include <QByteArray>
#include <QObject>
#include <QTimer>

#include "server/base/thread_affine.h"
#include "server/functions/translation/mode_file.h"
#include "server/functions/translation/translation_engine.h"

namespace parley::functions {

class ProcessGroup;

// How long a chain waits. Tests shorten it.
struct ChainTimes {
    std::chrono::milliseconds request{2000}; // for one answer, from the question on
    std::chrono::milliseconds start{10000}; // until a new chain answers its first, own question
    std::chrono::milliseconds rest{30000}; // after kMaxFailedStarts, before it is tried again
};

// One language pair's programs, held open: a question goes in at the head, its answer comes out at
// the tail, in order, NUL between them. Each question carries a number in a block "[N17]" that the
// answer must end with; another number means that head and tail are out of step, and the chain is
// killed and started anew. So is one that does not answer in time, or that ends.
// After such a death questions go in one by one until all that were on their way are through: so
// the one that kills the chain is found and given up, and the others are answered.
// Thread: functions. Source: facts on Apertium, 2.4.
class ApertiumChain final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ApertiumChain)

public:
    static constexpr std::size_t kMaxWaiting = 256; // questions; then Throttled
    static constexpr std::size_t kWindow = 16; // on their way at once: keeps every stage at work
    static constexpr int kMaxTries = 2;
    static constexpr int kMaxFailedStarts = 3;
    static constexpr qsizetype kMaxQuestionBytes = 16 * 1024;
    static constexpr qsizetype kMaxAnswerBytes = 256 * 1024; // 16 times the longest question

    struct Answer {
        EngineError error = EngineError::None;
        QByteArray text{}; // as the stages wrote it, without the number
    };
    using Done = std::function<void(Answer)>;

    ApertiumChain(std::vector<StageCommand> stages, ChainTimes times, QObject *parent);
    ~ApertiumChain()
        override; // open questions are not answered; waits for processes that still run

    //! \param text escaped, without NUL. \p done runs once, at the latest when \p deadline or the
    //! request time is over.
    void ask(const QByteArray &text, const QDeadlineTimer &deadline, Done done);
    void start(); // at once, ahead of the first question
    void giveUp(EngineError error); // answers all, stops the programs

    bool isIdle() const { return m_sent.empty() && m_waiting.empty(); }
    int starts() const { return m_starts; } // how often programs were started

private:
    struct Question {
        quint64 number = 0;
        QByteArray text{};
        int tries = 0;
        Done done{}; // empty: nobody waits any more
    };

    void dropGroup();
    void pump();
    void send(Question question);
    void received(const QByteArray &bytes);
    bool takeAnswer(QByteArray answer);
    void stalled();
    void died(bool headTimedOut);
    void restartAfterDeath();
    void expire(quint64 number);
    void armStall();
    static void finish(Question &question, Answer answer);

    const std::vector<StageCommand> m_stages;
    const ChainTimes m_times;
    ProcessGroup *m_group = nullptr; // child; null: not running
    std::deque<Question> m_waiting;
    std::deque<Question> m_sent; // oldest first
    QByteArray m_buffer;
    QTimer m_stall; // runs while an answer is due
    QDeadlineTimer m_restUntil{0};
    std::size_t m_window = kWindow;
    quint64 m_lastNumber = 0;
    int m_failedStarts = 0;
    int m_starts = 0;
    bool m_isWarm = false; // has answered since it was started
    ThreadAffine m_thread;
};

} // namespace parley::functions
