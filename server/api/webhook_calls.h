#pragma once

#include <functional>
#include <string>

#include "server/api/api_context.h"

namespace parley {

// What the resources of webhooks have in common. Thread: I/O loop.

std::string webhookJson(const Webhook &webhook);
//! As the audit keeps it: addresses are often secrets from the '?' on, and the audit is not for who
//! may see webhooks alone; certificates are long.
std::string notedJson(Webhook webhook);

//! Names one webhook of the path; answers the call itself when there is none.
const Webhook *findWebhook(const ApiContext &context, const CallPtr &call);

//! A webhook whose secrets do not open has none; see WebhookTable::all().
bool canSign(const Webhook &webhook);

//! Stores a webhook that was changed, then puts it into use and answers with what \p answer makes
//! of it. One change of a webhook at a time: a second one was made from what the first replaces,
//! and is told Busy.
//! \param setsState else the state stays as its endpoint may have made it meanwhile.
void storeChange(ApiContext &context, const CallPtr &call, Act act, const Webhook &webhook,
                 bool setsState, std::function<std::string(const Webhook &)> answer);

//! Whether the token may subscribe to all topics that a webhook may read.
bool mayRead(const TokenEntry &token, const Webhook &webhook);
bool mayPublish(const TokenEntry &token, const Webhook &webhook); // to all of them

//! A secret that is sent as it is (header, password, token) belongs to the host that it was set
//! for: who has the webhook call another one says it anew. \param body the change.
Result<void> checkKeptSecrets(const JsonValue &body, const Webhook &before, const Webhook &after);

} // namespace parley
