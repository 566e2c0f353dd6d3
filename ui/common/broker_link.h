#pragma once

#include <QObject>

#include "server/client/admin_client.h"
#include "server/client/socket_client.h"

namespace parley::ui {

// The one broker that the window looks at: its HTTP routes and its socket, with the owner's token.
// Thread: GUI.
class BrokerLink final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(BrokerLink)

public:
    explicit BrokerLink(QObject *parent = nullptr);

    void open(const client::BrokerAddress &address);
    client::AdminClient &admin() { return m_admin; }
    client::SocketClient &socket() { return m_socket; }
    const client::SocketClient &socket() const { return m_socket; }
    const client::BrokerAddress &address() const { return m_admin.address(); }
    bool isOnline() const { return m_socket.state() == client::SocketClient::State::Online; }

Q_SIGNALS:
    void aboutToChange(); // what was promised to the broker of now is to be done now
    void addressChanged(); // another broker or token: what is shown belongs to the old one
    void stateChanged(); // of the socket

private:
    client::AdminClient m_admin;
    client::SocketClient m_socket;
};

} // namespace parley::ui
