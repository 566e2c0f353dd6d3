#pragma once

#include <QCommandLineParser>

#include "app/commands/function_server.h"
#include "server/client/function_info.h"

namespace parley::app {

void addFunctionOptions(QCommandLineParser &parser);

//! Of put and test; the source is null without --file. InvalidArgument.
Result<client::FunctionInfo> functionOptions(const QCommandLineParser &parser);

//! Of serve. Secrets are read from files or standard input, never from the words of the command
//! line, which others can see. InvalidArgument.
Result<FunctionServer::Settings> serverOptions(const QCommandLineParser &parser,
                                               const QStringList &arguments);

} // namespace parley::app
