#pragma once

#include "server/client/admin_client.h"

namespace parley::ui {

//! The newest message that \p webhook is about: of its topic, or what it was last called for. An
//! Error in words when there is none, or it is not kept any more. Thread: GUI.
void fetchLastMessage(client::AdminClient &admin, const client::WebhookInfo &webhook,
                      QObject *context, const client::AnswerTo<client::Item> &answer);

} // namespace parley::ui
