#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include <QTest>

#include "server/api/resource_json.h"
#include "server/broker/delivery_events.h"
#include "tests/support/fake_clock.h"

using namespace parley;
using namespace parley::test;

namespace {

// A loop that is busy with something else until the test says so.
class BusyLoop final : public Executor
{
public:
    void post(std::function<void()> task) override { m_tasks.push_back(std::move(task)); }
    int run()
    {
        const auto tasks = std::exchange(m_tasks, {});
        for (const auto &task : tasks)
            task();
        return int(tasks.size());
    }

private:
    std::vector<std::function<void()>> m_tasks;
};

QByteArray shown(const Webhook &webhook)
{
    std::string json;
    JsonWriter writer(json);
    writeWebhook(writer, webhook);
    return QByteArray::fromStdString(json);
}

} // namespace

// What the engine says of a webhook reaches the API's list late, when people may have changed it.
class TestDeliveryEvents : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aDeletedWebhookDoesNotComeBack();
    void aLateCopyTakesStateAndReasonOnly_data();
    void aLateCopyTakesStateAndReasonOnly();
    void othersStayAsTheyAre();

private:
    static Webhook webhook(const std::string &id)
    {
        Webhook out{.id = id,
                    .key = {NamespaceName::standard(), *TopicName::parse("friends-publish")}};
        out.name = "before";
        out.url = "https://before.example/";
        out.credentials.secret = "whsec_before";
        return out;
    }

    FakeClock m_clock;
    std::unique_ptr<TopicRegistry> m_topics;
    std::unique_ptr<EventTopics> m_events;
    WebhookList m_webhooks;
    BusyLoop m_loop;
};

void TestDeliveryEvents::init()
{
    m_topics = std::make_unique<TopicRegistry>(1);
    m_events = std::make_unique<EventTopics>(*m_topics, m_clock);
    m_webhooks = {};
    m_webhooks.put(webhook("whk_1"));
    m_webhooks.put(webhook("whk_2"));
}

void TestDeliveryEvents::aDeletedWebhookDoesNotComeBack()
{
    DeliveryEvents events(*m_events, m_loop, m_webhooks);
    Webhook copy = webhook("whk_1");
    copy.state = WebhookState::Disabled;
    events.webhookChanged(copy);
    QVERIFY(m_webhooks.remove("whk_1"));
    QCOMPARE(m_loop.run(), 1);
    QVERIFY(!m_webhooks.find("whk_1"));
    QCOMPARE(m_webhooks.all().size(), std::size_t{1});
}

void TestDeliveryEvents::aLateCopyTakesStateAndReasonOnly_data()
{
    using Change = std::function<void(Webhook &)>;
    QTest::addColumn<Change>("change");
    const auto row = [](const char *name, const Change &change) { QTest::newRow(name) << change; };
    row("a secret was rotated", [](Webhook &now) {
        now.credentials.olderSecrets.push_back({now.credentials.secret});
        now.credentials.secret = "whsec_after";
    });
    row("where it goes", [](Webhook &now) { now.url = "https://after.example/"; });
    row("how near it may be", [](Webhook &now) { now.level = AddressLevel::Local; });
    row("its name", [](Webhook &now) { now.name = "after"; });
    row("its topic", [](Webhook &now) {
        now.key.topic = *TopicName::parse("after");
        now.match = TopicMatch::Prefix;
        now.prefix = "after/";
    });
    row("its format", [](Webhook &now) {
        now.format = BodyFormat::CloudEvents;
        now.userAgent = UserAgent::Momento;
    });
    row("its settings", [](Webhook &now) {
        now.settings.perSecond = 7;
        now.settings.ordering = Ordering::Endpoint;
    });
    row("a header", [](Webhook &now) { now.credentials.headers.push_back({"X-Key", "1"}); });
    row("its failures", [](Webhook &now) { now.failures.count = 3; });
    row("nothing", [](Webhook &) {});
}

void TestDeliveryEvents::aLateCopyTakesStateAndReasonOnly()
{
    QFETCH(const std::function<void(Webhook &)>, change);
    DeliveryEvents events(*m_events, m_loop, m_webhooks);
    Webhook copy = webhook("whk_1");
    copy.state = WebhookState::Disabled;
    copy.stateReason = "410 Gone";
    events.webhookChanged(copy);
    Webhook expected = webhook("whk_1");
    change(expected);
    m_webhooks.put(expected);
    QCOMPARE(shown(*m_webhooks.find("whk_1")), shown(expected)); // it changes on its own loop
    QCOMPARE(m_loop.run(), 1);
    expected.state = copy.state;
    expected.stateReason = copy.stateReason;
    const Webhook &now = *m_webhooks.find("whk_1");
    QCOMPARE(shown(now), shown(expected));
    QVERIFY(now.credentials == expected.credentials);
    QVERIFY(now.settings == expected.settings);
    QVERIFY(now.key == expected.key && now.prefix == expected.prefix);
    QVERIFY(now.match == expected.match && now.userAgent == expected.userAgent);
    QCOMPARE(now.failures.count, expected.failures.count);
}

void TestDeliveryEvents::othersStayAsTheyAre()
{
    DeliveryEvents events(*m_events, m_loop, m_webhooks);
    Webhook copy = webhook("whk_1");
    copy.state = WebhookState::Disabled;
    events.webhookChanged(copy);
    QCOMPARE(m_loop.run(), 1);
    QVERIFY(m_webhooks.find("whk_1")->state == WebhookState::Disabled);
    QCOMPARE(shown(*m_webhooks.find("whk_2")), shown(webhook("whk_2")));
}

QTEST_GUILESS_MAIN(TestDeliveryEvents)
#include "tst_delivery_events.moc"
