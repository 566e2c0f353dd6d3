#pragma once

#include <QByteArray>
#include <QSslConfiguration>

namespace parley::test {

// A certificate with its key, both PEM.
struct Identity {
    QByteArray certificate{};
    QByteArray key{};
};

struct CertificateWish {
    QByteArray commonName = "localhost";
    QByteArray alternativeNames = "DNS:localhost,IP:127.0.0.1"; // empty: no such extension
    int validFromDays = -1; // counted from now
    int validUntilDays = 365;
    bool authority = false;
};

//! \param issuer signs it; without one it signs itself. P-256.
Identity makeIdentity(const CertificateWish &wish, const Identity *issuer = nullptr);

//! For a server that shows \p identity; with \p clientAuthority it demands a client certificate.
QSslConfiguration serverConfiguration(const Identity &identity,
                                      const QByteArray &clientAuthority = {});

} // namespace parley::test
