#include "server/store/webhook_table.h"

#include <array>

#include "server/protocol/webhook_json.h"

namespace parley {
namespace {

// What a sealed column belongs to: it is of no use in another row, nor as another column of its
// own.
std::string ownerOf(const std::string &webhookId, std::string_view column)
{
    return webhookId + '/' + std::string(column);
}

// The columns of all() that are sealed, by their names.
struct SealedColumn {
    int index;
    std::string_view name;
};
constexpr std::array kSealed{SealedColumn{10, "secret"}, SealedColumn{11, "momento_secret"},
                             SealedColumn{14, "credentials"}};

std::string whyPaused(const Error &error)
{
    if (error.code == ErrorCode::FailedPrecondition)
        return "its signing secret is encrypted, and the key in use is not the one that opens it: "
               "start the broker with the key of then, or delete the webhook and make it anew";
    return "its signing secret is damaged in the store: delete the webhook and make it anew";
}

} // namespace

WebhookTable::WebhookTable(const Database &database) :
    m_put(database.prepare("INSERT OR REPLACE INTO webhooks (id, name, namespace, topic, url, "
                           "format, schedule, level, "
                           "state, state_reason, secret, momento_secret, created_at, settings, "
                           "credentials) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")),
    m_change(
        database.prepare("UPDATE webhooks SET name = ?1, url = ?2, format = ?3, schedule = ?4, "
                         "level = ?5, settings = ?6, "
                         "failures = CASE WHEN url = ?2 THEN failures ELSE 0 END, "
                         "failing_since = CASE WHEN url = ?2 THEN failing_since END "
                         "WHERE id = ?7")),
    m_setState(database.prepare("UPDATE webhooks SET state = ?, state_reason = ? WHERE id = ?")),
    m_setSecrets(database.prepare("UPDATE webhooks SET secret = ?, momento_secret = ?, "
                                  "credentials = ? WHERE id = ?")),
    m_setFailures(
        database.prepare("UPDATE webhooks SET failures = ?, failing_since = ? WHERE id = ?")),
    m_remove(database.prepare("DELETE FROM webhooks WHERE id = ?")),
    m_all(
        database.prepare("SELECT id, name, namespace, topic, url, format, schedule, level, state, "
                         "state_reason, secret, momento_secret, created_at, settings, credentials, "
                         "failures, failing_since FROM webhooks ORDER BY id"))
{
}

void WebhookTable::useKey(const SecretBox &box, Random &random)
{
    m_box = box;
    m_random = &random;
}

std::string WebhookTable::sealed(const std::string &secret, const std::string &owner) const
{
    return m_box ? m_box->seal(secret, owner, *m_random) : secret;
}

Result<std::string> WebhookTable::opened(const std::string &stored, const std::string &owner) const
{
    if (!SecretBox::isSealed(stored))
        return stored;
    if (!m_box)
        return Error{ErrorCode::FailedPrecondition, "there is no key"};
    return m_box->open(stored, owner);
}

Result<WebhookCredentials> WebhookTable::openCredentials(const std::string &webhookId)
{
    std::array<std::string, kSealed.size()> texts;
    for (std::size_t i = 0; i < kSealed.size(); ++i) {
        auto text = opened(m_all.text(kSealed[i].index), ownerOf(webhookId, kSealed[i].name));
        if (!text)
            return text.error();
        texts[i] = *std::move(text);
    }
    auto credentials = readStoredCredentials(texts[2]);
    if (credentials) {
        credentials->secret = std::move(texts[0]);
        credentials->momentoSecret = std::move(texts[1]);
    }
    return credentials;
}

void WebhookTable::takeCredentials(Webhook &webhook)
{
    auto credentials = openCredentials(webhook.id);
    if (credentials) {
        webhook.credentials = *std::move(credentials);
        if (webhook.credentials.secretSince == UtcTime{})
            webhook.credentials.secretSince = webhook.createdAt; // of an older Parley
    } else if (!webhook.callsFunction()) {
        webhook.stateReason = whyPaused(credentials.error());
        webhook.state = WebhookState::Paused;
    }
}

Result<std::size_t> WebhookTable::sealPlainSecrets()
{
    if (!m_box)
        return std::size_t{0};
    struct Row {
        std::string id{};
        std::array<std::string, kSealed.size()> texts{};
    };
    std::vector<Row> plain;
    while (m_all.next())
        if (!SecretBox::isSealed(m_all.text(10)) && !SecretBox::isSealed(m_all.text(11)))
            plain.push_back({m_all.text(0), {m_all.text(10), m_all.text(11), m_all.text(14)}});
    if (const auto failure = m_all.failure())
        return *failure;
    for (Row &row : plain) {
        for (std::size_t i = 0; i < kSealed.size(); ++i) {
            row.texts[i] = sealed(row.texts[i], ownerOf(row.id, kSealed[i].name));
            m_setSecrets.bind(static_cast<int>(i), row.texts[i]);
        }
        if (auto ok = m_setSecrets.bind(3, row.id).run(); !ok)
            return ok.error();
    }
    return plain.size();
}

Result<void> WebhookTable::put(const Webhook &webhook)
{
    const WebhookCredentials &credentials = webhook.credentials;
    return m_put.bind(0, webhook.id)
        .bind(1, webhook.name)
        .bind(2, webhook.key.nameSpace.text())
        .bind(3, webhook.key.topic.text())
        .bind(4, webhook.url)
        .bind(5, wireName(webhook.format))
        .bind(6, wireName(webhook.settings.schedule))
        .bind(7, wireName(webhook.level))
        .bind(8, wireName(webhook.state))
        .bind(9, webhook.stateReason)
        .bind(10, sealed(credentials.secret, ownerOf(webhook.id, "secret")))
        .bind(11, sealed(credentials.momentoSecret, ownerOf(webhook.id, "momento_secret")))
        .bind(12, epochMilliseconds(webhook.createdAt))
        .bind(13, storedSettings(webhook))
        .bind(14, sealed(storedCredentials(credentials), ownerOf(webhook.id, "credentials")))
        .run();
}

Result<void> WebhookTable::change(const Webhook &webhook, bool withState)
{
    auto ok = m_change.bind(0, webhook.name)
                  .bind(1, webhook.url)
                  .bind(2, wireName(webhook.format))
                  .bind(3, wireName(webhook.settings.schedule))
                  .bind(4, wireName(webhook.level))
                  .bind(5, storedSettings(webhook))
                  .bind(6, webhook.id)
                  .run();
    const WebhookCredentials &credentials = webhook.credentials;
    if (ok && !credentials.secret.empty())
        ok = m_setSecrets.bind(0, sealed(credentials.secret, ownerOf(webhook.id, "secret")))
                 .bind(1, sealed(credentials.momentoSecret, ownerOf(webhook.id, "momento_secret")))
                 .bind(2,
                       sealed(storedCredentials(credentials), ownerOf(webhook.id, "credentials")))
                 .bind(3, webhook.id)
                 .run();
    if (ok && withState && webhook.state == WebhookState::Active)
        ok = setFailures(webhook.id, {}); // it gets its time again
    return ok && withState ? setState(webhook.id, webhook.state, webhook.stateReason) : ok;
}

Result<void> WebhookTable::setState(const std::string &id, WebhookState state,
                                    const std::string &reason)
{
    return m_setState.bind(0, wireName(state)).bind(1, reason).bind(2, id).run();
}

Result<void> WebhookTable::setFailures(const std::string &id, const WebhookFailures &failures)
{
    m_setFailures.bind(0, static_cast<std::int64_t>(failures.count));
    if (failures.since)
        m_setFailures.bind(1, epochMilliseconds(*failures.since));
    return m_setFailures.bind(2, id).run();
}

Result<void> WebhookTable::remove(const std::string &id)
{
    return m_remove.bind(0, id).run();
}

std::optional<Webhook> WebhookTable::read()
{
    auto nameSpace = NamespaceName::parse(m_all.text(2));
    auto topic = TopicName::parse(m_all.text(3));
    auto format = bodyFormatFrom(m_all.text(5));
    auto schedule = scheduleNameFrom(m_all.text(6));
    auto level = addressLevelFrom(m_all.text(7));
    auto state = webhookStateFrom(m_all.text(8));
    if (!nameSpace || !topic || !format || !schedule || !level || !state)
        return std::nullopt;
    Webhook webhook{.id = m_all.text(0), .name = m_all.text(1), .key = {*nameSpace, *topic}};
    webhook.url = m_all.text(4);
    webhook.format = *format;
    webhook.settings.schedule = *schedule;
    webhook.level = *level;
    webhook.state = *state;
    webhook.stateReason = m_all.text(9);
    webhook.createdAt = fromEpochMilliseconds(m_all.integer(12));
    webhook.failures.count = static_cast<std::uint64_t>(m_all.integer(15));
    if (const auto since = m_all.optionalInteger(16))
        webhook.failures.since = fromEpochMilliseconds(*since);
    if (!readStoredSettings(m_all.text(13), webhook))
        return std::nullopt;
    takeCredentials(webhook);
    return webhook;
}

Result<std::vector<Webhook>> WebhookTable::all()
{
    std::vector<Webhook> webhooks;
    while (m_all.next()) {
        auto webhook = read();
        m_damagedRows += webhook ? 0 : 1;
        if (webhook)
            webhooks.push_back(*std::move(webhook));
    }
    if (const auto failure = m_all.failure())
        return *failure;
    return webhooks;
}

} // namespace parley
