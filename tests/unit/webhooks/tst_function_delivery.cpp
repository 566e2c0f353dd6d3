#include "tests/unit/webhooks/engine_fixture.h"

using namespace parley;
using namespace parley::test;

// Deliveries to functions of this process. What an endpoint elsewhere must not see, they may: after
// a crash they are called again under the same id.
class TestFunctionDelivery : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void callsFunctionsWhileTheJournalWrites();
    void callsFunctions_data();
    void callsFunctions();
    void givesUpOnSilentFunctions();
    void isCalledOnceThoughTheJournalFailed();
    void keepsTheOrder();
    void waitsForAFunctionThatWasCalled();
};

// What an endpoint elsewhere must not see, a function of this process may: after a crash it is
// called again under the same id.
void TestFunctionDelivery::callsFunctionsWhileTheJournalWrites()
{
    using enum DeliveryState;
    EngineFixture f;
    f.engine->putWebhook(f.webhook("function:echo"));
    const std::string first = f.offer().front();
    QTRY_COMPARE(name(f.state(first)), name(Delivered));
    f.functions.silent = true;
    const std::string id = f.offer().front();
    QCOMPARE(f.functions.calls.size(), std::size_t{2}); // before the event loop turned
    QVERIFY(!f.lastOffer);
    QTRY_VERIFY(f.lastOffer && *f.lastOffer);
    QCOMPARE(name(f.state(id)), name(Sending));
    QCOMPARE(f.observer.states[id], (std::vector{Sending})); // told once
    f.functions.silent = false;
    f.restart({f.webhook("function:echo")});
    QTRY_COMPARE(name(f.state(id)), name(Delivered));
    QCOMPARE(f.functions.calls.size(), std::size_t{3});
    QCOMPARE(f.functions.calls[1].deliveryId, f.functions.calls[2].deliveryId);
}

void TestFunctionDelivery::callsFunctions_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("state");
    QTest::addColumn<QByteArray>("reason");
    QTest::addColumn<QByteArray>("outcome");
    QTest::newRow("200") << 200 << QByteArray("delivered") << QByteArray("") << QByteArray("ok");
    QTest::newRow("400") << 400 << QByteArray("dead") << QByteArray("rejected")
                         << QByteArray("http_4xx");
    QTest::newRow("500") << 500 << QByteArray("waiting") << QByteArray("")
                         << QByteArray("function_error");
    QTest::newRow("100") << 100 << QByteArray("waiting") << QByteArray("")
                         << QByteArray("function_error");
}

void TestFunctionDelivery::callsFunctions()
{
    QFETCH(const int, status);
    EngineFixture f;
    f.functions.reply = {status, R"({"verdict":"fine"})", status == 200 ? "" : "no luck"};
    f.engine->putWebhook(f.webhook("function:room", ScheduleName::Chat));
    const std::string id = f.offer().front();
    QTRY_VERIFY(!f.observer.attempts.empty() && f.state(id) != DeliveryState::Sending);
    QTEST(name(f.state(id)), "state");
    QTEST(name(f.reason(id)), "reason");
    const Attempt attempt = f.journal->attempts(id).front();
    QTEST(name(attempt.outcome), "outcome");
    QCOMPARE(attempt.httpStatus, status);
    QVERIFY(attempt.requestHead.starts_with("CALL function:room\r\n"));
    QCOMPARE(attempt.responseBody, std::string(R"({"verdict":"fine"})"));
    QCOMPARE(f.functions.calls.size(), std::size_t{1});
    QCOMPARE(f.functions.calls[0].function, std::string("room"));
    QCOMPARE(f.functions.calls[0].deliveryId, id);
    QVERIFY(f.functions.calls[0].body.find("\"text\":\"hola 1\"") != std::string::npos);
}

void TestFunctionDelivery::givesUpOnSilentFunctions()
{
    EngineFixture f;
    f.functions.silent = true;
    f.engine->putWebhook(f.webhook("function:room"));
    const std::string id = f.offer().front();
    QTRY_COMPARE(f.functions.calls.size(), std::size_t{1});
    f.engine->cancel(id, [](const Result<void> &) {});
    QTRY_COMPARE(name(f.state(id)), name(DeliveryState::Canceled));
}

// The ninth waits for the journal; the tenth has room, and does not overtake it.
void TestFunctionDelivery::isCalledOnceThoughTheJournalFailed()
{
    EngineFixture f;
    f.engine->putWebhook(f.webhook("function:room"));
    const std::string first = f.offer().front();
    QTRY_COMPARE(name(f.state(first)), name(DeliveryState::Delivered));
    f.functions.silent = true;
    f.journal->failWrites(1);
    const std::string id = f.offer().front();
    QCOMPARE(f.functions.calls.size(), std::size_t{2});
    QTRY_VERIFY(f.lastOffer && !*f.lastOffer);
    f.sequence = 1; // the feed offers it again, and the function still runs
    f.offer();
    QTRY_VERIFY(f.lastOffer && *f.lastOffer);
    QCOMPARE(name(f.state(id)), name(DeliveryState::Sending));
    QCOMPARE(f.functions.calls.size(), std::size_t{2});
    QCOMPARE(f.functions.unanswered.size(), std::size_t{1});
    f.functions.unanswered.front()({200, {}, {}});
    QTRY_COMPARE(name(f.state(id)), name(DeliveryState::Delivered));
    QCOMPARE(f.engine->attemptsUnderWay(), 0);
    QCOMPARE(f.engine->health("whk_1")->at("whk_1").open, std::uint64_t{0});
}

void TestFunctionDelivery::keepsTheOrder()
{
    EngineFixture f;
    f.engine->putWebhook(f.webhook("function:room"));
    const std::string first = f.offer().front(); // behind it the journal is known to be empty
    QTRY_COMPARE(name(f.state(first)), name(DeliveryState::Delivered));
    f.functions.calls.clear();
    f.functions.silent = true;
    auto ids = f.offer(int(DeliverySettings{}.concurrency) + 1);
    QCOMPARE(f.functions.calls.size(), std::size_t{int(DeliverySettings{}.concurrency)});
    QTRY_VERIFY(f.lastOffer);
    f.functions.unanswered[0](f.functions.reply);
    f.functions.unanswered[1](f.functions.reply); // on their way to the engine
    QTRY_COMPARE(f.observer.attempts.size(), std::size_t{3});
    ids.push_back(f.offer().front());
    QTRY_COMPARE(f.functions.calls.size(), ids.size());
    for (std::size_t i = 0; i < ids.size(); ++i)
        QCOMPARE(f.functions.calls[i].deliveryId, ids[i]);
}

// It publishes whatever becomes of us: called again at the next start, it would publish twice.
void TestFunctionDelivery::waitsForAFunctionThatWasCalled()
{
    EngineFixture f;
    f.functions.silent = true;
    f.engine->putWebhook(f.webhook("function:room"));
    const std::string id = f.offer().front();
    QTRY_COMPARE(f.functions.unanswered.size(), std::size_t{1});
    QTRY_VERIFY(f.lastOffer);
    bool stopped = false;
    f.engine->stop([&] { stopped = true; });
    QCoreApplication::processEvents();
    QVERIFY(!stopped);
    QCOMPARE(name(f.state(id)), name(DeliveryState::Sending));
    f.functions.unanswered[0](f.functions.reply);
    QTRY_VERIFY(stopped);
    QCOMPARE(name(f.state(id)), name(DeliveryState::Delivered));
}

QTEST_GUILESS_MAIN(TestFunctionDelivery)
#include "tst_function_delivery.moc"
