#include "tests/unit/webhooks/engine_fixture.h"

#include <QSet>

#include "server/webhooks/signer.h"

using namespace parley;
using namespace parley::test;

// The way of a delivery through queue, journal and attempts. The number is the row of the webhook
// sheet, section 8.
class TestDeliveryActs : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cancelsOneDelivery();
    void retriesByHand();
    void aRefusedRetryLosesNothing();
    void replaysTheDead();
    void resendsWithAnotherBody();
    void refusesToResend();
};

void TestDeliveryActs::cancelsOneDelivery()
{
    FakeEndpoint endpoint;
    endpoint.hold();
    EngineFixture f;
    f.engine->putWebhook(f.webhook(endpoint.url()));
    const auto ids = f.offer(int(DeliverySettings{}.concurrency) + 1);
    QTRY_COMPARE(endpoint.requests().size(), int(DeliverySettings{}.concurrency));
    std::optional<Result<void>> answer;
    const auto done = [&](Result<void> result) { answer = std::move(result); };
    f.engine->cancel(ids.front(), done); // being sent
    QVERIFY(answer && *answer);
    QTRY_COMPARE(name(f.state(ids.front())), name(DeliveryState::Canceled));
    QCOMPARE(name(f.journal->attempts(ids.front())[0].outcome), name(Outcome::Canceled));
    QTRY_COMPARE(endpoint.requests().size(),
                 int(DeliverySettings{}.concurrency) + 1); // its room is free

    Webhook paused = f.webhook(endpoint.url());
    paused.state = WebhookState::Paused;
    f.engine->putWebhook(paused);
    const std::string queued = f.offer().front();
    QTRY_VERIFY(f.lastOffer);
    answer.reset();
    f.engine->cancel(queued, done);
    QTRY_VERIFY(answer);
    QVERIFY(*answer);
    QTRY_COMPARE(name(f.state(queued)), name(DeliveryState::Canceled));
    answer.reset();
    f.engine->cancel(queued, done); // again
    QTRY_VERIFY(answer);
    QCOMPARE(answer->error().code, ErrorCode::FailedPrecondition);
    answer.reset();
    f.engine->cancel("msg_none", done);
    QTRY_VERIFY(answer);
    QCOMPARE(answer->error().code, ErrorCode::NotFound);
}

void TestDeliveryActs::retriesByHand()
{
    FakeEndpoint endpoint;
    endpoint.answer(Answer::status(500));
    endpoint.answer(Answer::status(200));
    EngineFixture f;
    f.engine->putWebhook(f.webhook(endpoint.url()));
    const std::string id = f.offer().front();
    QTRY_COMPARE(name(f.state(id)), name(DeliveryState::Waiting));
    std::optional<Result<void>> answer;
    f.engine->retryNow(id, [&](Result<void> result) { answer = std::move(result); });
    QTRY_COMPARE(name(f.state(id)), name(DeliveryState::Delivered));
    QVERIFY(*answer);
    QCOMPARE(name(f.journal->attempts(id)[1].trigger), name(Trigger::Manual));
    f.advance(24h); // the automatic one was replaced
    QCOMPARE(endpoint.requests().size(), 2);
}

// The line of a person's clicks is full: what waits by itself goes on waiting.
void TestDeliveryActs::aRefusedRetryLosesNothing()
{
    FakeEndpoint endpoint;
    endpoint.hold();
    EngineFixture f;
    f.engine->putWebhook(f.webhook(endpoint.url()));
    constexpr int kClicks = static_cast<int>(Endpoint::kMaxManual) + 1;
    const auto ids = f.offer(int(DeliverySettings{}.concurrency) + kClicks);
    QTRY_COMPARE(endpoint.requests().size(), int(DeliverySettings{}.concurrency));
    int refused = 0;
    int answered = 0;
    for (int i = 0; i < kClicks; ++i)
        f.engine->retryNow(ids[static_cast<std::size_t>(int(DeliverySettings{}.concurrency) + i)],
                           [&](const Result<void> &result) {
                               ++answered;
                               refused += result ? 0 : 1;
                           });
    QTRY_COMPARE(answered, kClicks);
    QCOMPARE(refused, 1);
    endpoint.release();
    QTRY_COMPARE(f.journal->count(DeliveryState::Delivered),
                 int(DeliverySettings{}.concurrency) + kClicks);
}

