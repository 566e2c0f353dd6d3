#include <QTest>

#include "server/functions/translation/apertium_chain.h"

using namespace parley::functions;
using namespace std::chrono_literals;

namespace {

// `count` fake stages, the last one with an argument.
std::vector<StageCommand> stages(std::size_t count, const std::string &argument = "-z")
{
    std::vector<StageCommand> all(count, StageCommand{FAKE_STAGE, {"-z"}});
    all.back().arguments = {argument};
    return all;
}

// Generous where a slow machine must not matter, short where waiting is the point.
constexpr ChainTimes kPatient{20s, 20s, 20s};
constexpr ChainTimes kHasty{300ms, 20s, 20s};

struct Asker {
    explicit Asker(std::vector<StageCommand> stages, ChainTimes times = kPatient) :
        chain(std::move(stages), times, nullptr)
    {
    }

    void ask(const QByteArray &text, QDeadlineTimer deadline = QDeadlineTimer::Forever)
    {
        chain.ask(text, deadline, [this, text](ApertiumChain::Answer answer) {
            answers.append({text, std::move(answer)});
        });
    }

    EngineError errorFor(const QByteArray &text) const
    {
        for (const auto &[asked, answer] : answers) {
            if (asked == text)
                return answer.error;
        }
        return EngineError::Cancelled; // none came
    }

    QList<std::pair<QByteArray, ApertiumChain::Answer>> answers;
    ApertiumChain chain;
};

} // namespace

class TestApertiumChain : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refusesBadQuestions();
    void refusesTooMany();
    void programThatDoesNotStartRests_data();
    void programThatDoesNotStartRests();
    void killerIsFoundAndTheOthersAnswered_data();
    void killerIsFoundAndTheOthersAnswered();
    void silentChainTimesOut();
    void deadlineOfTheAskerCounts();
    void givingUpAnswersAll();
    void endsWithQuestionsOpen();
    void answersInOrder();
    void startsOnce();
};

void TestApertiumChain::refusesBadQuestions()
{
    Asker asker(stages(2));
    asker.ask(QByteArray(int(ApertiumChain::kMaxQuestionBytes) + 1, 'a'));
    asker.ask(QByteArray("a\0b", 3));
    QCOMPARE(asker.answers.size(), 2);
    QCOMPARE(asker.answers[0].second.error, EngineError::BadInput);
    QCOMPARE(asker.answers[1].second.error, EngineError::BadInput);
    QCOMPARE(asker.chain.starts(), 0);
}

void TestApertiumChain::refusesTooMany()
{
    Asker asker(stages(1, "--silent"));
    for (std::size_t i = 0; i < ApertiumChain::kMaxWaiting + ApertiumChain::kWindow; ++i)
        asker.ask("x");
    QVERIFY(asker.answers.size() < int(ApertiumChain::kWindow));
    asker.ask("one too many");
    QCOMPARE(asker.errorFor("one too many"), EngineError::Throttled);
}

void TestApertiumChain::programThatDoesNotStartRests_data()
{
    QTest::addColumn<QByteArray>("program");
    QTest::addColumn<QByteArray>("argument");
    QTest::newRow("ends at once") << QByteArray(FAKE_STAGE) << QByteArray("--exit");
    QTest::newRow("does not exist") << QByteArray("/nonexistent/lt-proc") << QByteArray("-z");
    QTest::newRow("is no program") << QByteArray("/etc/passwd") << QByteArray("-z");
}

void TestApertiumChain::programThatDoesNotStartRests()
{
    QFETCH(QByteArray, program);
    QFETCH(QByteArray, argument);
    std::vector<StageCommand> all = stages(3);
    all[1] = {program.toStdString(), {argument.toStdString()}};
    Asker asker(all);
    asker.ask("hello");
    QTRY_COMPARE(asker.answers.size(), 1);
    QCOMPARE(asker.answers.first().second.error, EngineError::Transient);
    QCOMPARE(asker.chain.starts(), ApertiumChain::kMaxFailedStarts);
    asker.ask("again"); // it rests: no start, an answer at once
    QCOMPARE(asker.errorFor("again"), EngineError::Transient);
    QCOMPARE(asker.chain.starts(), ApertiumChain::kMaxFailedStarts);
}

