#include <csignal>
#include <optional>

#include <QFile>
#include <QTest>

#include "server/functions/script/script_process.h"
#include "server/functions/script/script_runner.h"
#include "server/types/script_limits.h"

using namespace parley;
using namespace parley::functions;
using namespace Qt::StringLiterals;

using Outcome = ScriptAnswer::Outcome;

Q_DECLARE_METATYPE(parley::functions::ScriptAnswer::Outcome)

namespace {

const QString kProgram = QStringLiteral(PARLEY_JS);
const std::string kEcho = "function handle(event) { return event; }";

} // namespace

// A script in its program, and programs that are something else.
class tst_ScriptProcess final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hostileScripts_data();
    void hostileScripts();
    void hostileBodies_data();
    void hostileBodies();
    void programsThatAreNone_data();
    void programsThatAreNone();
    void aCallAfterADeathIsAnswered();
    void aProcessKilledUnderWayIsToldAndMadeAnew();
    void whatAScriptTampersWithIsItsOwn();
    void tooMuchIsRefusedToTheScript_data();
    void tooMuchIsRefusedToTheScript();
    void theProgramCanDoNothingElse();
    void theProcessStaysForTheNextCall();
    void theScriptSaysAllThatItMay();
    void slotsGoToWhoeverWaits();
    void nobodyKeepsASlotForEver();
    void patienceEndsForThoseInLine();
    void whatNobodyCallsAnyMoreIsGone();

private:
    std::optional<ScriptAnswer> run(ScriptRunner &runner, const std::string &body = "{}");
    std::optional<ScriptAnswer> runOnce(const std::string &script, const std::string &body = "{}");

    ScriptSlots m_slots;
};

