#pragma once

#include <string>
#include <vector>

#include "server/store/database.h"
#include "server/types/webhook_hour.h"

namespace parley {

// The statistics of webhooks, a row for each hour of the day. Thread: store.
class WebhookHourTable final
{
public:
    explicit WebhookHourTable(const Database &database);

    //! In place of the one a day before. Of a webhook that is gone nothing is kept.
    Result<void> put(const WebhookHour &hour);
    Result<std::vector<WebhookHour>> all();
    Result<void> removeOf(const std::string &webhookId);

private:
    Statement m_put;
    Statement m_all;
    Statement m_remove;
};

} // namespace parley
