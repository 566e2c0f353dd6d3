#include <QTemporaryDir>
#include <QTest>

#include "server/store/tables.h"

using namespace parley;

namespace {

TopicKey key(const char *topic)
{
    return {NamespaceName::standard(), *TopicName::parse(topic)};
}

UtcTime at(std::int64_t ms)
{
    return fromEpochMilliseconds(ms);
}

Delivery delivery(const std::string &id, DeliveryState state)
{
    Delivery made{.id = id, .webhookId = "whk_1", .key = key("friends")};
    made.position = {3, 4};
    made.createdAt = at(1000);
    made.state = state;
    made.body = std::string("{\"a\":\0}", 7);
    return made;
}

} // namespace

class tst_Tables : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        auto tables = Tables::open(m_directory->path().toStdString());
        QVERIFY(tables);
        m_tables = std::make_unique<Tables>(std::move(*tables));
    }

    void aRowThatDoesNotParseIsLeftOutAndCounted();
    void tokensComeBackWithoutASecret();
    void allThatATokenIsComesBack();
    void templatesComeBack();
    void topicsAndNamespacesComeBack();
    void webhooksComeBackWithTheirFeed();
    void roomsComeBack();
    void hoursOfAWebhookComeBack();
    void openDeliveriesAreCanceled();
    void anInterruptedAttemptIsToldAsSuch();

private:
    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<Tables> m_tables;
};

void tst_Tables::aRowThatDoesNotParseIsLeftOutAndCounted()
{
    auto raw = Database::open(m_directory->path().toStdString() + "/parley.db");
    QVERIFY(raw);
    QVERIFY(raw->execute(
        "INSERT INTO topics VALUES ('default', 'Bad Name', 'memory', 1, 1, 1, 0, 0, 0, "
        "0, 0, 'resume')"));
    QVERIFY(raw->execute("INSERT INTO tokens (id, digest, label, publisher_id, scope, created_at) "
                         "VALUES ('t', x'00', '', '', '{}', 1)"));
    QVERIFY(raw->execute("INSERT INTO rooms VALUES ('default', 'r', '', '', 1, '{}')"));
    QVERIFY(raw->execute("INSERT INTO functions VALUES ('Bad', 'x', '', 1000, 64, 1), "
                         "('a', '', '', 1000, 64, 1), ('b', 'x', '', -1, 64, 1), "
                         "('c', 'x', '', 1000, 99999999999, 1)"));
    QVERIFY(m_tables->functions().all()->empty());
    QCOMPARE(m_tables->functions().damagedRows(), std::size_t(4));
    QVERIFY(m_tables->topics().all()->empty());
    QVERIFY(m_tables->tokens().all()->empty());
    QVERIFY(m_tables->rooms().all()->empty());
    QCOMPARE(m_tables->topics().damagedRows(), std::size_t(1));
    QCOMPARE(m_tables->tokens().damagedRows(), std::size_t(1));
    QCOMPARE(m_tables->rooms().damagedRows(), std::size_t(1));
}

void tst_Tables::tokensComeBackWithoutASecret()
{
    Token token;
    token.id = "tok_1";
    token.label = "Ana's phone";
    token.publisherId = "Ana";
    token.scope.grants
        = {{Role::Publish, NamespaceName::standard(), {TopicSelector::Kind::Prefix, "friends-"}},
           {Role::Subscribe, std::nullopt, {}}};
    token.createdAt = at(1000);
    token.validUntil = at(2000);
    QVERIFY(m_tables->tokens().put(token, sha256("secret")));
    QVERIFY(m_tables->tokens().setRevoked("tok_1", at(1500)));
    const auto all = *m_tables->tokens().all();
    QCOMPARE(all.size(), std::size_t(1));
    QVERIFY(all[0].token.scope == token.scope);
    QCOMPARE(all[0].token.label, token.label);
    QVERIFY(all[0].token.validUntil == at(2000));
    QVERIFY(all[0].token.revokedAt == at(1500));
    QVERIFY(all[0].digest == TokenDigests(sha256("secret")));
    QVERIFY(!m_tables->tokens().put(token, sha256("secret"))); // the same id again
}

