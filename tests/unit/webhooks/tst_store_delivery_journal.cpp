#include <QTemporaryDir>
#include <QTest>

#include "server/webhooks/loop_executor.h"
#include "server/webhooks/store_delivery_journal.h"
#include "tests/support/fake_clock.h"

using namespace parley;
using parley::test::FakeClock;
using namespace std::chrono_literals;

// The journal on a real store; answers come through this thread's event loop.
class TestStoreDeliveryJournal : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void keepsDeliveriesAndPositionTogether();
    void saysWhatItHad();
    void givesOldestFirst();
    void keepsLanesApart();
    void endsABatchByBytes();
    void findsWhatIsDue();
    void shiftsWhatWaits();
    void recoversWhatWasSending();
    void cancelsInParts();
    void changesTheWebhookWithTheAttempt();
    void prunesInParts();
    void givesBackStatistics();
    void answersInOrder();
    void saysNothingAfterItsEnd();
    void reportsAStoppedStore();

private:
    Delivery delivery(int number, DeliveryState state = DeliveryState::Queued) const;
    Attempt attempt(const Delivery &delivery, Outcome outcome) const;
    void enqueue(std::vector<JournalEntry> entries);
    void update(const Delivery &delivery, std::optional<Attempt> attempt = {});
    ReadyBatch ready(DeliveryLane lane, std::size_t limit = 100, std::size_t maxBytes = 1 << 20);
    Delivery find(const std::string &id);
    std::vector<Attempt> attempts(const std::string &id);
    void restart();

    template <typename T>
    static T wait(const std::function<void(std::function<void(Result<T>)>)> &ask)
    {
        std::optional<Result<T>> answer;
        ask([&answer](Result<T> result) { answer = std::move(result); });
        [&] { QTRY_VERIFY(answer); }();
        [&] { QVERIFY2(*answer, *answer ? "" : answer->error().message.c_str()); }();
        return std::move(**answer);
    }

    const FakeClock m_clock;
    const UtcTime m_now = m_clock.utc();
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Store> m_store;
    LoopExecutor m_executor;
    std::unique_ptr<StoreDeliveryJournal> m_journal;
};

void TestStoreDeliveryJournal::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    restart();
}

void TestStoreDeliveryJournal::cleanup()
{
    m_journal.reset();
    m_store.reset();
    QCoreApplication::processEvents();
}

void TestStoreDeliveryJournal::restart()
{
    static SilentLog log;
    m_journal.reset();
    m_store.reset();
    auto store = Store::open(m_folder->path().toStdString(), Log(log, "parley.test"));
    QVERIFY(store);
    m_store = std::move(*store);
    m_store->start();
    m_journal = std::make_unique<StoreDeliveryJournal>(*m_store, m_executor, m_clock);
}

Delivery TestStoreDeliveryJournal::delivery(int number, DeliveryState state) const
{
    Delivery out{.id = "msg_" + std::to_string(1000 + number),
                 .webhookId = "whk_1",
                 .key = {NamespaceName::standard(), *TopicName::parse("friends")}};
    out.position = {1, static_cast<std::uint64_t>(number)};
    out.createdAt = m_now;
    out.state = state;
    out.body = "{\"n\":" + std::to_string(number) + "}";
    return out;
}

Attempt TestStoreDeliveryJournal::attempt(const Delivery &of, Outcome outcome) const
{
    Attempt out;
    out.deliveryId = of.id;
    out.number = of.attempts;
    out.startedAt = m_now + 1s;
    out.outcome = outcome;
    return out;
}

void TestStoreDeliveryJournal::enqueue(std::vector<JournalEntry> entries)
{
    wait<std::vector<std::string>>(
        [&](auto done) { m_journal->enqueue(std::move(entries), {}, std::move(done)); });
}

void TestStoreDeliveryJournal::update(const Delivery &what, std::optional<Attempt> made)
{
    std::optional<Result<void>> answer;
    m_journal->update({what, std::move(made)}, {}, [&](Result<void> r) { answer = std::move(r); });
    QTRY_VERIFY(answer);
    QVERIFY(*answer);
}

