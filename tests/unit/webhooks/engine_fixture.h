#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include <QTest>

#include "server/webhooks/delivery_engine.h"
#include "server/webhooks/delivery_factory.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_endpoint/fake_endpoint.h"
#include "tests/support/fake_endpoint/fake_resolver.h"
#include "tests/support/fake_endpoint/memory_journal.h"

namespace parley::test {

using namespace std::chrono_literals;

// Every draw is the middle: no jitter.
class MiddleRandom final : public Random
{
public:
    void fill(std::span<std::uint8_t> bytes) override
    {
        std::fill(bytes.begin(), bytes.end(), std::uint8_t{0});
        bytes[0] = 0x80;
    }
};

// Remembers what the engine told.
class RecordingObserver final : public DeliveryObserver
{
public:
    void deliveryChanged(const Delivery &delivery) override
    {
        states[delivery.id].push_back(delivery.state);
    }
    void attemptMade(const Delivery &, const Attempt &attempt) override
    {
        attempts.push_back(attempt);
    }
    void webhookChanged(const Webhook &webhook) override { webhooks.push_back(webhook); }
    void webhookAlert(const Alert &alert) override { alerts.push_back(alert.percent); }

    std::map<std::string, std::vector<DeliveryState>> states;
    std::vector<Attempt> attempts;
    std::vector<Webhook> webhooks;
    std::vector<int> alerts; // percent
};

// A function host in the hand of the test.
class FakeFunctions final : public FunctionTarget
{
public:
    bool hasFunction(const std::string &) const override { return true; }
    void call(FunctionCall call, std::function<void(FunctionReply)> done) override
    {
        calls.push_back(call);
        if (silent)
            unanswered.push_back(std::move(done));
        else
            done(reply);
    }

    std::vector<FunctionCall> calls;
    std::vector<std::function<void(FunctionReply)>> unanswered;
    FunctionReply reply{};
    bool silent = false;
};

// An engine over real sockets with a clock that the test moves.
struct EngineFixture {
    EngineFixture() { restart(); }

    //! As after a crash: nothing of the engine is left but the journal.
    void restart(const std::vector<Webhook> &webhooks = {})
    {
        journal->forgetAskers();
        engine.reset();
        runner.reset();
        client.reset();
        client = std::make_unique<HttpDeliveryClient>(clock, resolver, AddressPolicy());
        runner = std::make_unique<AttemptRunner>(clock, *client, functions);
        engine = std::make_unique<DeliveryEngine>(DeliveryEngine::Parts{
            clock, random, *journal, observer, *runner, Log(log, "parley.test")});
        for (const Webhook &webhook : webhooks)
            engine->putWebhook(webhook);
        bool started = false;
        engine->start([&](const Result<void> &result) { started = bool(result); });
        QTRY_VERIFY(started);
    }

    static TopicKey key()
    {
        return {NamespaceName::standard(), *TopicName::parse("friends-publish")};
    }

    Webhook webhook(const std::string &url, ScheduleName schedule = ScheduleName::Standard,
                    const std::string &id = "whk_1") const
    {
        Webhook out{.id = id, .key = key()};
        out.url = url;
        out.settings.schedule = schedule;
        out.level = AddressLevel::Local;
        out.credentials.secret = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
        out.credentials.momentoSecret = "1234567890";
        return out;
    }

    //! Offers \p count new messages. \return their delivery ids.
    std::vector<std::string> offer(int count = 1, const std::string &webhookId = "whk_1")
    {
        std::vector<PublishedMessage> messages;
        std::vector<std::string> ids;
        for (int i = 0; i < count; ++i) {
            messages.push_back(message(++sequence));
            ids.push_back(deliveryId({.id = webhookId, .key = key()}, messages.back()));
        }
        lastOffer.reset();
        engine->offer(webhookId, messages,
                      [this](Result<void> result) { lastOffer = std::move(result); });
        return ids;
    }

    PublishedMessage message(std::uint64_t number) const
    {
        return {.key = key(),
                .position = {1, number},
                .time = start + std::chrono::milliseconds(number),
                .publisherId = "ana",
                .payload = {PayloadKind::Text, "hola " + std::to_string(number)}};
    }

    void advance(std::chrono::milliseconds time)
    {
        clock.advance(time);
        engine->alarms().check();
    }

    DeliveryState state(const std::string &id) const { return journal->delivery(id).state; }
    DeadReason reason(const std::string &id) const { return journal->delivery(id).reason; }

    FakeClock clock;
    MiddleRandom random;
    SilentLog log;
    FakeResolver resolver;
    RecordingObserver observer;
    FakeFunctions functions;
    std::unique_ptr<MemoryJournal> journal = std::make_unique<MemoryJournal>();
    std::unique_ptr<HttpDeliveryClient> client;
    std::unique_ptr<AttemptRunner> runner;
    std::unique_ptr<DeliveryEngine> engine;
    const UtcTime start = clock.utc();
    std::uint64_t sequence = 0;
    std::optional<Result<void>> lastOffer{};
};

// For QCOMPARE's messages.
inline QByteArray name(DeliveryState state)
{
    return QByteArray::fromStdString(std::string(wireName(state)));
}
inline QByteArray name(DeadReason reason)
{
    return QByteArray::fromStdString(std::string(wireName(reason)));
}
inline QByteArray name(Trigger trigger)
{
    return QByteArray::fromStdString(std::string(wireName(trigger)));
}
inline QByteArray name(Outcome outcome)
{
    return QByteArray::fromStdString(std::string(wireName(outcome)));
}
inline QByteArray headerOf(const QByteArray &request, const QByteArray &field)
{
    const qsizetype at = request.indexOf("\r\n" + field + ": ");
    if (at < 0)
        return {};
    const qsizetype from = at + 4 + field.size();
    return request.mid(from, request.indexOf("\r\n", from) - from);
}
inline QByteArray bodyOf(const QByteArray &request)
{
    return request.mid(request.indexOf("\r\n\r\n") + 4);
}

} // namespace parley::test
