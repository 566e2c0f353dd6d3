#pragma once

#include <optional>
#include <string>
#include <vector>

#include "server/store/attempt_rows.h"
#include "server/store/database.h"
#include "server/types/attempt.h"
#include "server/types/delivery.h"

namespace parley {

// Which deliveries a list shows. What is left out does not filter.
struct DeliveryFilter {
    std::optional<std::string> webhookId{};
    std::optional<DeliveryState> state{};
    std::optional<NamespaceName> nameSpace{};
    std::optional<TopicName> topic{};
    std::optional<std::string> before{}; // id: only older ones (ids sort by the message's time)
    int limit = 100; // 1 to 500
};

//! Columns of a row that deliveryFrom() reads, in its order.
#define PARLEY_DELIVERY_COLUMNS                                                                    \
    "id, webhook_id, namespace, topic, page, sequence, publisher_id, created_at, state, reason, "  \
    "attempts, next_attempt_at, body, line, ordering_key, batch_id, hops"

//! nullopt when a field does not parse any more.
std::optional<Delivery> deliveryFrom(const Statement &row, bool withBody);

// Deliveries and their attempts. Thread: store.
class DeliveryTable final
{
public:
    //! Final deliveries kept; the oldest go first. At 1 KiB of body and one attempt each this is
    //! about 200 MB of disk.
    static constexpr std::int64_t kMaxFinal = 100'000;

    explicit DeliveryTable(const Database &database);

    //! One that is there already stays as it is. \return whether it was not.
    Result<bool> add(const Delivery &delivery);
    Result<void> update(const Delivery &delivery); // state, reason, attempts, next attempt
    Result<void> addAttempt(const Attempt &attempt);

    std::optional<Delivery> find(const std::string &id);
    std::vector<Delivery> list(const DeliveryFilter &filter); // newest first, without bodies
    std::vector<Delivery> open(const std::string &webhookId, int limit); // not final, oldest first
    std::vector<Attempt> attempts(const std::string &deliveryId); // oldest first
    Result<bool> forgetResponse(const std::string &deliveryId, std::uint32_t number); // found?

    //! What a stopped broker left in `sending` goes back to `queued`. \return how many.
    Result<int> requeueInterrupted();
    Result<void> prune(); // down to kMaxFinal

    std::size_t damagedRows() const { return m_damagedRows; }

private:
    std::optional<Delivery> read(const Statement &row, bool withBody);

    const Database &m_database;
    AttemptRows m_attempts;
    Statement m_add;
    Statement m_update;
    Statement m_find;
    Statement m_list;
    Statement m_open;
    Statement m_requeue;
    Statement m_prune;
    std::size_t m_damagedRows = 0;
};

} // namespace parley