ReadyBatch TestStoreDeliveryJournal::ready(DeliveryLane lane, std::size_t limit,
                                           std::size_t maxBytes)
{
    return wait<ReadyBatch>([&](auto done) {
        m_journal->nextReady({"whk_1", lane, m_now, limit, maxBytes}, std::move(done));
    });
}

Delivery TestStoreDeliveryJournal::find(const std::string &id)
{
    return wait<Delivery>([&](auto done) { m_journal->find(id, std::move(done)); });
}

std::vector<Attempt> TestStoreDeliveryJournal::attempts(const std::string &id)
{
    std::optional<std::vector<Attempt>> found;
    m_store->write(
        [&](Tables &tables) {
            found = tables.deliveries().attempts(id);
            return Result<void>();
        },
        {});
    find(id); // behind it
    return *found;
}

void TestStoreDeliveryJournal::keepsDeliveriesAndPositionTogether()
{
    wait<std::vector<std::string>>([&](auto done) {
        m_journal->enqueue({{delivery(1)}, {delivery(2)}},
                           FeedPosition{"whk_1", delivery(1).key, {7, 2}}, std::move(done));
    });
    restart();
    const auto position = wait<std::optional<Position>>(
        [&](auto done) { m_journal->feedPosition("whk_1", delivery(1).key, std::move(done)); });
    QVERIFY(position == std::optional(Position{7, 2}));
    QCOMPARE(find("msg_1002").body, std::string("{\"n\":2}"));
    const auto none = wait<std::optional<Position>>(
        [&](auto done) { m_journal->feedPosition("whk_2", delivery(1).key, std::move(done)); });
    QVERIFY(!none);
}

void TestStoreDeliveryJournal::saysWhatItHad()
{
    enqueue({{delivery(1)}});
    Delivery done = delivery(1, DeliveryState::Delivered);
    update(done);
    const auto known = wait<std::vector<std::string>>([&](auto answer) {
        m_journal->enqueue({{delivery(1)}, {delivery(2)}}, {}, std::move(answer));
    });
    QCOMPARE(known, std::vector<std::string>{"msg_1001"});
    QVERIFY(find("msg_1001").state == DeliveryState::Delivered); // its row was left alone
}

void TestStoreDeliveryJournal::givesOldestFirst()
{
    std::vector<JournalEntry> entries;
    for (int i = 9; i >= 1; --i)
        entries.push_back({delivery(i, i % 2 ? DeliveryState::Queued : DeliveryState::Held)});
    enqueue(entries);
    const auto batch = ready(DeliveryLane::First, 4);
    QCOMPARE(batch.deliveries.size(), std::size_t{4});
    for (std::size_t i = 0; i < 4; ++i)
        QCOMPARE(batch.deliveries[i].id, "msg_" + std::to_string(1001 + i));
    QVERIFY(batch.more);
    QVERIFY(!ready(DeliveryLane::First, 9).more);
    QCOMPARE(ready(DeliveryLane::First, 9).deliveries.size(), std::size_t{9});
}

void TestStoreDeliveryJournal::keepsLanesApart()
{
    enqueue({{delivery(1)}, {delivery(2)}, {delivery(3)}});
    Delivery retried = delivery(2);
    retried.attempts = 1;
    update(retried);
    Delivery sending = delivery(3, DeliveryState::Sending);
    sending.attempts = 1;
    update(sending);
    const auto first = ready(DeliveryLane::First);
    const auto retries = ready(DeliveryLane::Retry);
    QCOMPARE(first.deliveries.size(), std::size_t{1});
    QCOMPARE(first.deliveries[0].id, std::string("msg_1001"));
    QCOMPARE(retries.deliveries.size(), std::size_t{1});
    QCOMPARE(retries.deliveries[0].id, std::string("msg_1002"));
    QCOMPARE(retries.deliveries[0].body, std::string("{\"n\":2}")); // update() left it alone
}

void TestStoreDeliveryJournal::endsABatchByBytes()
{
    std::vector<JournalEntry> entries;
    for (int i = 1; i <= 9; ++i) {
        entries.push_back({delivery(i)});
        entries.back().delivery.body = std::string(1000, 'x');
    }
    enqueue(entries);
    const auto batch = ready(DeliveryLane::First, 100, 2500);
    QCOMPARE(batch.deliveries.size(), std::size_t{3}); // the third goes over it
    QVERIFY(batch.more);
}

