#pragma once

#include <optional>
#include <vector>

#include "server/base/random.h"
#include "server/base/secret_box.h"
#include "server/store/database.h"
#include "server/types/webhook.h"

namespace parley {

// Webhooks with their credentials. With a key these are in the file sealed only (see SecretBox),
// each bound to its webhook and column. Thread: store.
class WebhookTable final
{
public:
    explicit WebhookTable(const Database &database);

    //! From here on secrets are sealed and opened with it. \p random: borrowed, outlives the table.
    void useKey(const SecretBox &box, Random &random);
    //! Seals what an older Parley left in plain text. \return of how many webhooks.
    Result<std::size_t> sealPlainSecrets();

    Result<void> put(const Webhook &webhook);
    //! One that is there; its state only when \p withState: others write that too. Its credentials
    //! stay in the file as they are when \p webhook has no secret: they did not open.
    Result<void> change(const Webhook &webhook, bool withState);
    Result<void> setState(const std::string &id, WebhookState state, const std::string &reason);
    Result<void> setFailures(const std::string &id, const WebhookFailures &failures);
    Result<void> remove(const std::string &id);
    //! One whose secrets do not open comes back without them: paused, with the reason in words. In
    //! the file it stays as it is. A function's needs none and goes on.
    Result<std::vector<Webhook>> all();

    std::size_t damagedRows() const { return m_damagedRows; }

private:
    std::string sealed(const std::string &secret, const std::string &owner) const;
    Result<std::string> opened(const std::string &stored, const std::string &owner) const;
    Result<WebhookCredentials> openCredentials(const std::string &webhookId);
    void takeCredentials(Webhook &webhook);
    std::optional<Webhook> read();

    std::optional<SecretBox> m_box{}; // nullopt: secrets are stored as they are
    Random *m_random = nullptr; // borrowed; set together with it
    Statement m_put;
    Statement m_change;
    Statement m_setState;
    Statement m_setSecrets;
    Statement m_setFailures;
    Statement m_remove;
    Statement m_all;
    std::size_t m_damagedRows = 0;
};

} // namespace parley