void tst_Tables::allThatATokenIsComesBack()
{
    Token token;
    token.id = "tok_1";
    token.kind = TokenKind::Disposable;
    token.scope.areas.set(AdminArea::Logs, AdminAccess::Read);
    token.templates = {"chat-member", "reader"};
    token.issuer = "tok_0";
    token.templateName = "reader";
    token.room = "default/friends";
    token.oneUse = true;
    token.limits = {1, 2, 3};
    token.allowedOrigins = {"https://a.example", "https://b.example:8443"};
    token.validFor = std::chrono::seconds(77);
    TokenDigests digest(sha256("one"));
    QVERIFY(m_tables->tokens().put(token, digest));
    token.id = "tok_2";
    token.refreshable = true;
    digest = sha256("two");
    digest.refresh = sha256("refresh");
    QVERIFY(m_tables->tokens().put(token, digest));
    QVERIFY(m_tables->tokens().setUsed("tok_1", at(1)));
    QVERIFY(m_tables->tokens().setLastUsed("tok_1", at(2)));
    token.previousSecretUntil = at(3);
    token.validUntil = at(4);
    digest = TokenDigests(sha256("three"));
    digest.previous = sha256("two");
    digest.refresh = sha256("refresh again");
    QVERIFY(m_tables->tokens().setSecrets(token, digest));
    const auto all = *m_tables->tokens().all();
    QCOMPARE(all.size(), std::size_t(2));
    const Token &first = all[0].token;
    QVERIFY(first.kind == token.kind && first.scope == token.scope && first.limits == token.limits);
    QCOMPARE(first.templates, token.templates);
    QCOMPARE(first.allowedOrigins, token.allowedOrigins);
    QCOMPARE(first.issuer + first.templateName + first.room,
             token.issuer + token.templateName + token.room);
    QVERIFY(first.oneUse && !first.refreshable && first.validFor == token.validFor);
    QVERIFY(first.usedAt == at(1) && first.lastUsedAt == at(2) && !first.validUntil);
    const Token &second = all[1].token;
    QVERIFY(second.refreshable && !second.usedAt);
    QVERIFY(second.previousSecretUntil == at(3) && second.validUntil == at(4));
    QVERIFY(all[1].digest == digest);
}

void tst_Tables::templatesComeBack()
{
    TokenTemplate one;
    one.name = "mine";
    one.variables = {{"user", ""}, {"beds", "bed"}};
    one.grants = {{Role::Manage, "", TopicSelector::Kind::Prefix, "{user}/"}};
    QVERIFY(m_tables->templates().put(one));
    one.title = "changed";
    QVERIFY(m_tables->templates().put(one));
    auto raw = Database::open(m_directory->path().toStdString() + "/parley.db");
    QVERIFY(raw->execute("INSERT INTO token_templates VALUES ('bad', '{}')"));
    QVERIFY(raw->execute("INSERT INTO token_templates SELECT 'other', definition FROM "
                         "token_templates WHERE name = 'mine'")); // under another's name
    const auto all = *m_tables->templates().all();
    QCOMPARE(all.size(), std::size_t(1));
    QVERIFY(all[0] == one);
    QCOMPARE(m_tables->templates().damagedRows(), std::size_t(2));
    QVERIFY(m_tables->templates().remove("mine"));
    QVERIFY(m_tables->templates().all()->empty());
}

void tst_Tables::topicsAndNamespacesComeBack()
{
    Topic topic{.key = key("friends")};
    topic.durability = Durability::Durable;
    topic.page = 9;
    topic.createdAt = at(1000);
    QVERIFY(m_tables->topics().put(topic));
    topic.retention = {Retention::kMinBytes, 500, std::chrono::hours(24)};
    topic.slowReaders = SlowReaderPolicy::Disconnect;
    QVERIFY(m_tables->topics().put(topic)); // a change
    const auto all = *m_tables->topics().all();
    QCOMPARE(all.size(), std::size_t(1));
    QCOMPARE(all[0].durability, Durability::Durable);
    QCOMPARE(all[0].retention, topic.retention);
    QCOMPARE(all[0].slowReaders, SlowReaderPolicy::Disconnect);
    QCOMPARE(all[0].page, std::uint64_t(9));
    QVERIFY(m_tables->topics().putNamespace(*NamespaceName::parse("other")));
    QCOMPARE(m_tables->topics().namespaces()->size(), std::size_t(1));
    QVERIFY(m_tables->topics().remove(topic.key));
    QVERIFY(m_tables->topics().all()->empty());
}

