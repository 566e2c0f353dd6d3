#include "server/client/webhook_receiver.h"

#include <utility>

#include "server/client/receiver_connection.h"

namespace parley::client {

WebhookReceiver::WebhookReceiver(const Clock &clock, Handle handle, QObject *parent) :
    QObject(parent), m_clock(clock), m_handle(std::move(handle))
{
    connect(&m_server, &QTcpServer::newConnection, this, &WebhookReceiver::accept);
}

Result<quint16> WebhookReceiver::listen(quint16 port)
{
    if (m_server.listen(QHostAddress::LocalHost, port))
        return m_server.serverPort();
    const auto code = m_server.serverError() == QAbstractSocket::AddressInUseError
        ? ErrorCode::AlreadyExists
        : ErrorCode::Unavailable;
    return Error{code,
                 "port " + std::to_string(port) + ": " + m_server.errorString().toStdString()};
}

// Beyond the bound newcomers are turned away: the webhook sends again.
void WebhookReceiver::accept()
{
    while (QTcpSocket *socket = m_server.nextPendingConnection()) {
        if (m_connections >= kMaxConnections) {
            socket->abort();
            socket->deleteLater();
            continue;
        }
        ++m_connections;
        auto *connection = new ReceiverConnection(socket, m_verifier, m_clock, m_handle, this);
        connect(connection, &QObject::destroyed, this, [this] { --m_connections; });
    }
}

} // namespace parley::client
