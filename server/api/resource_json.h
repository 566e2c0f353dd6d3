#pragma once

#include <string>

#include "server/base/clock.h"
#include "server/protocol/json_writer.h"
#include "server/store/delivery_search.h"
#include "server/types/attempt.h"
#include "server/types/delivery.h"
#include "server/types/room.h"
#include "server/types/topic.h"
#include "server/types/webhook.h"

namespace parley {

// Resources as the wire writes them. Source: server/protocol/README.md, section 6. Each writes one
// object; none writes a secret.
void writeTopic(JsonWriter &writer, const Topic &topic);
void writeTopicWithStatistics(JsonWriter &writer, const Topic &topic,
                              const TopicStatistics &statistics, std::size_t webhooks);
void writeWebhook(JsonWriter &writer, const Webhook &webhook);
void writeDelivery(JsonWriter &writer, const Delivery &delivery, bool withBody);
//! \param withContent what may be a part of the message, beside the body.
void writeFoundDelivery(JsonWriter &writer, const FoundDelivery &found, bool withContent,
                        bool withBody);
//! \param withBytes heads and bodies, and words that may repeat the message.
void writeAttempt(JsonWriter &writer, const Attempt &attempt, bool withBytes);
//! Whether the attempt's text may hold what an endpoint or a function said.
bool quotesAnswer(const Attempt &attempt);
void writeRoom(JsonWriter &writer, const Room &room);

} // namespace parley
