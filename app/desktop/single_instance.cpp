#include "app/desktop/single_instance.h"

#include <QCryptographicHash>
#include <QLocalSocket>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace parley::app {
namespace {

constexpr int kPatienceMs = 500; // a running window answers in a few

// In the user's own runtime directory, where nobody else can listen in our place.
QString socketName(const QString &profile)
{
    QString folder = QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation);
    if (folder.isEmpty())
        folder = profile;
    const QByteArray digest
        = QCryptographicHash::hash(profile.toUtf8(), QCryptographicHash::Sha256).toHex();
    return folder + u"/parley-"_s + QString::fromLatin1(digest.left(16));
}

} // namespace

SingleInstance::SingleInstance(const QString &profile, QObject *parent) :
    QObject(parent), m_name(socketName(profile))
{
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    connect(&m_server, &QLocalServer::newConnection, this, [this] {
        while (auto *socket = m_server.nextPendingConnection()) {
            connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
            Q_EMIT activationAsked();
        }
    });
}

bool SingleInstance::handOver()
{
    QLocalSocket socket;
    socket.connectToServer(m_name, QIODevice::WriteOnly);
    return socket.waitForConnected(kPatienceMs); // before the event loop runs: nothing to block
}

void SingleInstance::listen()
{
    if (m_server.listen(m_name))
        return;
    QLocalServer::removeServer(m_name); // left behind by one that was killed
    m_server.listen(m_name);
}

} // namespace parley::app
