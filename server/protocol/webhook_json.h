#pragma once

#include <string>
#include <string_view>

#include "server/protocol/json_reader.h"
#include "server/protocol/json_writer.h"
#include "server/types/webhook.h"

namespace parley {

// A webhook's settings as JSON, the same on the wire and in the store. Thread: any.

//! Members of the object that is open: what may be shown. Secrets are left out; of headers and
//! authentication it says only that there is one.
void writeWebhookSettings(JsonWriter &writer, const Webhook &webhook);

//! Reads what a client sent; what is absent stays as it is. Secrets come in with it. The rules
//! between members are DeliverySettings::check() and WebhookCredentials::check(), which are asked
//! here. InvalidArgument.
Result<void> readWebhookSettings(JsonReader &in, Webhook &webhook);

//! For the store: all settings that are no secrets, and all that are.
std::string storedSettings(const Webhook &webhook);
Result<void> readStoredSettings(std::string_view json, Webhook &webhook);
std::string storedCredentials(const WebhookCredentials &credentials);
Result<WebhookCredentials> readStoredCredentials(std::string_view json);

} // namespace parley