void tst_Tables::webhooksComeBackWithTheirFeed()
{
    Webhook webhook{.id = "whk_1", .name = "Echo", .key = key("friends"), .url = "function:echo"};
    webhook.settings.schedule = ScheduleName::Chat;
    webhook.level = AddressLevel::Lan;
    webhook.state = WebhookState::Paused;
    webhook.credentials.secret = "whsec_x";
    QVERIFY(m_tables->webhooks().put(webhook));
    QVERIFY(m_tables->feeds().put({"whk_1", key("friends"), {3, 4}}));
    const auto all = *m_tables->webhooks().all();
    QCOMPARE(all.size(), std::size_t(1));
    QCOMPARE(all[0].settings.schedule, ScheduleName::Chat);
    QCOMPARE(all[0].level, AddressLevel::Lan);
    QCOMPARE(all[0].state, WebhookState::Paused);
    QCOMPARE(all[0].credentials.secret, webhook.credentials.secret);
    QVERIFY(*m_tables->feeds().find("whk_1", key("friends")) == (Position{3, 4}));
    QVERIFY(m_tables->removeWebhook("whk_1"));
    QVERIFY(!*m_tables->feeds().find("whk_1", key("friends")));
}

void tst_Tables::roomsComeBack()
{
    const auto room = Room::checked({.name = "friends", .languages = {"en", "ja"}});
    QVERIFY(room);
    QVERIFY(m_tables->rooms().put(*room));
    const auto all = *m_tables->rooms().all();
    QCOMPARE(all.size(), std::size_t(1));
    QCOMPARE(all[0].languages, (std::vector<std::string>{"en", "ja"}));
    QVERIFY(all[0].moderation.failClosed);
    QVERIFY(m_tables->rooms().remove(room->nameSpace, room->name));
    QVERIFY(m_tables->rooms().all()->empty());
}

void tst_Tables::hoursOfAWebhookComeBack()
{
    auto &table = m_tables->webhookHours();
    WebhookHour hour{
        .webhookId = "whk_1", .hour = 480'000, .succeeded = 3, .failed = 4'000'000'000};
    hour.durations = {1, 255, 256, 0x01020304};
    hour.durations.back() = 7;
    QVERIFY(table.put(hour)); // of a webhook that is not there
    QVERIFY(table.all()->empty());
    QVERIFY(m_tables->webhooks().put(
        {.id = "whk_1", .name = "Echo", .key = key("friends"), .url = "function:echo"}));
    hour.lastSuccessAt = at(5);
    QVERIFY(table.put(hour));
    hour.hour += WebhookHour::kHours; // takes the place of the day before
    QVERIFY(table.put(hour));
    const auto all = *table.all();
    QCOMPARE(all.size(), std::size_t(1));
    QCOMPARE(all[0].hour, hour.hour);
    QCOMPARE(all[0].succeeded, 3u);
    QCOMPARE(all[0].failed, 4'000'000'000u);
    QVERIFY(all[0].durations == hour.durations);
    QVERIFY(all[0].lastSuccessAt == at(5));
    QVERIFY(m_tables->removeWebhook("whk_1"));
    QVERIFY(table.all()->empty());
}

void tst_Tables::openDeliveriesAreCanceled()
{
    auto &table = m_tables->deliveries();
    for (const char *id : {"msg_1", "msg_2", "msg_3"})
        QVERIFY(table.add(delivery(id, DeliveryState::Queued)));
    Delivery done = delivery("msg_2", DeliveryState::Dead);
    done.reason = DeadReason::Gone;
    done.attempts = 2;
    QVERIFY(table.update(done));
    QCOMPARE(table.find("msg_2")->state, DeliveryState::Dead);
    QCOMPARE(table.find("msg_2")->reason, DeadReason::Gone);
    QVERIFY(table.find("msg_1")->body == delivery("msg_1", DeliveryState::Queued).body);
    QVERIFY(!table.find("msg_4"));
    QCOMPARE(m_tables->deliveryQueue().cancelOpen("whk_1", 10)->size(), std::size_t(2));
    QCOMPARE(table.find("msg_1")->state, DeliveryState::Canceled);
    QCOMPARE(table.find("msg_2")->state, DeliveryState::Dead);
    QVERIFY(m_tables->deliveryQueue().cancelOpen("whk_1", 10)->empty());
}

void tst_Tables::anInterruptedAttemptIsToldAsSuch()
{
    auto &table = m_tables->deliveries();
    QVERIFY(table.add(delivery("msg_1", DeliveryState::Sending)));
    const auto count = table.requeueInterrupted();
    QVERIFY(count);
    QCOMPARE(*count, 1);
    QCOMPARE(table.find("msg_1")->state, DeliveryState::Queued);
    const auto attempts = table.attempts("msg_1");
    QCOMPARE(attempts.size(), std::size_t(1));
    QCOMPARE(attempts[0].outcome, Outcome::Unknown);
    QVERIFY(!attempts[0].outcomeText.empty());
}

QTEST_APPLESS_MAIN(tst_Tables)
#include "tst_tables.moc"
