#pragma once

#include <QCommandLineParser>

#include "server/base/result.h"
#include "server/client/broker_address.h"

namespace parley::app {

//! Adds --url, --token-file, --ca and --data, by which the client verbs find their broker.
void addConnectionOptions(QCommandLineParser &parser);

//! Where and with which token: the options, else the environment variables PARLEY_URL,
//! PARLEY_TOKEN_FILE and PARLEY_CA, else what the "parleyd serve" that runs left in the data
//! directory. The token itself is never an argument or a variable: both can be read by others.
Result<client::BrokerAddress> brokerAddress(const QCommandLineParser &parser);

} // namespace parley::app
