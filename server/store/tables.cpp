#include "server/store/tables.h"

#include <filesystem>

#include "server/store/schema.h"

namespace parley {
namespace {

Result<Database> openMessages(const std::string &file)
{
    auto messages = Database::open(file);
    if (!messages)
        return messages;
    if (auto ok = migrateMessages(*messages); !ok)
        return ok.error();
    return messages;
}

// Nothing is thrown away: somebody may be able to read more of it.
Result<void> setAside(const std::string &file)
{
    namespace fs = std::filesystem;
    std::string aside = file + ".corrupt";
    for (int number = 2; fs::exists(aside) && number < 1000; ++number)
        aside = file + ".corrupt" + std::to_string(number);
    std::error_code failure;
    for (const char *suffix : {"", "-wal", "-shm"})
        if (fs::exists(file + suffix))
            fs::rename(file + suffix, aside + suffix, failure);
    return failure ? Error{ErrorCode::StorageFailed, "setting aside " + file} : Result<void>{};
}

} // namespace

Result<Tables> Tables::open(const std::string &directory)
{
    const std::string file = directory + "/messages.db";
    if (auto ok = refuseNewer(directory + "/parley.db", file); !ok)
        return ok.error();
    auto administration = Database::open(directory + "/parley.db");
    if (!administration)
        return administration.error();
    if (auto ok = migrateAdministration(*administration); !ok)
        return ok.error();
    auto messages = openMessages(file);
    if (messages)
        return Tables(std::move(*administration), std::move(*messages));
    if (messages.error().code != ErrorCode::DataDamaged)
        return messages.error();
    if (auto ok = setAside(file); !ok)
        return ok.error();
    auto empty = openMessages(file);
    if (!empty)
        return empty.error();
    Tables tables(std::move(*administration), std::move(*empty));
    tables.m_messagesLost = messages.error();
    return tables;
}

Tables::Tables(Database administration, Database messages) :
    m_administration(std::make_unique<Database>(std::move(administration))),
    m_messageFile(std::make_unique<Database>(std::move(messages))),
    m_meta(std::make_unique<MetaTable>(*m_administration)),
    m_topics(std::make_unique<TopicTable>(*m_administration)),
    m_tokens(std::make_unique<TokenTable>(*m_administration)),
    m_templates(std::make_unique<TemplateTable>(*m_administration)),
    m_webhooks(std::make_unique<WebhookTable>(*m_administration)),
    m_feeds(std::make_unique<FeedTable>(*m_administration)),
    m_rooms(std::make_unique<RoomTable>(*m_administration)),
    m_held(std::make_unique<HeldTable>(*m_administration)),
    m_functions(std::make_unique<FunctionTable>(*m_administration)),
    m_inspector(std::make_unique<InspectorTable>(*m_administration)),
    m_audit(std::make_unique<AuditTable>(*m_administration)),
    m_deliveries(std::make_unique<DeliveryTable>(*m_administration)),
    m_deliveryQueue(std::make_unique<DeliveryQueue>(*m_administration)),
    m_deliverySearch(std::make_unique<DeliverySearch>(*m_administration)),
    m_deliveryUpkeep(std::make_unique<DeliveryUpkeep>(*m_administration)),
    m_webhookHours(std::make_unique<WebhookHourTable>(*m_administration)),
    m_messages(std::make_unique<MessageTable>(*m_messageFile))
{
}

Result<void> Tables::useKey(const SecretBox &box, Random &random)
{
    m_webhooks->useKey(box, random);
    return m_administration->execute("PRAGMA secure_delete=ON"); // else it stays in unused bytes
}

Result<void> Tables::removeTopic(const TopicKey &key)
{
    auto ok = m_feeds->removeTopic(key);
    return ok ? m_topics->remove(key) : ok;
}

Result<void> Tables::removeWebhook(const std::string &id)
{
    for (auto ok : {m_feeds->removeOf(id), m_webhookHours->removeOf(id)})
        if (!ok)
            return ok;
    return m_webhooks->remove(id);
}

Result<void> Tables::removeRoom(const NamespaceName &nameSpace, const std::string &name)
{
    if (auto ok = m_held->removeOf(nameSpace, name); !ok)
        return ok;
    return m_rooms->remove(nameSpace, name);
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

void Tables::separateCheckpoints()
{
    m_administration->separateCheckpoints();
    m_messageFile->separateCheckpoints();
}

void Tables::checkpointLogs()
{
    m_administration->checkpointLog();
    m_messageFile->checkpointLog();
}

void Tables::fillLogs()
{
    m_administration->fillLog();
    m_messageFile->fillLog();
}

void Tables::rollBack()
{
    m_administration->rollBack();
    m_messageFile->rollBack();
}

} // namespace parley
