#include "server/client/http_client.h"

#include <algorithm>

#include <QNetworkReply>
#include <QNetworkRequest>

#include "server/client/json_reader.h"
#include "server/client/tls_trust.h"
#include "server/client/wire_error.h"

namespace parley::client {
namespace {

constexpr char kTlsProblem[] = "parleyTlsProblem"; // the same: why its certificate was refused
constexpr char kTooLarge[] = "parleyTooLarge"; // dynamic property of a reply that we cut off

Error errorOfStatus(int status, const QByteArray &body)
{
    const auto json = jsonObjectFrom(body);
    if (json && json->value(QLatin1String("error")).isObject())
        return wireErrorFrom(json->value(QLatin1String("error")).toObject());
    const auto text = "the server answered with HTTP status " + std::to_string(status)
        + " and no reason; is it a Parley broker?";
    if (status == 401)
        return Error{ErrorCode::Unauthenticated, text};
    return Error{status >= 500 ? ErrorCode::Internal : ErrorCode::InvalidArgument, text};
}

Error errorOfTransport(QNetworkReply::NetworkError error, const QUrl &url)
{
    const auto host = url.authority().toStdString();
    if (error == QNetworkReply::OperationCanceledError || error == QNetworkReply::TimeoutError)
        return Error{ErrorCode::Timeout, "the broker at " + host + " did not answer in time"};
    if (error == QNetworkReply::SslHandshakeFailedError)
        return Error{ErrorCode::Unavailable, "no TLS connection to " + host + " came about"};
    return Error{ErrorCode::Unavailable, "no broker answers at " + host};
}

} // namespace

Error readOnlyError()
{
    return {ErrorCode::FailedPrecondition,
            "this profile is read-only; nothing was sent to the broker"};
}

HttpClient::HttpClient(QObject *parent) : QObject(parent) {}

void HttpClient::setAddress(const BrokerAddress &address)
{
    if (address.authorities != m_address.authorities)
        m_network.clearConnectionCache(); // those were verified by others
    m_address = address;
    m_tls = tlsConfiguration(address);
}

void HttpClient::send(const Request &request, QObject *context, Answer answer)
{
    if (m_address.readOnly && request.method != "GET" && !request.onlyAsks)
        return answer(readOnlyError());
    auto url = m_address.url;
    url.setPath(request.path);
    url.setQuery(request.query);
    QNetworkRequest message(url);
    message.setRawHeader("Authorization", "Bearer " + m_address.token);
    if (!request.contentType.isEmpty())
        message.setHeader(QNetworkRequest::ContentTypeHeader, request.contentType);
    if (!request.idempotencyKey.isEmpty())
        message.setRawHeader("Idempotency-Key", request.idempotencyKey);
    if (!request.hops.isEmpty())
        message.setRawHeader("parley-hops", request.hops);
    message.setAttribute(QNetworkRequest::RedirectPolicyAttribute,
                         QNetworkRequest::ManualRedirectPolicy);
    message.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    message.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    const auto patience = std::max(m_patience, request.patience);
    message.setTransferTimeout(static_cast<int>(patience.count()));
    if (url.scheme() == QLatin1String("https"))
        message.setSslConfiguration(m_tls);
    auto *reply = m_network.sendCustomRequest(message, request.method, request.body);
    connect(reply, &QNetworkReply::downloadProgress, reply, [reply](qint64 received, qint64) {
        if (received <= kMaxAnswerBytes)
            return;
        reply->setProperty(kTooLarge, true);
        reply->abort();
    });
    connect(reply, &QNetworkReply::sslErrors, reply, [reply](const QList<QSslError> &errors) {
        reply->setProperty(kTlsProblem, tlsProblem(errors, reply->url().host()));
    });
    connect(reply, &QNetworkReply::finished, reply, &QObject::deleteLater);
    connect(reply, &QNetworkReply::finished, context,
            [this, reply, answer = std::move(answer)] { answer(outcome(*reply)); });
}

Result<QByteArray> HttpClient::outcome(QNetworkReply &reply) const
{
    if (reply.property(kTooLarge).toBool())
        return Error{ErrorCode::Internal, "the broker's answer was too large"};
    const int status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    const bool cutShort = reply.error() == QNetworkReply::OperationCanceledError;
    const QString tlsProblem = reply.property(kTlsProblem).toString();
    if (status == 0 && !tlsProblem.isEmpty())
        return Error{ErrorCode::FailedPrecondition, tlsProblem.toStdString()};
    if (status == 0 || cutShort)
        return errorOfTransport(reply.error(), reply.url());
    auto body = reply.readAll();
    if (status < 200 || status >= 300)
        return errorOfStatus(status, body);
    if (reply.error() != QNetworkReply::NoError)
        return errorOfTransport(reply.error(), reply.url());
    return body;
}

} // namespace parley::client
