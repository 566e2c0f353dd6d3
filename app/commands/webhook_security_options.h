#pragma once

#include <QCommandLineParser>

#include "server/client/webhook_info.h"

// What the command line says about how a webhook shows who it is. A secret is never an argument:
// others could read it there. Thread: main.
namespace parley::app {

void addWebhookSecurityOptions(QCommandLineParser &parser);

//! InvalidArgument with a sentence that names the option.
Result<void> readWebhookSecurity(const QCommandLineParser &parser, client::WebhookInfo &webhook);

} // namespace parley::app
