#pragma once

#include <QString>

namespace parley::app {

//! Where the broker keeps its data unless told otherwise, such as ~/.local/share/parley.
QString defaultDataDirectory();
QString secretKeyFile(const QString &dataDirectory); // encrypts webhooks' secrets
QString ownerTokenFile(const QString &dataDirectory); // written by parleyd serve, 0600
QString brokerUrlFile(const QString &dataDirectory); // where that broker serves

} // namespace parley::app
