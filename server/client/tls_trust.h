#pragma once

#include <QByteArray>
#include <QList>
#include <QSslConfiguration>
#include <QSslError>
#include <QString>

#include "server/client/broker_address.h"

namespace parley::client {

//! How connections to \p address are encrypted: TLS 1.2 or later, the certificate verified.
QSslConfiguration tlsConfiguration(const BrokerAddress &address);

bool holdsCertificates(const QByteArray &pem); // at least one that can be read

//! Why a certificate was refused, for people, such as "the certificate of 192.168.1.5 is for other
//! names: localhost, ana.local". \param host that was to be reached.
QString tlsProblem(const QList<QSslError> &errors, const QString &host);

} // namespace parley::client
