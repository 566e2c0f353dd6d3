#pragma once

#include <QByteArray>
#include <QString>

#include "server/client/attempt_info.h"
#include "server/client/delivery_client.h"
#include "server/client/delivery_info.h"

namespace parley::app {

// Deliveries and attempts as parleyd prints them: columns with tabs, or JSON, one a line.
QString deliveryLine(const client::DeliveryInfo &delivery);
QString attemptLine(const client::AttemptInfo &attempt);
QString replayLine(const client::ReplayInfo &replay);
QString retentionLine(const client::RetentionInfo &kept);
QByteArray deliveryJsonLine(const client::DeliveryInfo &delivery);
QByteArray attemptJsonLine(const client::AttemptInfo &attempt);

} // namespace parley::app
