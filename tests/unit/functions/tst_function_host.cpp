#include <atomic>
#include <future>

#include <QTest>

#include "server/functions/echo_function.h"
#include "server/functions/function_host.h"
#include "server/functions/function_worker.h"

using namespace parley;
using namespace parley::functions;

namespace {

// Never answers.
class SilentFunction final : public Function
{
public:
    void invoke(FunctionCall, FunctionDone) override {}
};

// Answers three times.
class ChattyFunction final : public Function
{
public:
    void invoke(FunctionCall, FunctionDone done) override
    {
        done(FunctionReply{200, "first", {}});
        done(FunctionReply{500, "second", {}});
        done(FunctionReply{500, "third", {}});
    }
};

template <typename T>
FunctionEntry entry(std::string name)
{
    return {std::move(name), [] { return std::make_unique<T>(); }};
}

FunctionReply callAndWait(FunctionHost &host, FunctionCall call)
{
    std::promise<FunctionReply> promise;
    host.call(std::move(call), [&](FunctionReply reply) { promise.set_value(std::move(reply)); });
    return promise.get_future().get();
}

} // namespace

class TestFunctionHost : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void unknownFunctionIs404();
    void stopAnswersOpenCalls();
    void callAfterStopIs503();
    void tooManyOpenCalls();
    void answersOnce();
    void echoAnswersTheBody();
    void runsOnItsOwnThread();
};

void TestFunctionHost::unknownFunctionIs404()
{
    FunctionHost host({entry<EchoFunction>("echo")});
    QVERIFY(!host.hasFunction("Echo"));
    QVERIFY(!host.hasFunction(""));
    QCOMPARE(callAndWait(host, {"nothing", {}, 1, {}}).status, 404);
}

void TestFunctionHost::stopAnswersOpenCalls()
{
    FunctionHost host({entry<SilentFunction>("silent")});
    std::atomic<int> answered = 0;
    for (int i = 0; i < 10; ++i) {
        host.call({"silent", {}, 1, {}},
                  [&](const FunctionReply &reply) { answered += reply.status == 503 ? 1 : 1000; });
    }
    host.stop();
    QCOMPARE(answered.load(), 10);
}

void TestFunctionHost::callAfterStopIs503()
{
    FunctionHost host({entry<EchoFunction>("echo")});
    host.stop();
    host.stop(); // twice is allowed
    QCOMPARE(callAndWait(host, {"echo", {}, 1, {}}).status, 503);
}

void TestFunctionHost::tooManyOpenCalls()
{
    std::atomic<int> refused = 0;
    FunctionHost host({entry<SilentFunction>("silent"), entry<EchoFunction>("echo")});
    for (std::size_t i = 0; i < FunctionWorker::kMaxOpenCalls; ++i)
        host.call({"silent", {}, 1, {}}, [](const FunctionReply &) {});
    host.call({"silent", {}, 1, {}}, [&](const FunctionReply &reply) { refused = reply.status; });
    QTRY_COMPARE(refused.load(), 503);
}

void TestFunctionHost::answersOnce()
{
    std::atomic<int> answers = 0;
    FunctionHost host({entry<ChattyFunction>("chatty")});
    std::promise<FunctionReply> first;
    host.call({"chatty", {}, 1, {}}, [&](const FunctionReply &reply) {
        if (++answers == 1)
            first.set_value(reply);
    });
    QCOMPARE(first.get_future().get().body, std::string("first"));
    host.stop();
    QCOMPARE(answers.load(), 1);
}

void TestFunctionHost::echoAnswersTheBody()
{
    FunctionHost host({entry<EchoFunction>("echo")});
    QVERIFY(host.hasFunction("echo"));
    QCOMPARE(host.names(), std::vector<std::string>{"echo"});
    const FunctionReply reply = callAndWait(host, {"echo", "msg_1", 1, "{\"text\":\"ñ\"}"});
    QCOMPARE(reply.status, 200);
    QCOMPARE(reply.body, std::string("{\"text\":\"ñ\"}"));
}

void TestFunctionHost::runsOnItsOwnThread()
{
    std::promise<std::thread::id> made;
    FunctionHost host({{"echo", [&] {
                            made.set_value(std::this_thread::get_id());
                            return std::make_unique<EchoFunction>();
                        }}});
    QVERIFY(made.get_future().get() != std::this_thread::get_id());
}

QTEST_GUILESS_MAIN(TestFunctionHost)
#include "tst_function_host.moc"
