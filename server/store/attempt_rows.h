#pragma once

#include <string>
#include <vector>

#include "server/store/database.h"
#include "server/types/attempt.h"

namespace parley {

// The attempts' part of DeliveryTable. Thread: store.
class AttemptRows final
{
public:
    explicit AttemptRows(const Database &database);

    Result<void> add(const Attempt &attempt);
    std::vector<Attempt> of(const std::string &deliveryId); // oldest first
    //! A delivery that was being sent when the broker stopped gets an attempt that says so.
    Result<void> closeInterrupted();
    Result<void> removeOrphans(); // attempts of deliveries that are gone

private:
    Statement m_add;
    Statement m_of;
    Statement m_closeInterrupted;
    Statement m_removeOrphans;
};

} // namespace parley
