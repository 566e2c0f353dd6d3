#include <atomic>
#include <future>
#include <optional>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include "server/functions/function_host.h"
#include "server/functions/script/script_functions.h"
#include "server/functions/script/script_trial.h"
#include "tests/support/fake_publisher.h"

using namespace parley;
using namespace parley::functions;
using namespace Qt::StringLiterals;

namespace {

const std::string kDelivery = "msg_01JEXAMPLE0000000000000000";

StoredFunction function(const std::string &source, const std::string &tokenId = "tok_1")
{
    StoredFunction made;
    made.name = "mine";
    made.source = source;
    made.tokenId = tokenId;
    return made;
}

} // namespace

// Functions that people wrote, in the host that webhooks call.
class tst_ScriptFunction final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void whatCannotBePublishedIsTold_data();
    void whatCannotBePublishedIsTold();
    void whatMayComeThroughLaterIsTriedAgain();
    void aRedeliveryCarriesTheSameKeys();
    void everythingIsPublishedBeforeTheAnswer();
    void anAnswerThatComesAfterTheEndIsDropped();
    void manyCallsOfOneFunctionKeepTheirOrder();
    void aNewScriptTakesThePlaceOfTheOld();
    void aFunctionThatIsRemovedAnswersItsCalls();
    void aTrialTellsEverythingAndPublishesNothing();
    void aTrialOfNonsenseIsAnswered();

private:
    FunctionReply call(const std::string &body = "{}", const std::string &name = "mine");

    test::FakePublisher m_publisher;
    std::unique_ptr<ScriptFunctions> m_scripts;
    std::unique_ptr<FunctionHost> m_host; // behind the scripts: it goes first
};

void tst_ScriptFunction::init()
{
    m_host.reset();
    m_publisher.published.clear();
    m_publisher.attempts.clear();
    m_publisher.answer = {};
    m_publisher.isHolding = false;
    m_scripts = std::make_unique<ScriptFunctions>(PARLEY_JS, m_publisher);
    m_host = std::make_unique<FunctionHost>(std::vector<FunctionEntry>{m_scripts->trial()});
}

FunctionReply tst_ScriptFunction::call(const std::string &body, const std::string &name)
{
    std::promise<FunctionReply> promise;
    m_host->call({name, kDelivery, 1, body, 3},
                 [&](FunctionReply reply) { promise.set_value(std::move(reply)); });
    return promise.get_future().get();
}

void tst_ScriptFunction::whatCannotBePublishedIsTold_data()
{
    QTest::addColumn<QByteArray>("statement");
    QTest::addColumn<QByteArray>("token");
    QTest::addColumn<int>("refusedWith"); // by the publisher; 0: it is not asked
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("says");

    const QByteArray token = "tok_1";
    QTest::newRow("no token") << QByteArray("publish('a','b')") << QByteArray() << 0 << 403
                              << QByteArray("no token");
    QTest::newRow("no right") << QByteArray("publish('a','b')") << token
                              << int(ErrorCode::PermissionDenied) << 403 << QByteArray("number 1");
    QTest::newRow("a token that has ended")
        << QByteArray("publish('a','b')") << token << int(ErrorCode::Unauthenticated) << 403
        << QByteArray("number 1");
    QTest::newRow("no such topic") << QByteArray("publish('a','b')") << token
                                   << int(ErrorCode::NotFound) << 403 << QByteArray("number 1");
    QTest::newRow("too fast") << QByteArray("publish('a','b')") << token
                              << int(ErrorCode::RateLimited) << 503 << QByteArray("number 1");
    QTest::newRow("no topic's name") << QByteArray("publish('a','b'); publish('bad name','b')")
                                     << token << 0 << 422 << QByteArray("number 2");
    QTest::newRow("a topic of the broker") << QByteArray("publish('$events/audit','b')") << token
                                           << 0 << 422 << QByteArray("number 1");
    QTest::newRow("no namespace's name")
        << QByteArray("publish('a','b','bad name')") << token << 0 << 422 << QByteArray("number 1");
    QTest::newRow("longer than a message") << QByteArray("publish('a','x'.repeat(262145))") << token
                                           << 0 << 422 << QByteArray("262,144");
}

