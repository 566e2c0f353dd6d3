#pragma once

#include <memory>

#include <QByteArray>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslSocket>
#include <QStringList>

namespace parley::test {

//! Trusts \p authority (PEM) and nobody else.
QSslConfiguration trusting(const QByteArray &authority);

//! The outcome of one handshake with 127.0.0.1, as Qt sees it.
struct TlsProbe {
    bool encrypted = false;
    QSslCertificate certificate{}; // what the server showed
    QString problem{};
    QByteArray protocol{}; // chosen by ALPN
};

//! \param name that the certificate must be for. \param protocols for ALPN.
TlsProbe probeTls(quint16 port, const QByteArray &authority,
                  const QString &name = QStringLiteral("127.0.0.1"),
                  const QList<QByteArray> &protocols = {});

//! GET \p target with \p host over TLS. \return the answer's status, 0 when none came.
int statusOverTls(quint16 port, const QByteArray &authority, const QByteArray &host,
                  const QByteArray &target = "/v1/health");

} // namespace parley::test
