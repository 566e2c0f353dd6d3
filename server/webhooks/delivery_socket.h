#pragma once

#include <memory>
#include <string>

#include <QSslSocket>

#include "server/base/clock.h"
#include "server/webhooks/ip_address.h"

namespace parley {

// A socket is often given up from inside one of its own signals, so it goes at the next turn of the
// event loop, silent and closed.
struct DropSocket {
    void operator()(QSslSocket *socket) const
    {
        socket->disconnect();
        socket->abort();
        socket->deleteLater();
    }
};
using SocketPtr = std::unique_ptr<QSslSocket, DropSocket>;

// A connection that is ready for a request. Thread: webhooks.
struct DeliverySocket {
    SocketPtr socket{};
    IpAddress address{}; // that was judged and connected to
    MonotonicTime vettedAt{};
    std::string tls{}; // for the log: version, cipher, certificate
};

} // namespace parley
