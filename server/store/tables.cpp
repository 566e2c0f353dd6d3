#include "server/store/tables.h"

#include "server/store/schema.h"

namespace parley {

Result<Tables> Tables::open(const std::string &directory)
{
    auto administration = Database::open(directory + "/parley.db");
    if (!administration)
        return administration.error();
    if (auto ok = migrateAdministration(*administration); !ok)
        return ok.error();
    auto messages = Database::open(directory + "/messages.db");
    if (!messages)
        return messages.error();
    if (auto ok = migrateMessages(*messages); !ok)
        return ok.error();
    return Tables(std::move(*administration), std::move(*messages));
}

Tables::Tables(Database administration, Database messages) :
    m_administration(std::make_unique<Database>(std::move(administration))),
    m_messageFile(std::make_unique<Database>(std::move(messages))),
    m_meta(std::make_unique<MetaTable>(*m_administration)),
    m_topics(std::make_unique<TopicTable>(*m_administration)),
    m_tokens(std::make_unique<TokenTable>(*m_administration)),
    m_webhooks(std::make_unique<WebhookTable>(*m_administration)),
    m_rooms(std::make_unique<RoomTable>(*m_administration)),
    m_deliveries(std::make_unique<DeliveryTable>(*m_administration)),
    m_deliveryQueue(std::make_unique<DeliveryQueue>(*m_administration)),
    m_messages(std::make_unique<MessageTable>(*m_messageFile))
{
}

Result<void> Tables::beginTask()
{
    if (auto ok = m_administration->begin(); !ok)
        return ok;
    return m_administration->execute("SAVEPOINT task");
}

void Tables::endTask(bool keep)
{
    if (!keep)
        (void)m_administration->execute("ROLLBACK TO task");
    (void)m_administration->execute("RELEASE task"); // fails only with the whole transaction
}

Result<void> Tables::commit()
{
    const auto administration = m_administration->commit();
    const auto messages = m_messageFile->commit();
    return administration ? messages : administration;
}

Result<void> Tables::checkpoint()
{
    const auto administration = m_administration->checkpoint();
    return administration ? m_messageFile->checkpoint() : administration;
}

void Tables::rollBack()
{
    m_administration->rollBack();
    m_messageFile->rollBack();
}

} // namespace parley
