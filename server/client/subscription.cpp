#include "server/client/subscription.h"

#include "server/client/socket_client.h"

namespace parley::client {

Subscription::Subscription(SocketClient *client, TopicAddress address, QObject *parent) :
    QObject(parent), m_client(client), m_address(std::move(address))
{
}

Subscription::~Subscription()
{
    if (m_client != nullptr)
        m_client->forget(this);
}

} // namespace parley::client