void tst_ScriptFunction::whatCannotBePublishedIsTold()
{
    QFETCH(QByteArray, statement);
    QFETCH(QByteArray, token);
    QFETCH(int, refusedWith);
    QFETCH(int, status);
    QFETCH(QByteArray, says);
    m_publisher.answer = [refusedWith](const PublishRequest &) -> Result<Position> {
        return Error{ErrorCode(refusedWith), "refused"};
    };
    m_host->put(m_scripts->entry(function(
        "function handle() {" + statement.toStdString() + "; return 7; }", token.toStdString())));
    const FunctionReply reply = call();
    QCOMPARE(reply.status, status);
    QVERIFY2(reply.error.find(says.toStdString()) != std::string::npos, reply.error.c_str());
    QCOMPARE(reply.body, std::string("7"));
    QCOMPARE(m_publisher.attempts.size(), std::size_t(refusedWith == 0 ? 0 : 1));
}

void tst_ScriptFunction::whatMayComeThroughLaterIsTriedAgain()
{
    m_publisher.answer = [](const PublishRequest &request) -> Result<Position> {
        if (request.key.topic.text() == "b")
            return Error{ErrorCode::Unavailable, "later"};
        if (request.key.topic.text() == "c")
            return Error{ErrorCode::NotFound, "never"};
        return Position{1, 1};
    };
    m_host->put(m_scripts->entry(
        function("function handle(event) { for (const t of event.topics) publish(t, 'x'); }")));
    QCOMPARE(call(R"({"topics":["a","a"]})").status, 200);
    QCOMPARE(call(R"({"topics":["a","c"]})").status, 403);
    QCOMPARE(call(R"({"topics":["a","c","b"]})").status, 503);
}

void tst_ScriptFunction::aRedeliveryCarriesTheSameKeys()
{
    m_host->put(m_scripts->entry(function(
        "function handle() { publish('a', 'one'); publish('b', {two: 2}, 'other'); }", "tok_9")));
    QCOMPARE(call().status, 200);
    QCOMPARE(call().status, 200);
    QCOMPARE(m_publisher.published.size(), std::size_t(4));
    for (std::size_t i = 0; i < 2; ++i) {
        const PublishRequest &request = m_publisher.published[i];
        QCOMPARE(request.idempotencyKey->text(), kDelivery + ":" + std::to_string(i));
        QCOMPARE(request.idempotencyKey->text(),
                 m_publisher.published[i + 2].idempotencyKey->text());
        QCOMPARE(request.tokenId, std::string("tok_9"));
        QCOMPARE(request.hops, std::uint8_t(4));
    }
    QCOMPARE(m_publisher.published[1].key.nameSpace.text(), std::string("other"));
    QCOMPARE(m_publisher.published[1].payload.bytes, std::string("{\"two\":2}"));
}

void tst_ScriptFunction::everythingIsPublishedBeforeTheAnswer()
{
    m_publisher.isHolding = true;
    m_host->put(m_scripts->entry(function("function handle() { publish('a', 'x'); return 1; }")));
    std::atomic<int> status = 0;
    std::atomic<int> echoed = 0;
    m_host->put(m_scripts->entry([] {
        auto other = function("function handle() { return 2; }");
        other.name = "other";
        return other;
    }()));
    m_host->call({"mine", kDelivery, 1, "{}"},
                 [&](const FunctionReply &reply) { status = reply.status; });
    m_host->call({"mine", "short", 1, "{}"},
                 [&](const FunctionReply &reply) { echoed = reply.status; });
    QTRY_COMPARE(echoed.load(), 422); // an id that makes no key; behind the first one
    QCOMPARE(status.load(), 0);
    m_publisher.releaseAll();
    QTRY_COMPARE(status.load(), 200);
}

void tst_ScriptFunction::anAnswerThatComesAfterTheEndIsDropped()
{
    m_publisher.isHolding = true;
    m_host->put(m_scripts->entry(function("function handle() { publish('a', 'x'); }")));
    std::atomic<int> status = 0;
    m_host->call({"mine", kDelivery, 1, "{}"},
                 [&](const FunctionReply &reply) { status = reply.status; });
    m_host->call({"mine", "short", 1, "{}"}, [&](const FunctionReply &reply) {
        if (reply.status == 422)
            status = 1; // the first call is at its publisher now
    });
    QTRY_COMPARE(status.load(), 1);
    m_host->stop();
    QCOMPARE(status.load(), 503);
    m_publisher.releaseAll();
    QCOMPARE(status.load(), 503);
}

