#pragma once

#include "server/client/admin_client.h"

namespace parley::ui {

//! The body of the newest delivery of a webhook that calls \p function. An Error in words when
//! there is none. Thread: GUI.
void fetchLastBody(client::AdminClient &admin, const QString &function, QObject *context,
                   const client::AnswerTo<QByteArray> &answer);

} // namespace parley::ui
