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
void writeFoundDelivery(JsonWriter &writer, const FoundDelivery &found, bool withBody);
void writeAttempt(JsonWriter &writer, const Attempt &attempt, bool withBytes);
void writeRoom(JsonWriter &writer, const Room &room);

} // namespace parley