void tst_ScriptFunction::manyCallsOfOneFunctionKeepTheirOrder()
{
    m_host->put(
        m_scripts->entry(function("function handle(event) { publish('a', '' + event.n); }")));
    std::atomic<int> answered = 0;
    std::atomic<int> busy = 0;
    constexpr int kCalls = 200; // more than may wait
    for (int i = 0; i < kCalls; ++i)
        m_host->call(
            {"mine", kDelivery + std::to_string(i), 1, "{\"n\":" + std::to_string(i) + "}"},
            [&](const FunctionReply &reply) {
                busy += reply.status == 503 ? 1 : 0;
                ++answered;
            });
    QTRY_COMPARE_WITH_TIMEOUT(answered.load(), kCalls, 20'000);
    QVERIFY(busy > 0);
    QCOMPARE(int(m_publisher.published.size()), kCalls - busy);
    int last = -1;
    for (const PublishRequest &request : m_publisher.published) {
        QVERIFY(std::stoi(request.payload.bytes) > last);
        last = std::stoi(request.payload.bytes);
    }
}

void tst_ScriptFunction::aNewScriptTakesThePlaceOfTheOld()
{
    QCOMPARE(call().status, 404);
    m_host->put(m_scripts->entry(function("function handle() { return 'old'; }")));
    QCOMPARE(call().body, std::string("\"old\""));
    m_host->put(m_scripts->entry(function("function handle() { return 'new'; }")));
    QCOMPARE(call().body, std::string("\"new\""));
    QCOMPARE(m_host->names(), std::vector<std::string>{"mine"}); // without the trial
    m_host->remove("mine");
    QCOMPARE(call().status, 404);
    QVERIFY(!m_host->hasFunction("mine"));
}

void tst_ScriptFunction::aFunctionThatIsRemovedAnswersItsCalls()
{
    m_host->put(m_scripts->entry(function("function handle(event) { while (event.wait); }")));
    QCOMPARE(call().status, 200);
    std::atomic<int> status = 0;
    m_host->call({"mine", kDelivery, 1, "{\"wait\":1}"},
                 [&](const FunctionReply &reply) { status = reply.status; });
    m_host->remove("mine");
    QTRY_COMPARE(status.load(), 503);
}

void tst_ScriptFunction::aTrialTellsEverythingAndPublishesNothing()
{
    const QJsonObject asked{
        {u"source"_s,
         u"function handle(e) { console.log(e.text); publish('a', 'b'); return e.attempt; }"_s},
        {u"body"_s, uR"({"text":"hi"})"_s},
        {u"milliseconds"_s, 500},
        {u"megabytes"_s, 64}};
    const FunctionReply reply
        = call(QJsonDocument(asked).toJson().toStdString(), ScriptTrial::kName);
    QCOMPARE(reply.status, 200);
    QJsonObject told = QJsonDocument::fromJson(QByteArray::fromStdString(reply.body)).object();
    QVERIFY(told.take(u"milliseconds").toDouble() > 0);
    QCOMPARE(told,
             (QJsonObject{{u"status"_s, 200},
                          {u"body"_s, u"1"_s},
                          {u"error"_s, u""_s},
                          {u"log"_s, QJsonArray{u"hi"_s}},
                          {u"messages"_s,
                           QJsonArray{QJsonObject{{u"namespace"_s, u"default"_s},
                                                  {u"topic"_s, u"a"_s},
                                                  {u"payload"_s, u"b"_s}}}}}));
    QVERIFY(m_publisher.attempts.empty());
}

void tst_ScriptFunction::aTrialOfNonsenseIsAnswered()
{
    for (const std::string &body :
         {std::string(), std::string("[]"), std::string("{\"source\":7}")}) {
        const FunctionReply reply = call(body, ScriptTrial::kName);
        QCOMPARE(reply.status, 200);
        const auto told = QJsonDocument::fromJson(QByteArray::fromStdString(reply.body)).object();
        QCOMPARE(told[u"status"].toInt(), 500);
        QVERIFY(told[u"error"].toString().contains(u"handle"_s));
    }
}

QTEST_GUILESS_MAIN(tst_ScriptFunction)
#include "tst_script_function.moc"
