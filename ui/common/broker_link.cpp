#include "ui/common/broker_link.h"

namespace parley::ui {

BrokerLink::BrokerLink(QObject *parent) : QObject(parent)
{
    connect(&m_socket, &client::SocketClient::stateChanged, this, &BrokerLink::stateChanged);
}

void BrokerLink::open(const client::BrokerAddress &address)
{
    Q_EMIT aboutToChange();
    m_admin.setAddress(address);
    m_socket.open(address); // first: it sets old subscriptions back, those made anew begin as asked
    Q_EMIT addressChanged();
}

} // namespace parley::ui
