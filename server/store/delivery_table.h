#pragma once

#include <optional>
#include <string>
#include <vector>

#include "server/store/attempt_rows.h"
#include "server/store/database.h"
#include "server/types/attempt.h"
#include "server/types/delivery.h"

namespace parley {

//! Columns of a row that deliveryFrom() reads, in its order.
#define PARLEY_DELIVERY_COLUMNS                                                                    \
    "id, webhook_id, namespace, topic, page, sequence, publisher_id, created_at, state, reason, "  \
    "attempts, next_attempt_at, body, line, ordering_key, batch_id, hops"
inline constexpr int kDeliveryColumns = 17; // of them

//! nullopt when a field does not parse any more.
std::optional<Delivery> deliveryFrom(const Statement &row, bool withBody);

// Deliveries and their attempts. Thread: store.
class DeliveryTable final
{
public:
    explicit DeliveryTable(const Database &database);

    //! One that is there already stays as it is. \return whether it was not.
    Result<bool> add(const Delivery &delivery);
    Result<void> update(const Delivery &delivery); // state, reason, attempts, next attempt
    Result<void> addAttempt(const Attempt &attempt);

    std::optional<Delivery> find(const std::string &id);
    std::vector<Attempt> attempts(const std::string &deliveryId); // oldest first
    Result<bool> forgetResponse(const std::string &deliveryId, std::uint32_t number); // found?

    //! What a stopped broker left in `sending` goes back to `queued`. \return how many.
    Result<int> requeueInterrupted();

    std::size_t damagedRows() const { return m_damagedRows; }

private:
    const Database &m_database;
    AttemptRows m_attempts;
    Statement m_add;
    Statement m_update;
    Statement m_find;
    Statement m_requeue;
    std::size_t m_damagedRows = 0;
};

} // namespace parley
