#include <atomic>
#include <future>

#include "server/webhooks/webhook_service.h"
#include "tests/unit/webhooks/engine_fixture.h"

using namespace parley;
using namespace parley::test;

// The service from outside: its own thread, plain values.
class TestWebhookService : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sendsFromAnotherThread();
    void stopsInTime();
    void answersAfterItStopped();
    void stopsWhenTheJournalHangs();
};

namespace {

// Counts what happens; told on the webhooks thread.
class CountingObserver final : public DeliveryObserver
{
public:
    void deliveryChanged(const Delivery &delivery) override
    {
        delivered += delivery.state == DeliveryState::Delivered ? 1 : 0;
    }
    void attemptMade(const Delivery &, const Attempt &) override { ++attempts; }
    void webhookAlert(const Alert &) override {}
    void webhookChanged(const Webhook &) override {}

    std::atomic<int> delivered{0};
    std::atomic<int> attempts{0};
};

struct ServiceFixture {
    ServiceFixture() :
        service({clock, random, log, observer, functions, [this](Executor &) {
                     auto made = std::make_unique<MemoryJournal>();
                     journal = made.get();
                     return made;
                 }})
    {
    }

    std::future<Result<void>> offer(std::uint64_t number)
    {
        const auto answer = std::make_shared<std::promise<Result<void>>>();
        service.offer("whk_1",
                      {{.key = EngineFixture::key(),
                        .position = {1, number},
                        .time = clock.utc(),
                        .payload = {PayloadKind::Text, "hi"}}},
                      [answer](Result<void> result) { answer->set_value(std::move(result)); });
        return answer->get_future();
    }

    Webhook webhook(const std::string &url) const
    {
        Webhook out{.id = "whk_1", .key = EngineFixture::key()};
        out.url = url;
        out.level = AddressLevel::Local;
        out.credentials.secret = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
        return out;
    }

    SystemClock clock;
    SystemRandom random;
    SilentLog log;
    CountingObserver observer;
    FakeFunctions functions;
    std::atomic<MemoryJournal *> journal{nullptr};
    WebhookService service;
};

} // namespace

void TestWebhookService::sendsFromAnotherThread()
{
    FakeEndpoint endpoint;
    ServiceFixture f;
    QVERIFY(f.service.start({f.webhook(endpoint.url())}));
    std::vector<std::future<Result<void>>> answers;
    for (std::uint64_t i = 1; i <= 100; ++i)
        answers.push_back(f.offer(i));
    for (auto &answer : answers)
        QVERIFY(answer.get());
    QTRY_COMPARE(f.observer.delivered.load(), 100);
    QCOMPARE(endpoint.requests().size(), 100);
    std::promise<Result<Attempt>> tested;
    f.service.sendTest("whk_1", "test",
                       [&](Result<Attempt> result) { tested.set_value(std::move(result)); });
    auto attempt = tested.get_future();
    QTRY_VERIFY(attempt.wait_for(0s) == std::future_status::ready);
    QVERIFY(attempt.get()->outcome == Outcome::Ok);
    f.service.removeWebhook("whk_1");
    QCOMPARE(f.offer(101).get().error().code, ErrorCode::NotFound);
}

void TestWebhookService::stopsInTime()
{
    FakeEndpoint endpoint;
    endpoint.hold();
    ServiceFixture f;
    QVERIFY(f.service.start({f.webhook(endpoint.url())}));
    QVERIFY(f.offer(1).get());
    QTRY_COMPARE(endpoint.requests().size(), 1);
    f.service.stop(); // does not wait for the endpoint
    QCOMPARE(f.observer.attempts.load(), 1);
    QCOMPARE(f.observer.delivered.load(), 0);
}

void TestWebhookService::answersAfterItStopped()
{
    ServiceFixture f;
    QVERIFY(f.service.start({}));
    f.service.stop();
    f.service.stop(); // nothing happens
    QCOMPARE(f.offer(1).get().error().code, ErrorCode::Unavailable);
    QCOMPARE(f.service.start({}).error().code, ErrorCode::Unavailable);
}

void TestWebhookService::stopsWhenTheJournalHangs()
{
    FakeEndpoint endpoint;
    ServiceFixture f;
    QVERIFY(f.service.start({f.webhook(endpoint.url())}));
    QVERIFY(f.offer(1).get());
    QTRY_COMPARE(f.observer.delivered.load(), 1);
    std::promise<void> frozen;
    f.service.executor().post([&] {
        f.journal.load()->freeze();
        frozen.set_value();
    });
    frozen.get_future().get();
    auto never = f.offer(2);
    f.service.stop(); // after kStopTime
    QVERIFY(endpoint.requests().size() == 1);
}

QTEST_GUILESS_MAIN(TestWebhookService)
#include "tst_webhook_service.moc"
