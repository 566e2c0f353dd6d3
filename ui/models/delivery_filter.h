#pragma once

#include <QString>

#include "server/base/result.h"
#include "server/client/delivery_info.h"

namespace parley::ui {

// One line that says which deliveries to show: words with a name before a colon, a JSON pattern,
// and what is left is looked for in the bytes. Thread: any.
//     topic:orders by:ana id:msg_... reason:expired outcome:tls_error {"kind":["order"]} some words

//! Adds what \p line says to \p query. \return what is wrong with it, for the person who types.
Result<void> readDeliveryLine(const QString &line, client::DeliveryQuery &query);

//! Whether a delivery that just changed belongs to the answer. What stands in bodies is not known
//! here: with text or a pattern nothing does.
bool belongsTo(const client::DeliveryQuery &query, const client::DeliveryInfo &delivery);

} // namespace parley::ui
