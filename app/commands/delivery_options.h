#pragma once

#include <QCommandLineParser>

#include "server/base/result.h"
#include "server/client/delivery_info.h"

namespace parley::app {

//! Adds the options by which deliveries are chosen: --webhook, --state, --text and so on.
void addDeliveryOptions(QCommandLineParser &parser);

//! Which deliveries they mean. InvalidArgument: a time that is none. What else is wrong the broker
//! says.
Result<client::DeliveryQuery> deliveryQueryOf(const QCommandLineParser &parser);

} // namespace parley::app
