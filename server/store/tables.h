#pragma once

#include <memory>
#include <optional>
#include <string>

#include "server/store/audit_table.h"
#include "server/store/database.h"
#include "server/store/delivery_queue.h"
#include "server/store/delivery_search.h"
#include "server/store/delivery_table.h"
#include "server/store/delivery_upkeep.h"
#include "server/store/feed_table.h"
#include "server/store/function_table.h"
#include "server/store/held_table.h"
#include "server/store/inspector_table.h"
#include "server/store/message_table.h"
#include "server/store/meta_table.h"
#include "server/store/room_table.h"
#include "server/store/template_table.h"
#include "server/store/token_table.h"
#include "server/store/topic_table.h"
#include "server/store/webhook_hour_table.h"
#include "server/store/webhook_table.h"

namespace parley {

// All tables of the two files, and their common transaction. Thread: store (before Store::start()
// whoever opened it).
class Tables final
{
public:
    //! A file of messages that is no database any more is kept as messages.db.corrupt (and a
    //! number), and an empty one takes its place.
    static Result<Tables> open(const std::string &directory);
    //! Why that happened; nullopt: it did not.
    const std::optional<Error> &messagesLost() const { return m_messagesLost; }

    //! Webhooks' secrets are sealed with it from here on. What stood in plain text is overwritten.
    Result<void> useKey(const SecretBox &box, Random &random);

    MetaTable &meta() { return *m_meta; }
    TopicTable &topics() { return *m_topics; }
    TokenTable &tokens() { return *m_tokens; }
    TemplateTable &templates() { return *m_templates; }
    WebhookTable &webhooks() { return *m_webhooks; }
    FeedTable &feeds() { return *m_feeds; }
    RoomTable &rooms() { return *m_rooms; }
    HeldTable &held() { return *m_held; }
    FunctionTable &functions() { return *m_functions; }
    InspectorTable &inspector() { return *m_inspector; }
    AuditTable &audit() { return *m_audit; }
    DeliveryTable &deliveries() { return *m_deliveries; }
    DeliveryQueue &deliveryQueue() { return *m_deliveryQueue; }
    DeliverySearch &deliverySearch() { return *m_deliverySearch; }
    DeliveryUpkeep &deliveryUpkeep() { return *m_deliveryUpkeep; }
    WebhookHourTable &webhookHours() { return *m_webhookHours; }
    MessageTable &messages() { return *m_messages; }

    //! What belongs to it goes with it.
    Result<void> removeTopic(const TopicKey &key);
    Result<void> removeWebhook(const std::string &id);
    Result<void> removeRoom(const NamespaceName &nameSpace, const std::string &name);

    Result<void> beginTask(); // a savepoint of the administration file
    void endTask(bool keep); // undoes the task's changes when not kept
    Result<void> commit();
    Result<void> checkpoint(); // of both files: what is in them is on the disk then
    void separateCheckpoints(); // for whoever commits often; as Database says, for both
    void checkpointLogs();
    void fillLogs();
    void rollBack();

private:
    Tables(Database administration, Database messages);

    std::optional<Error> m_messagesLost{};
    std::unique_ptr<Database> m_administration; // before the tables: their statements go first
    std::unique_ptr<Database> m_messageFile;
    std::unique_ptr<MetaTable> m_meta;
    std::unique_ptr<TopicTable> m_topics;
    std::unique_ptr<TokenTable> m_tokens;
    std::unique_ptr<TemplateTable> m_templates;
    std::unique_ptr<WebhookTable> m_webhooks;
    std::unique_ptr<FeedTable> m_feeds;
    std::unique_ptr<RoomTable> m_rooms;
    std::unique_ptr<HeldTable> m_held;
    std::unique_ptr<FunctionTable> m_functions;
    std::unique_ptr<InspectorTable> m_inspector;
    std::unique_ptr<AuditTable> m_audit;
    std::unique_ptr<DeliveryTable> m_deliveries;
    std::unique_ptr<DeliveryQueue> m_deliveryQueue;
    std::unique_ptr<DeliverySearch> m_deliverySearch;
    std::unique_ptr<DeliveryUpkeep> m_deliveryUpkeep;
    std::unique_ptr<WebhookHourTable> m_webhookHours;
    std::unique_ptr<MessageTable> m_messages;
};

} // namespace parley