void TestApertiumChain::killerIsFoundAndTheOthersAnswered_data()
{
    QTest::addColumn<QByteArray>("killer");
    QTest::addColumn<int>("count"); // of stages
    QTest::addColumn<EngineError>("error");
    QTest::newRow("stage dies") << QByteArray("please DIE") << 3 << EngineError::Transient;
    QTest::newRow("wrong number") << QByteArray("WRONG") << 3 << EngineError::Transient;
    QTest::newRow("endless answer") << QByteArray("FLOOD") << 1 << EngineError::Transient;
    QTest::newRow("two answers") << QByteArray("TWICE") << 1 << EngineError::None;
    QTest::newRow("hangs") << QByteArray("HANG") << 3 << EngineError::Timeout;
}

void TestApertiumChain::killerIsFoundAndTheOthersAnswered()
{
    QFETCH(QByteArray, killer);
    QFETCH(int, count);
    QFETCH(EngineError, error);
    Asker asker(stages(std::size_t(count)),
                error == EngineError::Timeout ? ChainTimes{2s, 20s, 20s} : kPatient);
    asker.ask("before");
    QTRY_COMPARE(asker.answers.size(), 1); // warm
    asker.ask("one");
    asker.ask(killer);
    asker.ask("two");
    asker.ask("three");
    QTRY_COMPARE_WITH_TIMEOUT(asker.answers.size(), 5, 30'000);
    QCOMPARE(asker.errorFor("one"), EngineError::None);
    QCOMPARE(asker.errorFor(killer), error);
    if (error != EngineError::Timeout) { // behind one that hangs the others' time is up too
        QCOMPARE(asker.errorFor("two"), EngineError::None);
        QCOMPARE(asker.errorFor("three"), EngineError::None);
    }
    asker.ask("after");
    QTRY_COMPARE_WITH_TIMEOUT(asker.errorFor("after"), EngineError::None, 30'000);
}

void TestApertiumChain::silentChainTimesOut()
{
    Asker asker(stages(2, "--silent"), kHasty);
    asker.ask("hello");
    QTRY_COMPARE(asker.answers.size(), 1);
    QCOMPARE(asker.answers.first().second.error, EngineError::Timeout);
}

void TestApertiumChain::deadlineOfTheAskerCounts()
{
    Asker asker(stages(2, "--silent"));
    asker.ask("hello", QDeadlineTimer(20ms));
    QTRY_COMPARE(asker.answers.size(), 1);
    QCOMPARE(asker.answers.first().second.error, EngineError::Timeout);
}

void TestApertiumChain::givingUpAnswersAll()
{
    Asker asker(stages(2, "--silent"));
    for (int i = 0; i < 40; ++i)
        asker.ask("x");
    asker.chain.giveUp(EngineError::Cancelled);
    QCOMPARE(asker.answers.size(), 40);
    QVERIFY(asker.chain.isIdle());
}

void TestApertiumChain::endsWithQuestionsOpen()
{
    int answers = 0;
    {
        ApertiumChain chain(stages(3), kPatient, nullptr);
        chain.ask("HANG", QDeadlineTimer::Forever, [&](ApertiumChain::Answer) { ++answers; });
        chain.ask("hello", QDeadlineTimer::Forever, [&](ApertiumChain::Answer) { ++answers; });
    }
    QCOMPARE(answers, 0);
}

void TestApertiumChain::answersInOrder()
{
    Asker asker(stages(4));
    for (int i = 0; i < 200; ++i)
        asker.ask("text " + QByteArray::number(i));
    QTRY_COMPARE(asker.answers.size(), 200);
    for (int i = 0; i < 200; ++i) {
        QCOMPARE(asker.answers[i].first, "text " + QByteArray::number(i));
        QCOMPARE(asker.answers[i].second.text, asker.answers[i].first);
    }
    QCOMPARE(asker.chain.starts(), 1);
}

void TestApertiumChain::startsOnce()
{
    Asker asker(stages(2));
    asker.chain.start();
    asker.chain.start();
    asker.ask("hello");
    QTRY_COMPARE(asker.answers.size(), 1);
    QCOMPARE(asker.chain.starts(), 1);
    QCOMPARE(asker.answers.first().second.text, QByteArray("hello"));
}

QTEST_GUILESS_MAIN(TestApertiumChain)
#include "tst_apertium_chain.moc"
