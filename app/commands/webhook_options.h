#pragma once

#include <QCommandLineParser>

#include "server/client/webhook_info.h"

// What the command line says about a webhook. Thread: main.
namespace parley::app {

void addWebhookOptions(QCommandLineParser &parser);

//! \p webhook with what the options say; what they do not say stays. Secrets come from files or,
//! where a file is called "-", from standard input. InvalidArgument with a sentence that names the
//! option.
Result<client::WebhookInfo> webhookFrom(const QCommandLineParser &parser,
                                        client::WebhookInfo webhook);

//! The whole of \p path, or of standard input for "-"; at most 1 MiB. \param option for the error.
Result<QByteArray> fileOrInput(const QString &path, const QString &option);

} // namespace parley::app
