#pragma once

#include <functional>
#include <optional>

#include <QByteArray>
#include <QObject>
#include <QTcpServer>

#include "server/base/clock.h"
#include "server/client/webhook_verifier.h"

namespace parley::client {

// A delivery whose signature was found right.
struct ReceivedDelivery {
    QByteArray id{}; // webhook-id, the same whenever it comes again
    QByteArray attempt{}; // webhook-attempt, from 1
    QByteArray hops{}; // parley-hops, to be passed on when something is published for it
    QByteArray body{};
};

struct DeliveryAnswer {
    int status = 200;
    QByteArray body{}; // text
};

// The other end of a webhook on this computer: a small HTTP server on loopback that takes signed
// POSTs and nothing else. What is not signed is answered with 401 and not handed on.
// Thread: that of its parent, with a Qt loop.
class WebhookReceiver final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(WebhookReceiver)

public:
    static constexpr int kMaxConnections = 64; // a webhook sends 32 at once at most
    //! Of one request, from its first byte to its last, and between two.
    static constexpr std::chrono::seconds kPatience{30};

    //! Answers by its second argument, once, now or later, on this thread; not at all is a hang.
    using Handle
        = std::function<void(const ReceivedDelivery &, std::function<void(DeliveryAnswer)>)>;

    //! \param clock borrowed.
    WebhookReceiver(const Clock &clock, Handle handle, QObject *parent = nullptr);

    //! Until then deliveries are answered with 503: they come again.
    void setVerifier(WebhookVerifier verifier) { m_verifier = std::move(verifier); }

    //! 127.0.0.1. \param port 0: any. Errors: AlreadyExists, Unavailable.
    Result<quint16> listen(quint16 port);
    int connections() const { return m_connections; }

private:
    void accept();

    std::optional<WebhookVerifier> m_verifier;
    const Clock &m_clock;
    const Handle m_handle;
    QTcpServer m_server;
    int m_connections = 0;
};

} // namespace parley::client
