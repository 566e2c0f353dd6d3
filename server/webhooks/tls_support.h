#pragma once

#include <string>

#include <QList>
#include <QSslConfiguration>
#include <QSslError>
#include <QSslSocket>

#include "server/base/result.h"
#include "server/webhooks/http_delivery.h"

namespace parley {

//! TLS 1.2 or newer, the peer always checked. InvalidArgument when a PEM text does not parse.
Result<QSslConfiguration> tlsConfiguration(const TlsProfile &profile);

//! Whether \p certificate names \p host in its subject alternative names. A name that stands only
//! in the common name does not count (RFC 9525), though Qt accepts it.
bool certificateNames(const QSslCertificate &certificate, const std::string &host);

//! "TLSv1.3 TLS_AES_128_GCM_SHA256, CN=example.org until 2027-01-01"
std::string describeTls(const QSslSocket &socket);

//! The cause of a failed handshake in plain words.
std::string explainTls(const QList<QSslError> &errors, const QSslSocket &socket,
                       const std::string &host);

} // namespace parley
