#include "server/client/receiver_connection.h"

#include <QPointer>

#include "server/protocol/http_response.h"

namespace parley::client {
namespace {

constexpr qint64 kReadBuffer = 64 * 1024; // beyond it the kernel holds the sender back

std::string_view valueOf(const HttpRequest &request, std::string_view name)
{
    const std::string *value = request.header(name);
    return value ? std::string_view(*value) : std::string_view();
}

QByteArray bytesOf(std::string_view text)
{
    return QByteArray(text.data(), qsizetype(text.size()));
}

} // namespace

ReceiverConnection::ReceiverConnection(QTcpSocket *socket,
                                       const std::optional<WebhookVerifier> &verifier,
                                       const Clock &clock, const WebhookReceiver::Handle &handle,
                                       QObject *parent) :
    QObject(parent),
    m_socket(socket), m_verifier(verifier), m_clock(clock), m_handle(handle)
{
    m_socket->setParent(this);
    m_socket->setReadBufferSize(kReadBuffer);
    m_patience.setSingleShot(true);
    m_patience.setInterval(WebhookReceiver::kPatience);
    connect(&m_patience, &QTimer::timeout, m_socket, &QTcpSocket::abort);
    connect(m_socket, &QTcpSocket::readyRead, this, &ReceiverConnection::read);
    connect(m_socket, &QTcpSocket::disconnected, this, &QObject::deleteLater);
    m_patience.start();
}

void ReceiverConnection::read()
{
    while (!m_isAnswering && !m_hasEnded && m_socket->bytesAvailable() > 0) {
        const QByteArray bytes = m_socket->peek(kReadBuffer);
        const std::size_t used
            = m_parser.feed({bytes.constData(), static_cast<std::size_t>(bytes.size())});
        m_socket->skip(qint64(used));
        if (m_parser.state() == HttpRequestParser::State::Body && !m_isAdmitted)
            admit();
        if (m_hasEnded)
            return;
        if (m_parser.state() == HttpRequestParser::State::Failed)
            return refuse(m_parser.failure().status, m_parser.failure().error.message);
        if (m_parser.state() == HttpRequestParser::State::Complete)
            begin(m_parser.take());
    }
}

void ReceiverConnection::admit()
{
    m_isAdmitted = true;
    if (m_parser.request().method != "POST")
        return refuse(405, "deliveries are posted");
    m_parser.limitBody(limits::kBodyBytes); // the longest delivery; may fail at once
    if (m_parser.state() == HttpRequestParser::State::Body && m_parser.expectContinue())
        m_socket->write(kContinue.data(), qint64(kContinue.size()));
}

void ReceiverConnection::begin(const HttpRequest &request)
{
    m_isAdmitted = false;
    m_patience.stop();
    if (request.method != "POST")
        return refuse(405, "deliveries are posted");
    if (!m_verifier)
        return refuse(503, "not ready yet");
    const auto checked
        = m_verifier->check({valueOf(request, "webhook-id"), valueOf(request, "webhook-timestamp"),
                             valueOf(request, "webhook-signature"), request.body},
                            m_clock.utc());
    if (!checked)
        return refuse(401, checked.error().message);
    m_isAnswering = true;
    const ReceivedDelivery delivery{
        bytesOf(valueOf(request, "webhook-id")), bytesOf(valueOf(request, "webhook-attempt")),
        bytesOf(valueOf(request, "parley-hops")), bytesOf(request.body)};
    m_handle(delivery,
             [self = QPointer(this), keepAlive = request.keepAlive](const DeliveryAnswer &given) {
                 if (self)
                     self->answer(given, keepAlive);
             });
}

void ReceiverConnection::answer(const DeliveryAnswer &answer, bool keepAlive)
{
    if (!std::exchange(m_isAnswering, false))
        return; // it was answered before
    const HttpResponse response
        = HttpResponse::text(answer.status, "text/plain; charset=utf-8", answer.body.toStdString());
    m_socket->write(QByteArray::fromStdString(httpText(response, keepAlive)));
    if (!keepAlive) {
        m_hasEnded = true;
        m_socket->disconnectFromHost();
        return;
    }
    m_patience.start();
    QMetaObject::invokeMethod(this, &ReceiverConnection::read, Qt::QueuedConnection);
}

void ReceiverConnection::refuse(int status, std::string_view why)
{
    m_hasEnded = true;
    const HttpResponse response
        = HttpResponse::text(status, "text/plain; charset=utf-8", std::string(why) + '\n');
    m_socket->write(QByteArray::fromStdString(httpText(response, false)));
    m_socket->disconnectFromHost();
}

} // namespace parley::client
