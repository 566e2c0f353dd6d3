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
    //! What an endpoint answered is no longer kept, but for its status. \return whether there is
    //! such an attempt.
    Result<bool> forgetResponse(const std::string &deliveryId, std::uint32_t number);
    //! A delivery that was being sent when the broker stopped gets an attempt that says so.
    Result<void> closeInterrupted();

private:
    const Database &m_database;
    Statement m_add;
    Statement m_of;
    Statement m_forgetResponse;
    Statement m_closeInterrupted;
};

} // namespace parley
