#pragma once

#include <QDateTime>
#include <QString>

#include "server/client/attempt_info.h"
#include "server/client/delivery_info.h"

// How deliveries and attempts read everywhere in the window. Thread: any.
namespace parley::ui {

//! Attempts that a schedule makes in all; 0: it is not known.
int attemptsInAll(const QString &schedule);

//! "Delivered", "Retrying 2 of 10, next in 4 min", "Failed: all attempts are used up", "Held: the
//! endpoint does not answer". \param inAll attempts of its schedule, 0: unknown. \param now is
//! passed so that tests can fix it.
QString deliveryWords(const client::DeliveryInfo &delivery, int inAll, const QDateTime &now);
QString deadReasonWords(const QString &reason); // "all attempts are used up"

//! What came of an attempt, as one would say it: "The endpoint answered 503: it failed inside."
QString causeSentence(const client::AttemptInfo &attempt);

//! What came of the last attempt, for a cell: "503", "timeout", "TLS".
QString lastOutcomeText(const client::DeliveryInfo &delivery);

} // namespace parley::ui
