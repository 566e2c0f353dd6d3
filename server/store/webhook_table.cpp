#include "server/store/webhook_table.h"

namespace parley {
namespace {

// What a secret belongs to: it is of no use in another row, nor as the other secret of its own.
std::string ownerOfSecret(const std::string &webhookId)
{
    return webhookId + "/secret";
}

std::string ownerOfMomentoSecret(const std::string &webhookId)
{
    return webhookId + "/momento_secret";
}

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
                           "state, state_reason, secret, momento_secret, created_at) "
                           "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")),
    m_change(database.prepare("UPDATE webhooks SET name = ?, url = ?, format = ?, schedule = ?, "
                              "level = ? WHERE id = ?")),
    m_setState(database.prepare("UPDATE webhooks SET state = ?, state_reason = ? WHERE id = ?")),
    m_setSecrets(
        database.prepare("UPDATE webhooks SET secret = ?, momento_secret = ? WHERE id = ?")),
    m_remove(database.prepare("DELETE FROM webhooks WHERE id = ?")),
    m_all(
        database.prepare("SELECT id, name, namespace, topic, url, format, schedule, level, state, "
                         "state_reason, secret, momento_secret, created_at FROM webhooks "
                         "ORDER BY id")),
    m_putFeed(database.prepare(
        "INSERT OR REPLACE INTO feeds (webhook_id, page, sequence) VALUES (?, ?, ?)")),
    m_removeFeed(database.prepare("DELETE FROM feeds WHERE webhook_id = ?")),
    m_findFeed(database.prepare("SELECT page, sequence FROM feeds WHERE webhook_id = ?"))
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

void WebhookTable::openSecrets(Webhook &webhook) const
{
    auto secret = opened(webhook.secret, ownerOfSecret(webhook.id));
    auto momentoSecret = opened(webhook.momentoSecret, ownerOfMomentoSecret(webhook.id));
    const bool areOpen = secret && momentoSecret;
    if (!areOpen && !webhook.callsFunction()) {
        webhook.stateReason = whyPaused(secret ? momentoSecret.error() : secret.error());
        webhook.state = WebhookState::Paused;
    }
    webhook.secret = areOpen ? std::move(*secret) : std::string();
    webhook.momentoSecret = areOpen ? std::move(*momentoSecret) : std::string();
}

Result<std::size_t> WebhookTable::sealPlainSecrets()
{
    if (!m_box)
        return std::size_t{0};
    struct Secrets {
        std::string id{};
        std::string secret{};
        std::string momentoSecret{};
    };
    std::vector<Secrets> plain;
    while (m_all.next())
        if (!SecretBox::isSealed(m_all.text(10)) && !SecretBox::isSealed(m_all.text(11)))
            plain.push_back({m_all.text(0), m_all.text(10), m_all.text(11)});
    if (const auto failure = m_all.failure())
        return *failure;
    for (const Secrets &row : plain)
        if (auto ok = m_setSecrets.bind(0, sealed(row.secret, ownerOfSecret(row.id)))
                          .bind(1, sealed(row.momentoSecret, ownerOfMomentoSecret(row.id)))
                          .bind(2, row.id)
                          .run();
            !ok)
            return ok.error();
    return plain.size();
}

Result<void> WebhookTable::put(const Webhook &webhook)
{
    return m_put.bind(0, webhook.id)
        .bind(1, webhook.name)
        .bind(2, webhook.key.nameSpace.text())
        .bind(3, webhook.key.topic.text())
        .bind(4, webhook.url)
        .bind(5, wireName(webhook.format))
        .bind(6, wireName(webhook.schedule))
        .bind(7, wireName(webhook.level))
        .bind(8, wireName(webhook.state))
        .bind(9, webhook.stateReason)
        .bind(10, sealed(webhook.secret, ownerOfSecret(webhook.id)))
        .bind(11, sealed(webhook.momentoSecret, ownerOfMomentoSecret(webhook.id)))
        .bind(12, epochMilliseconds(webhook.createdAt))
        .run();
}

Result<void> WebhookTable::change(const Webhook &webhook, bool withState)
{
    auto ok = m_change.bind(0, webhook.name)
                  .bind(1, webhook.url)
                  .bind(2, wireName(webhook.format))
                  .bind(3, wireName(webhook.schedule))
                  .bind(4, wireName(webhook.level))
                  .bind(5, webhook.id)
                  .run();
    return ok && withState ? setState(webhook.id, webhook.state, webhook.stateReason) : ok;
}

Result<void> WebhookTable::setState(const std::string &id, WebhookState state,
                                    const std::string &reason)
{
    return m_setState.bind(0, wireName(state)).bind(1, reason).bind(2, id).run();
}

Result<void> WebhookTable::remove(const std::string &id)
{
    if (auto ok = m_removeFeed.bind(0, id).run(); !ok)
        return ok;
    return m_remove.bind(0, id).run();
}

Result<std::vector<Webhook>> WebhookTable::all()
{
    std::vector<Webhook> webhooks;
    while (m_all.next()) {
        auto nameSpace = NamespaceName::parse(m_all.text(2));
        auto topic = TopicName::parse(m_all.text(3));
        auto format = bodyFormatFrom(m_all.text(5));
        auto schedule = scheduleNameFrom(m_all.text(6));
        auto level = addressLevelFrom(m_all.text(7));
        auto state = webhookStateFrom(m_all.text(8));
        if (!nameSpace || !topic || !format || !schedule || !level || !state) {
            ++m_damagedRows;
            continue;
        }
        Webhook webhook{.id = m_all.text(0),
                        .name = m_all.text(1),
                        .key = {*nameSpace, *topic},
                        .url = m_all.text(4)};
        webhook.format = *format;
        webhook.schedule = *schedule;
        webhook.level = *level;
        webhook.state = *state;
        webhook.stateReason = m_all.text(9);
        webhook.secret = m_all.text(10);
        webhook.momentoSecret = m_all.text(11);
        webhook.createdAt = fromEpochMilliseconds(m_all.integer(12));
        openSecrets(webhook);
        webhooks.push_back(std::move(webhook));
    }
    if (const auto failure = m_all.failure())
        return *failure;
    return webhooks;
}

Result<void> WebhookTable::setFeedPosition(const std::string &webhookId, Position position)
{
    return m_putFeed.bind(0, webhookId)
        .bind(1, static_cast<std::int64_t>(position.page))
        .bind(2, static_cast<std::int64_t>(position.sequence))
        .run();
}

Result<std::optional<Position>> WebhookTable::feedPosition(const std::string &webhookId)
{
    std::optional<Position> position;
    m_findFeed.bind(0, webhookId);
    while (m_findFeed.next())
        position = Position{static_cast<std::uint64_t>(m_findFeed.integer(0)),
                            static_cast<std::uint64_t>(m_findFeed.integer(1))};
    if (const auto failure = m_findFeed.failure())
        return *failure;
    return position;
}

} // namespace parley