std::optional<ScriptAnswer> tst_ScriptProcess::run(ScriptRunner &runner, const std::string &body)
{
    std::optional<ScriptAnswer> got;
    runner.run({"msg_1", 2, body}, [&](ScriptAnswer answer) { got = std::move(answer); });
    (void)QTest::qWaitFor([&] { return got.has_value(); }, 20'000);
    return got;
}

std::optional<ScriptAnswer> tst_ScriptProcess::runOnce(const std::string &script,
                                                       const std::string &body)
{
    ScriptRunner runner(kProgram, {script, 300, 64}, m_slots);
    return run(runner, body);
}

void tst_ScriptProcess::hostileScripts_data()
{
    QTest::addColumn<QByteArray>("script");
    QTest::addColumn<Outcome>("outcome");
    QTest::addColumn<QByteArray>("says"); // part of the error

    const QByteArray head = "function handle(event) {";
    QTest::newRow("endless loop") << head + "for(;;);}" << Outcome::TimedOut
                                  << QByteArray("300 ms");
    QTest::newRow("endless loop that catches everything")
        << head + "for(;;) try { for(;;); } catch (e) {} }" << Outcome::TimedOut
        << QByteArray("300 ms");
    QTest::newRow("endless loop before handle")
        << QByteArray("for(;;);") << Outcome::TimedOut << QByteArray("300 ms");
    QTest::newRow("endless sort, whose comparisons are the engine's")
        << head + "for(;;) new Array(1e5).fill(1).sort(); }" << Outcome::TimedOut
        << QByteArray("300 ms");
    QTest::newRow("endless toJSON of the answer") << head + "return { toJSON() { for(;;); } }; }"
                                                  << Outcome::TimedOut << QByteArray("300 ms");
    QTest::newRow("memory, many objects")
        << head + "let a = []; for(;;) a.push(new Array(1000).fill(a)); }" << Outcome::Died
        << QByteArray("64 MB");
    QTest::newRow("memory, one string")
        << head + "let s = 'x'; for(;;) s += s; }" << Outcome::Died << QByteArray("64 MB");
    QTest::newRow("memory, typed arrays")
        << head + "let a = []; for(;;) a.push(new Uint8Array(1 << 20)); }" << Outcome::Threw
        << QByteArray("out of memory");
    QTest::newRow("memory, before handle")
        << QByteArray("let a = []; for(;;) a.push('x'.repeat(1e6) + a.length);") << Outcome::Died
        << QByteArray("64 MB");
    QTest::newRow("deep recursion")
        << head + "return handle(event); }" << Outcome::Threw << QByteArray("RangeError");
    QTest::newRow("deep recursion of JSON")
        << head + "let a = []; for (let i = 0; i < 1e5; ++i) a = [a]; return a; }" << Outcome::Threw
        << QByteArray("");
    QTest::newRow("exception") << head + "\n throw new Error('no luck'); }" << Outcome::Threw
                               << QByteArray("Error: no luck (line 2)");
    QTest::newRow("exception that is no error")
        << head + "throw {a: 1}; }" << Outcome::Threw << QByteArray("{\"a\":1}");
    QTest::newRow("exception that cannot be shown")
        << head + "throw { toJSON() { throw 1; }, toString() { throw 2; } }; }" << Outcome::Threw
        << QByteArray("without a text");
    QTest::newRow("exception of a megabyte")
        << head + "throw 'x'.repeat(1e6); }" << Outcome::Threw << QByteArray("xxx");
    QTest::newRow("syntax error") << QByteArray("function handle(event {") << Outcome::Threw
                                  << QByteArray("SyntaxError");
    QTest::newRow("open comment") << head + "} /*" << Outcome::Threw << QByteArray("SyntaxError");
    QTest::newRow("no handle") << QByteArray("let x = 1;") << Outcome::Threw
                               << QByteArray("no function handle");
    QTest::newRow("handle is no function")
        << QByteArray("var handle = 1;") << Outcome::Threw << QByteArray("no function handle");
    QTest::newRow("a promise") << head + "return Promise.resolve(1); }" << Outcome::Threw
                               << QByteArray("Promise");
    QTest::newRow("a cycle") << head + "event.self = event; return event; }" << Outcome::Threw
                             << QByteArray("TypeError");
    QTest::newRow("a module that is a file") << QByteArray("import x from '/etc/passwd'; ") + head
            + "}" << Outcome::Threw << QByteArray("SyntaxError");
    QTest::newRow("throws before handle")
        << QByteArray("throw 'early';") << Outcome::Threw << QByteArray("early");
    QTest::newRow("publishes before handle") << QByteArray("publish('a', 'b'); ") + head + "}"
                                             << Outcome::Threw << QByteArray("inside handle");
}

void tst_ScriptProcess::hostileScripts()
{
    QFETCH(QByteArray, script);
    QFETCH(Outcome, outcome);
    QFETCH(QByteArray, says);
    const bool endsByItself = outcome != Outcome::TimedOut; // a loaded machine gets there later
    ScriptRunner runner(kProgram, {script.toStdString(), endsByItself ? 10'000u : 300u, 64},
                        m_slots);
    const auto answer = run(runner);
    QVERIFY(answer);
    QCOMPARE(answer->outcome, outcome);
    QVERIFY2(answer->error.find(says.toStdString()) != std::string::npos, answer->error.c_str());
    QVERIFY(answer->error.size() <= script_limits::kErrorBytes + 32);
    QVERIFY(answer->messages.empty());
}

void tst_ScriptProcess::hostileBodies_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<Outcome>("outcome");
    QTest::addColumn<QByteArray>("value");

    QTest::newRow("nothing") << QByteArray("") << Outcome::BadBody << QByteArray();
    QTest::newRow("no JSON") << QByteArray("hello") << Outcome::BadBody << QByteArray();
    QTest::newRow("a number") << QByteArray("3") << Outcome::BadBody << QByteArray();
    QTest::newRow("null") << QByteArray("null") << Outcome::BadBody << QByteArray();
    QTest::newRow("half") << QByteArray("{\"a\":") << Outcome::BadBody << QByteArray();
    QTest::newRow("no UTF-8") << QByteArray("\xff\xfe") << Outcome::BadBody << QByteArray();
    QTest::newRow("deep") << QByteArray(100'000, '[') << Outcome::BadBody << QByteArray();
    QTest::newRow("line ends") << QByteArray("\n{}\r\n") << Outcome::Ok
                               << QByteArray(R"({"deliveryId":"msg_1","attempt":2})");
    QTest::newRow("its own deliveryId")
        << QByteArray(R"({"deliveryId":"forged","attempt":99})") << Outcome::Ok
        << QByteArray(R"({"deliveryId":"msg_1","attempt":2})");
    QTest::newRow("__proto__")
        << QByteArray(R"({"__proto__":{"deliveryId":"forged"}})") << Outcome::Ok
        << QByteArray(R"({"__proto__":{"deliveryId":"forged"},"deliveryId":"msg_1","attempt":2})");
    QTest::newRow("a batch") << QByteArray("[1,2]") << Outcome::Ok << QByteArray("[1,2]");
    QTest::newRow("text in three scripts")
        << QByteArray("{\"a\":\"ñ日😀\"}") << Outcome::Ok
        << QByteArray("{\"a\":\"ñ日😀\",\"deliveryId\":\"msg_1\",\"attempt\":2}");
}

void tst_ScriptProcess::hostileBodies()
{
    QFETCH(QByteArray, body);
    QFETCH(Outcome, outcome);
    QFETCH(QByteArray, value);
    const auto answer = runOnce(kEcho, body.toStdString());
    QVERIFY(answer);
    QCOMPARE(answer->outcome, outcome);
    QCOMPARE(QByteArray::fromStdString(answer->value), value);
}

void tst_ScriptProcess::programsThatAreNone_data()
{
    QTest::addColumn<QString>("program");
    QTest::addColumn<Outcome>("outcome");

    QTest::newRow("not there") << u"/nonexistent/parley-js"_s << Outcome::NotStarted;
    QTest::newRow("no program") << u"/etc/passwd"_s << Outcome::NotStarted;
    QTest::newRow("ends at once") << u"/bin/true"_s << Outcome::Died;
    QTest::newRow("says back what it hears") << u"/bin/cat"_s << Outcome::Died;
    QTest::newRow("never stops talking") << u"/usr/bin/yes"_s << Outcome::Died;
}

void tst_ScriptProcess::programsThatAreNone()
{
    QFETCH(QString, program);
    QFETCH(Outcome, outcome);
    ScriptRunner runner(program, {kEcho, 300, 64}, m_slots);
    const auto answer = run(runner);
    QVERIFY(answer);
    QCOMPARE(answer->outcome, outcome);
    QVERIFY(!answer->error.empty());
}

void tst_ScriptProcess::aCallAfterADeathIsAnswered()
{
    ScriptRunner runner(kProgram,
                        {"function handle(event) { if (event.bad) for(;;); if (event.eat) { let s "
                         "= 'x'; for(;;) s += "
                         "s; } return 'ok'; }",
                         2000, 64}, // it eats 64 MiB in a tenth of that
                        m_slots);
    for (int round = 0; round < 2; ++round) {
        QCOMPARE(run(runner, "{}")->value, std::string("\"ok\""));
        QCOMPARE(run(runner, "{\"bad\":1}")->outcome, Outcome::TimedOut);
        QCOMPARE(run(runner, "{}")->value, std::string("\"ok\""));
        QCOMPARE(run(runner, "{\"eat\":1}")->outcome, Outcome::Died);
    }
    QCOMPARE(runner.starts(), 4);
}

void tst_ScriptProcess::aProcessKilledUnderWayIsToldAndMadeAnew()
{
    ScriptRunner runner(kProgram,
                        {"function handle(event) { while (event.wait); return 1; }", 10'000, 64},
                        m_slots);
    QCOMPARE(run(runner)->outcome, Outcome::Ok);
    std::optional<ScriptAnswer> killed;
    std::optional<ScriptAnswer> next;
    runner.run({"msg_1", 1, "{\"wait\":1}"}, [&](ScriptAnswer answer) { killed = answer; });
    runner.run({"msg_2", 1, "{}"}, [&](ScriptAnswer answer) { next = answer; });
    QVERIFY(runner.processId() > 0);
    ::kill(pid_t(runner.processId()), SIGKILL);
    QTRY_VERIFY(next);
    QVERIFY(killed);
    QCOMPARE(killed->outcome, Outcome::Died);
    QCOMPARE(next->outcome, Outcome::Ok);
    QCOMPARE(runner.starts(), 2);
    ::kill(pid_t(runner.processId()), SIGKILL); // and while it is idle
    QTRY_VERIFY(runner.processId() == 0);
    QCOMPARE(run(runner)->outcome, Outcome::Ok);
}

void tst_ScriptProcess::whatAScriptTampersWithIsItsOwn()
{
    const auto answer = runOnce(
        "JSON.parse = () => ({ forged: 1 }); JSON.stringify = () => 'forged';"
        "Object.defineProperty = () => { throw 1; }; Array.isArray = () => true; String = null;"
        "Array.prototype.push = null; Function.prototype.call = Function.prototype.apply = null;"
        "Object.freeze(Object.prototype);"
        "const say = publish; publish = null; console = null;"
        "function handle(event) { say('a', { b: event.attempt }); return { got: event.attempt }; "
        "}");
    QVERIFY(answer);
    QVERIFY2(answer->outcome == Outcome::Ok, answer->error.c_str());
    QCOMPARE(answer->value, std::string("{\"got\":2}"));
    QCOMPARE(answer->messages.size(), std::size_t(1));
    QCOMPARE(answer->messages[0].payload, std::string("{\"b\":2}"));
}

void tst_ScriptProcess::tooMuchIsRefusedToTheScript_data()
{
    QTest::addColumn<QByteArray>("statement");
    QTest::addColumn<QByteArray>("says"); // "": it goes through

    QTest::newRow("100 messages") << QByteArray("for (let i = 0; i < 100; ++i) publish('a', 'x');")
                                  << QByteArray();
    QTest::newRow("101 messages") << QByteArray("for (let i = 0; i < 101; ++i) publish('a', 'x');")
                                  << QByteArray("100 messages");
    QTest::newRow("more than a MiB")
        << QByteArray("for (;;) publish('a', 'x'.repeat(2e5));") << QByteArray("1 MiB");
    QTest::newRow("a MiB of control characters, the longest line")
        << QByteArray("for (let i = 0; i < 5; ++i) publish('a', '\\u0001'.repeat(2e5));")
        << QByteArray();
    QTest::newRow("no topic") << QByteArray("publish(3, 'x');") << QByteArray("topic");
    QTest::newRow("nothing to publish") << QByteArray("publish('a');") << QByteArray("payload");
    QTest::newRow("a function to publish")
        << QByteArray("publish('a', () => 1);") << QByteArray("payload");
    QTest::newRow("a long log") << QByteArray("for (let i = 0; i < 1e4; ++i) console.log(i);")
                                << QByteArray();
    QTest::newRow("a wide log") << QByteArray("console.log('日'.repeat(1e5));") << QByteArray();
    QTest::newRow("a wide answer") << QByteArray("return '日'.repeat(1e5);") << QByteArray();
}

void tst_ScriptProcess::tooMuchIsRefusedToTheScript()
{
    QFETCH(QByteArray, statement);
    QFETCH(QByteArray, says);
    ScriptRunner runner(
        kProgram, {"function handle(event) {" + statement.toStdString() + "}", 5000, 64}, m_slots);
    const auto answer = run(runner);
    QVERIFY(answer);
    QCOMPARE(answer->outcome, says.isEmpty() ? Outcome::Ok : Outcome::Threw);
    QVERIFY2(answer->error.find(says.toStdString()) != std::string::npos, answer->error.c_str());
    QVERIFY(answer->log.size() <= script_limits::kLogLines + 1);
    for (const std::string &line : answer->log)
        QVERIFY(line.size() <= script_limits::kLogLineBytes);
    QVERIFY(answer->value.size() <= script_limits::kValueBytes);
}

// No descriptor but the three, no environment, a bounded address space, and the kernel's filter.
void tst_ScriptProcess::theProgramCanDoNothingElse()
{
    QFile leaked(u"/dev/null"_s);
    QVERIFY(leaked.open(QIODevice::ReadOnly));
    qputenv("PARLEY_TOKEN", "a secret");
    ScriptRunner runner(kProgram,
                        {"function handle() { return [typeof Qt, typeof XMLHttpRequest, typeof "
                         "require, typeof process, typeof WebSocket, typeof setTimeout]; }",
                         300, 64},
                        m_slots);
    const auto answer = run(runner);
    QCOMPARE(answer->value,
             std::string(
                 R"(["undefined","undefined","undefined","undefined","undefined","undefined"])"));
    const auto read = [&](const QString &name) {
        QFile file(u"/proc/%1/%2"_s.arg(runner.processId()).arg(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("unreadable");
    };
    QCOMPARE(read(u"environ"_s), QByteArray("LC_ALL=C.UTF-8\0", 15));
    const QByteArray status = read(u"status"_s);
    QVERIFY(status.contains("NoNewPrivs:\t1"));
    QVERIFY(status.contains("Seccomp:\t2"));
    QVERIFY(!QFile::exists(u"/proc/%1/fd/%2"_s.arg(runner.processId()).arg(leaked.handle())));
    QVERIFY(!read(u"limits"_s).contains(QByteArray("Max address space         unlimited")));
    const QByteArray maps = read(u"maps"_s); // no memory that can be both written and run
    QVERIFY(!maps.isEmpty());
    QVERIFY(!maps.contains("rwx"));
}

void tst_ScriptProcess::theProcessStaysForTheNextCall()
{
    ScriptRunner runner(kProgram, {"let n = 0; function handle() { return ++n; }", 1000, 64},
                        m_slots);
    for (int i = 1; i <= 50; ++i)
        QCOMPARE(run(runner)->value, std::to_string(i));
    QCOMPARE(runner.starts(), 1);
}

void tst_ScriptProcess::theScriptSaysAllThatItMay()
{
    const auto answer
        = runOnce("console.log('loaded');\n"
                  "const handle = (event) => { console.warn('a', 1, {b: null}, undefined);"
                  "publish('t/x', {c: '日'}); publish('u', 'text', 'other');"
                  "return {sum: event.a + 1}; };",
                  "{\"a\":41}");
    QVERIFY(answer);
    QVERIFY2(answer->outcome == Outcome::Ok, answer->error.c_str());
    QCOMPARE(answer->value, std::string("{\"sum\":42}"));
    QCOMPARE(answer->log, (std::vector<std::string>{"loaded", "a 1 {\"b\":null} undefined"}));
    QCOMPARE(answer->messages.size(), std::size_t(2));
    QCOMPARE(answer->messages[0].nameSpace, std::string("default"));
    QCOMPARE(answer->messages[0].topic, std::string("t/x"));
    QCOMPARE(answer->messages[0].payload, std::string("{\"c\":\"日\"}"));
    QCOMPARE(answer->messages[1].nameSpace, std::string("other"));
    QVERIFY(answer->microseconds > 0);
}

// One place for three scripts: the idle one makes room, the busy one is waited for.
void tst_ScriptProcess::slotsGoToWhoeverWaits()
{
    ScriptSlots slots(1);
    const ScriptSource source{"function handle(event) { while (event.wait); return 1; }", 300, 64};
    ScriptRunner first(kProgram, source, slots);
    ScriptRunner second(kProgram, source, slots);
    auto third = std::make_unique<ScriptRunner>(kProgram, source, slots);
    QCOMPARE(run(first)->outcome, Outcome::Ok);
    QCOMPARE(run(second)->outcome, Outcome::Ok); // the first gave up its process
    QCOMPARE(first.processId(), 0);
    std::optional<ScriptAnswer> slow;
    std::optional<ScriptAnswer> next;
    second.run({"msg_1", 1, "{\"wait\":1}"}, [&](ScriptAnswer answer) { slow = answer; });
    third->run({"msg_2", 1, "{}"}, [&](ScriptAnswer) { QFAIL("it has gone"); });
    first.run({"msg_3", 1, "{}"}, [&](ScriptAnswer answer) { next = answer; });
    third.reset(); // leaves its place in line
    QVERIFY(!slow && !next);
    QTRY_VERIFY(next);
    QCOMPARE(slow->outcome, Outcome::TimedOut);
    QCOMPARE(next->outcome, Outcome::Ok);
}

// One with a backlog and one with a single call, and one slot.
void tst_ScriptProcess::nobodyKeepsASlotForEver()
{
    ScriptSlots slots(1);
    const ScriptRunner::Times times{.turn = std::chrono::milliseconds(0)};
    ScriptRunner greedy(kProgram, {kEcho, 1000, 64}, slots, times);
    ScriptRunner modest(kProgram, {kEcho, 1000, 64}, slots, times);
    QByteArray order;
    for (int i = 0; i < 4; ++i)
        greedy.run({"msg_1", 1, "{}"}, [&](ScriptAnswer answer) {
            order += answer.outcome == Outcome::Ok ? 'g' : '?';
        });
    modest.run({"msg_2", 1, "{}"},
               [&](ScriptAnswer answer) { order += answer.outcome == Outcome::Ok ? 'm' : '?'; });
    QTRY_COMPARE_WITH_TIMEOUT(order.size(), 5, 20'000);
    QCOMPARE(order, QByteArray("gmggg"));
}

void tst_ScriptProcess::patienceEndsForThoseInLine()
{
    ScriptSlots slots(1);
    const ScriptSource source{"function handle(event) { while (event.wait); return 1; }", 300, 64};
    ScriptRunner busy(kProgram, source, slots);
    ScriptRunner hasty(kProgram, source, slots, {.patience = std::chrono::milliseconds(1)});
    ScriptRunner calm(kProgram, source, slots);
    QCOMPARE(run(busy)->outcome, Outcome::Ok); // its process is there
    QByteArray order;
    std::optional<ScriptAnswer> given;
    std::optional<ScriptAnswer> last;
    busy.run({"msg_1", 1, "{\"wait\":1}"}, [&](ScriptAnswer) { order += 'b'; });
    hasty.run({"msg_2", 1, "{}"}, [&](ScriptAnswer answer) {
        order += 'h';
        given = answer;
    });
    calm.run({"msg_3", 1, "{}"}, [&](ScriptAnswer answer) { last = answer; });
    QTRY_VERIFY(given);
    QCOMPARE(given->outcome, Outcome::Busy); // nobody came to it before
    QTRY_VERIFY_WITH_TIMEOUT(last, 20'000); // the one before it in line has gone
    QCOMPARE(last->outcome, Outcome::Ok);
    QCOMPARE(order, QByteArray("hb"));
}

void tst_ScriptProcess::whatNobodyCallsAnyMoreIsGone()
{
    auto runner = std::make_unique<ScriptRunner>(kProgram, ScriptSource{kEcho, 1000, 64}, m_slots);
    QCOMPARE(run(*runner)->outcome, Outcome::Ok);
    const qint64 pid = runner->processId();
    QVERIFY(QFile::exists(u"/proc/%1"_s.arg(pid)));
    runner.reset();
    QVERIFY(!QFile::exists(u"/proc/%1"_s.arg(pid)));
}

QTEST_GUILESS_MAIN(tst_ScriptProcess)
#include "tst_script_process.moc"
