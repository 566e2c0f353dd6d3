#include "tests/system/tls_probe.h"

namespace parley::test {
namespace {

constexpr int kPatienceMs = 20'000;

} // namespace

QSslConfiguration trusting(const QByteArray &authority)
{
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setCaCertificates(QSslCertificate::fromData(authority));
    configuration.setPeerVerifyMode(QSslSocket::VerifyPeer);
    return configuration;
}

TlsProbe probeTls(quint16 port, const QByteArray &authority, const QString &name,
                  const QList<QByteArray> &protocols)
{
    QSslSocket socket;
    QSslConfiguration configuration = trusting(authority);
    configuration.setAllowedNextProtocols(protocols);
    socket.setSslConfiguration(configuration);
    socket.connectToHostEncrypted(QStringLiteral("127.0.0.1"), port, name);
    const bool encrypted = socket.waitForEncrypted(kPatienceMs);
    return {encrypted, socket.peerCertificate(), socket.errorString(),
            socket.sslConfiguration().nextNegotiatedProtocol()};
}

int statusOverTls(quint16 port, const QByteArray &authority, const QByteArray &host,
                  const QByteArray &target)
{
    QSslSocket socket;
    socket.setSslConfiguration(trusting(authority));
    socket.connectToHostEncrypted(QStringLiteral("127.0.0.1"), port);
    if (!socket.waitForEncrypted(kPatienceMs))
        return 0;
    socket.write("GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
    QByteArray answer;
    while (!answer.contains("\r\n") && socket.waitForReadyRead(kPatienceMs))
        answer += socket.readAll();
    return answer.mid(9, 3).toInt();
}

} // namespace parley::test
