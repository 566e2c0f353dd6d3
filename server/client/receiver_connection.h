#pragma once

#include <QObject>
#include <QTcpSocket>
#include <QTimer>

#include "server/client/webhook_receiver.h"
#include "server/protocol/http_request_parser.h"

namespace parley::client {

// One connection of a WebhookReceiver: a request after the other, each verified, handed over and
// answered before the next is read. Deletes itself when its peer has gone.
// Thread: the receiver's.
class ReceiverConnection final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ReceiverConnection)

public:
    //! Takes the socket over; the others are the receiver's and outlive this.
    ReceiverConnection(QTcpSocket *socket, const std::optional<WebhookVerifier> &verifier,
                       const Clock &clock, const WebhookReceiver::Handle &handle, QObject *parent);

private:
    void read();
    void admit();
    void begin(const HttpRequest &request);
    void answer(const DeliveryAnswer &answer, bool keepAlive);
    void refuse(int status, std::string_view why); // and closes

    QTcpSocket *m_socket; // child
    const std::optional<WebhookVerifier> &m_verifier;
    const Clock &m_clock;
    const WebhookReceiver::Handle &m_handle;
    HttpRequestParser m_parser;
    QTimer m_patience;
    bool m_isAdmitted = false; // the head of the request whose body is being read
    bool m_isAnswering = false;
    bool m_hasEnded = false;
};

} // namespace parley::client