void TestDeliveryActs::replaysTheDead()
{
    FakeEndpoint endpoint;
    endpoint.answer(Answer::status(500));
    EngineFixture f;
    f.engine->putWebhook(f.webhook(endpoint.url(), ScheduleName::Momento)); // one attempt
    const auto ids = f.offer(4); // one less than the breaker allows
    QTRY_COMPARE(f.journal->count(DeliveryState::Dead), 4); // 72
    QCOMPARE(name(f.reason(ids[0])), name(DeadReason::Exhausted));
    f.advance(24h);
    QCOMPARE(endpoint.requests().size(), 4);
    endpoint.answer(Answer::status(200));
    for (const std::string &id : ids)
        f.engine->retryNow(id, [](const Result<void> &) {});
    QTRY_COMPARE(f.journal->count(DeliveryState::Delivered), 4);
    QCOMPARE(name(f.reason(ids[0])), name(DeadReason::None));
    QCOMPARE(name(f.journal->attempts(ids[3])[1].trigger), name(Trigger::Replay));
    QSet<QByteArray> before;
    QSet<QByteArray> after;
    for (qsizetype i = 0; i < 4; ++i) {
        before.insert(headerOf(endpoint.requests()[i], "webhook-id"));
        after.insert(headerOf(endpoint.requests()[i + 4], "webhook-id"));
    }
    QCOMPARE(after, before);
}

void TestDeliveryActs::resendsWithAnotherBody()
{
    FakeEndpoint endpoint;
    endpoint.answer(Answer::status(500));
    endpoint.answer(Answer::status(200));
    EngineFixture f;
    f.engine->putWebhook(f.webhook(endpoint.url()));
    const std::string id = f.offer().front();
    QTRY_COMPARE(name(f.state(id)), name(DeliveryState::Waiting));
    std::optional<Result<std::string>> fresh;
    f.engine->resend(id, "{\"edited\":true}",
                     [&](Result<std::string> result) { fresh = std::move(result); });
    QTRY_VERIFY(fresh);
    QVERIFY(*fresh);
    const std::string freshId = **fresh;
    QVERIFY(freshId != id && freshId.starts_with("msg_") && freshId.size() == 30);
    QTRY_COMPARE(name(f.state(freshId)), name(DeliveryState::Delivered));
    QCOMPARE(name(f.state(id)), name(DeliveryState::Waiting)); // goes on by itself
    const QByteArray request = endpoint.requests().back();
    QCOMPARE(bodyOf(request), QByteArray("{\"edited\":true}"));
    QCOMPARE(headerOf(request, "webhook-id"), QByteArray::fromStdString(freshId));
    const Delivery stored = f.journal->delivery(freshId);
    QVERIFY(stored.key == f.key() && stored.position == (Position{1, 1}));
    QCOMPARE(name(f.journal->attempts(freshId)[0].trigger), name(Trigger::Manual));
}

void TestDeliveryActs::refusesToResend()
{
    FakeEndpoint endpoint;
    EngineFixture f;
    Webhook webhook = f.webhook(endpoint.url());
    f.engine->putWebhook(webhook);
    const std::string id = f.offer().front();
    QTRY_COMPARE(name(f.state(id)), name(DeliveryState::Delivered));
    const auto refusal = [&f](const std::string &of, const std::string &body) {
        std::optional<Result<std::string>> answer;
        f.engine->resend(of, body, [&](Result<std::string> result) { answer = std::move(result); });
        for (int turns = 0; !answer && turns < 1000; ++turns)
            QTest::qWait(1);
        return answer && !*answer ? answer->error().code : ErrorCode::Internal;
    };
    QCOMPARE(refusal("msg_none", "{}"), ErrorCode::NotFound);
    QCOMPARE(refusal(id, std::string(kMaxRequestBodyBytes + 1, 'x')), ErrorCode::PayloadTooLarge);
    webhook.state = WebhookState::Paused;
    f.engine->putWebhook(webhook);
    QCOMPARE(refusal(id, "{}"), ErrorCode::FailedPrecondition);
    f.engine->removeWebhook(webhook.id);
    QCOMPARE(refusal(id, "{}"), ErrorCode::FailedPrecondition);
    QCOMPARE(endpoint.requests().size(), 1);
}

QTEST_GUILESS_MAIN(TestDeliveryActs)
#include "tst_delivery_acts.moc"