void TestStoreDeliveryJournal::findsWhatIsDue()
{
    const auto waiting = [this](int number, std::chrono::milliseconds in) {
        Delivery out = delivery(number, DeliveryState::Waiting);
        out.attempts = 1;
        out.nextAttemptAt = m_now + in;
        return out;
    };
    enqueue({{waiting(1, 1ms)},
             {waiting(2, 0ms)},
             {waiting(3, -5s)},
             {waiting(4, 1h)},
             {waiting(5, 204h)}, // longer than any schedule waits
             {waiting(6, 72h)}});
    const auto batch = ready(DeliveryLane::Retry);
    QCOMPARE(batch.deliveries.size(), std::size_t{3});
    QCOMPARE(batch.deliveries[0].id, std::string("msg_1003")); // by time
    QCOMPARE(batch.deliveries[1].id, std::string("msg_1002"));
    QCOMPARE(batch.deliveries[2].id, std::string("msg_1005")); // the clock was set back
    QVERIFY(batch.nextDue == std::optional(m_now + 1ms));
    QVERIFY(ready(DeliveryLane::First).deliveries.empty());
}

void TestStoreDeliveryJournal::shiftsWhatWaits()
{
    Delivery waiting = delivery(1, DeliveryState::Waiting);
    waiting.attempts = 1;
    waiting.nextAttemptAt = m_now + 5s;
    enqueue({{waiting}, {delivery(2)}});
    std::optional<Result<void>> answer;
    m_journal->shiftWaiting(-3h, [&](Result<void> r) { answer = std::move(r); });
    QTRY_VERIFY(answer);
    QVERIFY(find("msg_1001").nextAttemptAt == std::optional(m_now + 5s - 3h));
    QVERIFY(!find("msg_1002").nextAttemptAt);
}

void TestStoreDeliveryJournal::recoversWhatWasSending()
{
    Delivery sending = delivery(1, DeliveryState::Sending);
    sending.attempts = 1;
    enqueue({{sending, attempt(sending, Outcome::Unknown)}, {delivery(2)}});
    enqueue({{delivery(3, DeliveryState::Delivered)}});
    restart();
    const auto recovered
        = wait<DeliveryJournal::Recovered>([&](auto done) { m_journal->recover(std::move(done)); });
    const auto &open = recovered.open;
    QCOMPARE(open.size(), std::size_t{1});
    QCOMPARE(open[0].webhookId, std::string("whk_1"));
    QCOMPARE(open[0].count, std::uint64_t{2});
    const Delivery found = find("msg_1001");
    QVERIFY(found.state == DeliveryState::Queued);
    QCOMPARE(found.attempts, 1u);
    const auto made = attempts("msg_1001");
    QCOMPARE(made.size(), std::size_t{1}); // the open one, as it was begun
    QVERIFY(made[0].outcome == Outcome::Unknown);
    QVERIFY(made[0].startedAt == m_now + 1s);
    QCOMPARE(made[0].number, 1u);
}

void TestStoreDeliveryJournal::cancelsInParts()
{
    std::vector<JournalEntry> entries;
    for (int i = 1; i <= 5; ++i)
        entries.push_back({delivery(i)});
    entries.push_back({delivery(6, DeliveryState::Delivered)});
    enqueue(entries);
    for (const std::size_t expected : {3, 2, 0}) {
        const auto canceled = wait<std::vector<Delivery>>(
            [&](auto done) { m_journal->cancelOpen("whk_1", 3, std::move(done)); });
        QCOMPARE(canceled.size(), expected);
        for (const Delivery &one : canceled)
            QVERIFY(one.state == DeliveryState::Canceled && one.body.empty());
    }
    QVERIFY(find("msg_1005").state == DeliveryState::Canceled);
    QVERIFY(find("msg_1006").state == DeliveryState::Delivered);
}

