#include "server/client/tls_trust.h"

#include <algorithm>

#include <QCoreApplication>
#include <QDateTime>
#include <QSslCertificate>
#include <QSslSocket>

namespace parley::client {
namespace {

constexpr qsizetype kMaxNames = 8; // of a stranger's certificate, in a text for people

QString text(const char *source)
{
    return QCoreApplication::translate("parley::client::tlsProblem", source);
}

QString day(const QDateTime &time)
{
    return time.toUTC().toString(Qt::ISODate);
}

bool isNameLetter(QChar c)
{
    return c.unicode() < 0x80 && (c.isLetterOrNumber() || QStringLiteral(".:-_*").contains(c));
}

// Whoever made the certificate chose them: what is no name is not repeated to people.
QString namesOf(const QSslCertificate &certificate)
{
    QStringList names;
    for (const QString &name : certificate.subjectAlternativeNames())
        if (std::all_of(name.begin(), name.end(), isNameLetter))
            names.append(name);
    names.sort();
    if (names.size() > kMaxNames)
        names = names.first(kMaxNames) << QStringLiteral("...");
    return names.isEmpty() ? text("none") : names.join(QStringLiteral(", "));
}

bool isAboutTrust(QSslError::SslError error)
{
    switch (error) {
    case QSslError::SelfSignedCertificate:
    case QSslError::SelfSignedCertificateInChain:
    case QSslError::UnableToGetIssuerCertificate:
    case QSslError::UnableToGetLocalIssuerCertificate:
    case QSslError::UnableToVerifyFirstCertificate:
    case QSslError::CertificateUntrusted: return true;
    default: return false;
    }
}

// The worst first: a name in a certificate of nobody in particular means nothing.
int rank(const QSslError &error)
{
    if (isAboutTrust(error.error()))
        return 0;
    return error.error() == QSslError::HostNameMismatch ? 2 : 1;
}

} // namespace

QSslConfiguration tlsConfiguration(const BrokerAddress &address)
{
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setProtocol(QSsl::TlsV1_2OrLater);
    configuration.setPeerVerifyMode(QSslSocket::VerifyPeer);
    if (!address.authorities.isEmpty())
        configuration.setCaCertificates(QSslCertificate::fromData(address.authorities));
    return configuration;
}

bool holdsCertificates(const QByteArray &pem)
{
    return !QSslCertificate::fromData(pem).isEmpty();
}

QString tlsProblem(const QList<QSslError> &errors, const QString &host)
{
    const auto worst = std::min_element(
        errors.begin(), errors.end(),
        [](const QSslError &a, const QSslError &b) { return rank(a) < rank(b); });
    if (worst == errors.end())
        return text("the certificate of %1 was refused").arg(host);
    const QSslCertificate certificate = worst->certificate();
    if (isAboutTrust(worst->error()))
        return text("the certificate of %1 is signed by nobody who is trusted here").arg(host);
    switch (worst->error()) {
    case QSslError::CertificateExpired:
        return text("the certificate of %1 expired on %2").arg(host, day(certificate.expiryDate()));
    case QSslError::CertificateNotYetValid:
        return text("the certificate of %1 is valid only from %2")
            .arg(host, day(certificate.effectiveDate()));
    case QSslError::HostNameMismatch:
        return text("the certificate of %1 is for other names: %2").arg(host, namesOf(certificate));
    default: return text("the certificate of %1 was refused: %2").arg(host, worst->errorString());
    }
}

} // namespace parley::client
