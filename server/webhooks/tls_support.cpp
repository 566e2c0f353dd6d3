#include "server/webhooks/tls_support.h"

#include <QDateTime>
#include <QSslCertificate>
#include <QSslCipher>
#include <QSslKey>
#include <QStringList>

#include "server/webhooks/ip_address.h"

namespace parley {
namespace {

using namespace Qt::StringLiterals;

QByteArray bytesOf(const std::string &text)
{
    return QByteArray::fromStdString(text);
}

// "*.example.org" stands for exactly one label, and never for a whole top-level domain.
bool nameMatches(const QString &pattern, const QString &host)
{
    if (!pattern.startsWith("*."_L1))
        return pattern.compare(host, Qt::CaseInsensitive) == 0;
    const qsizetype dot = host.indexOf(u'.');
    return dot > 0 && pattern.count(u'.') >= 2
        && QStringView(pattern).mid(1).compare(QStringView(host).mid(dot), Qt::CaseInsensitive)
        == 0;
}

QString firstError(const QList<QSslError> &errors, const QSslSocket &socket, const QString &host)
{
    if (errors.isEmpty())
        return socket.errorString();
    const QSslError &error = errors.front();
    const QSslCertificate certificate = error.certificate();
    switch (error.error()) {
    case QSslError::SelfSignedCertificate:
    case QSslError::SelfSignedCertificateInChain: return u"the certificate is self-signed"_s;
    case QSslError::CertificateExpired:
        return "the certificate expired on "_L1
            + certificate.expiryDate().toUTC().toString(Qt::ISODate);
    case QSslError::CertificateNotYetValid:
        return "the certificate is valid only from "_L1
            + certificate.effectiveDate().toUTC().toString(Qt::ISODate);
    case QSslError::HostNameMismatch: return "the certificate is not for "_L1 + host;
    case QSslError::UnableToGetLocalIssuerCertificate:
    case QSslError::UnableToVerifyFirstCertificate:
        return u"nobody that this machine trusts has signed the certificate"_s;
    default: return error.errorString();
    }
}

} // namespace

Result<QSslConfiguration> tlsConfiguration(const TlsProfile &profile)
{
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setProtocol(QSsl::TlsV1_2OrLater);
    configuration.setPeerVerifyMode(QSslSocket::VerifyPeer);
    if (!profile.authoritiesPem.empty()) {
        const auto authorities = QSslCertificate::fromData(bytesOf(profile.authoritiesPem));
        if (authorities.isEmpty())
            return Error{ErrorCode::InvalidArgument, "the authorities are not PEM certificates"};
        configuration.setCaCertificates(authorities);
    }
    if (!profile.certificatePem.empty()) {
        const auto chain = QSslCertificate::fromData(bytesOf(profile.certificatePem));
        const QByteArray pem = bytesOf(profile.keyPem);
        const auto algorithm = pem.contains("BEGIN RSA") ? QSsl::Rsa : QSsl::Ec;
        QSslKey key(pem, algorithm);
        if (key.isNull())
            key = QSslKey(pem, QSsl::Rsa);
        if (chain.isEmpty() || key.isNull())
            return Error{ErrorCode::InvalidArgument, "the client certificate or key is not PEM"};
        configuration.setLocalCertificateChain(chain);
        configuration.setPrivateKey(key);
    }
    return configuration;
}

bool certificateNames(const QSslCertificate &certificate, const std::string &host)
{
    const auto names = certificate.subjectAlternativeNames();
    if (const auto address = IpAddress::parse(host)) {
        for (const QString &name : names.values(QSsl::IpAddressEntry))
            if (IpAddress::parse(name.toStdString()) == address)
                return true;
        return false;
    }
    const QString wanted = QString::fromStdString(host);
    for (const QString &name : names.values(QSsl::DnsEntry))
        if (nameMatches(name, wanted))
            return true;
    return false;
}

std::string describeTls(const QSslSocket &socket)
{
    const QSslCipher cipher = socket.sessionCipher();
    const QSslCertificate certificate = socket.peerCertificate();
    const QString subject = certificate.subjectInfo(QSslCertificate::CommonName).join(u' ');
    const QString text = cipher.protocolString() + u' ' + cipher.name() + ", CN="_L1 + subject
        + " until "_L1 + certificate.expiryDate().toUTC().date().toString(Qt::ISODate);
    return text.toStdString();
}

std::string explainTls(const QList<QSslError> &errors, const QSslSocket &socket,
                       const std::string &host)
{
    return firstError(errors, socket, QString::fromStdString(host)).toStdString();
}

} // namespace parley