void TestStoreDeliveryJournal::changesTheWebhookWithTheAttempt()
{
    Webhook webhook{.id = "whk_1", .key = delivery(1).key};
    m_store->write([&](Tables &tables) { return tables.webhooks().put(webhook); }, {});
    enqueue({{delivery(1)}});
    Delivery dead = delivery(1, DeliveryState::Dead);
    dead.reason = DeadReason::Gone;
    dead.attempts = 1;
    std::optional<Result<void>> answer;
    m_journal->update({dead, attempt(dead, Outcome::Http4xx)},
                      WebhookStateChange{"whk_1", WebhookState::Disabled, "gone"},
                      [&](Result<void> r) { answer = std::move(r); });
    QTRY_VERIFY(answer);
    QVERIFY(*answer);
    m_journal.reset();
    m_store.reset();
    static SilentLog log;
    auto store = Store::open(m_folder->path().toStdString(), Log(log, "parley.test"));
    const auto webhooks = *(*store)->tables().webhooks().all();
    QCOMPARE(webhooks.size(), std::size_t{1});
    QVERIFY(webhooks[0].state == WebhookState::Disabled);
    QCOMPARE(webhooks[0].stateReason, std::string("gone"));
}

void TestStoreDeliveryJournal::prunesInParts()
{
    constexpr int kMade = 2 * DeliveryUpkeep::kSlice + 1;
    std::vector<JournalEntry> entries;
    for (int i = 0; i < kMade; ++i) {
        auto old = delivery(i, DeliveryState::Delivered);
        old.id = firstDeliveryIdAt(m_now - std::chrono::days(31) + i * 1ms);
        old.createdAt = m_now - std::chrono::days(31);
        entries.push_back({old});
    }
    entries.push_back({delivery(kMade)}); // "msg_1401" sorts behind a time of today
    enqueue(std::move(entries));
    m_journal->prune();
    m_journal->prune(); // while it is under way
    const auto left = [this] {
        std::uint64_t count = 0;
        m_store->write(
            [&](Tables &tables) {
                count = tables.deliveryUpkeep().usage()->deliveries;
                return Result<void>();
            },
            {});
        find("msg_1401"); // behind it
        return count;
    };
    QTRY_COMPARE(left(), std::uint64_t(1));
}

void TestStoreDeliveryJournal::givesBackStatistics()
{
    m_store->write(
        [](Tables &tables) {
            return tables.webhooks().put(
                {.id = "whk_1",
                 .key = {NamespaceName::standard(), *TopicName::parse("friends")},
                 .url = "function:echo"});
        },
        {});
    m_journal->storeHours({{.webhookId = "whk_1", .hour = 10, .succeeded = 3}});
    const auto recovered
        = wait<DeliveryJournal::Recovered>([&](auto done) { m_journal->recover(std::move(done)); });
    QCOMPARE(recovered.hours.size(), std::size_t(1));
    QCOMPARE(recovered.hours[0].succeeded, 3u);
}

void TestStoreDeliveryJournal::answersInOrder()
{
    enqueue({{delivery(1)}});
    std::vector<int> order;
    for (int i = 0; i < 50; ++i) {
        if (i % 2)
            m_journal->update({delivery(1)}, {},
                              [&, i](const Result<void> &) { order.push_back(i); });
        else
            m_journal->find("msg_1001", [&, i](const Result<Delivery> &) { order.push_back(i); });
    }
    QTRY_COMPARE(order.size(), std::size_t{50});
    QVERIFY(std::is_sorted(order.begin(), order.end()));
}

void TestStoreDeliveryJournal::saysNothingAfterItsEnd()
{
    bool said = false;
    m_journal->find("msg_1001", [&](const Result<Delivery> &) { said = true; });
    m_journal.reset();
    m_store.reset(); // all its answers are posted
    QCoreApplication::processEvents();
    QVERIFY(!said);
}

void TestStoreDeliveryJournal::reportsAStoppedStore()
{
    m_store->stop();
    std::optional<Result<std::vector<std::string>>> answer;
    m_journal->enqueue({{delivery(1)}}, {},
                       [&](Result<std::vector<std::string>> r) { answer = std::move(r); });
    QVERIFY(!answer); // never inside the call
    QTRY_VERIFY(answer);
    QCOMPARE(answer->error().code, ErrorCode::Busy);
}

QTEST_GUILESS_MAIN(TestStoreDeliveryJournal)
#include "tst_store_delivery_journal.moc"
