#include "server/client/webhook_client.h"

namespace parley::client {
namespace {

// An attempt may last 30 s, and so does the answer that waits for it.
constexpr std::chrono::seconds kLongestAttempt{40};

Result<HttpClient::Request> withBody(Result<HttpClient::Request> request, const QJsonObject &json)
{
    if (request)
        return withJson(*std::move(request), json);
    return request;
}

} // namespace

void WebhookClient::get(const QString &id, QObject *context, Answer<WebhookInfo> answer)
{
    exchange(m_http, idRequest("GET", "webhooks", id), context, answer,
             valueReader(&webhookInfoFrom));
}

void WebhookClient::create(const WebhookInfo &webhook, QObject *context,
                           Answer<CreatedWebhook> answer)
{
    exchange(m_http, postJson("webhooks", toJson(webhook)), context, answer,
             valueReader(&createdWebhookFrom));
}

void WebhookClient::change(const WebhookInfo &before, const WebhookInfo &after, QObject *context,
                           Answer<WebhookInfo> answer)
{
    exchange(m_http, withBody(idRequest("PATCH", "webhooks", after.id), changesJson(before, after)),
             context, answer, valueReader(&webhookInfoFrom));
}

void WebhookClient::setState(const QString &id, const QString &state, QObject *context,
                             Answer<WebhookInfo> answer)
{
    exchange(m_http,
             withBody(idRequest("PATCH", "webhooks", id), {{QStringLiteral("state"), state}}),
             context, answer, valueReader(&webhookInfoFrom));
}

void WebhookClient::remove(const QString &id, QObject *context, Answer<Nothing> answer)
{
    exchange(m_http, idRequest("DELETE", "webhooks", id), context, answer, nothingFrom);
}

void WebhookClient::rotate(const QString &id, qint64 overlapSeconds, QObject *context,
                           Answer<CreatedWebhook> answer)
{
    exchange(m_http,
             withBody(idRequest("POST", "webhooks", id, "/rotate"),
                      {{QStringLiteral("overlapSeconds"), overlapSeconds}}),
             context, answer, valueReader(&createdWebhookFrom));
}

void WebhookClient::rotateMomento(const QString &id, QObject *context,
                                  Answer<CreatedWebhook> answer)
{
    exchange(m_http,
             withBody(idRequest("POST", "webhooks", id, "/rotate"),
                      {{QStringLiteral("which"), QStringLiteral("momento")}}),
             context, answer, valueReader(&createdWebhookFrom));
}

void WebhookClient::expireSecrets(const QString &id, QObject *context, Answer<WebhookInfo> answer)
{
    exchange(m_http, idRequest("POST", "webhooks", id, "/expire-secrets"), context, answer,
             valueReader(&webhookInfoFrom));
}

void WebhookClient::test(const QString &id, const QString &text, QObject *context,
                         Answer<AttemptInfo> answer)
{
    auto request
        = withBody(idRequest("POST", "webhooks", id, "/test"), {{QStringLiteral("text"), text}});
    if (request)
        request->patience = kLongestAttempt;
    exchange(m_http, request, context, answer, valueReader(&attemptInfoFrom, "attempt"));
}

void WebhookClient::health(const QString &id, QObject *context, Answer<WebhookHealthInfo> answer)
{
    exchange(m_http, idRequest("GET", "webhooks", id, "/health"), context, answer,
             valueReader(&webhookHealthFrom));
}

void WebhookClient::healths(QObject *context, Answer<QHash<QString, WebhookHealthInfo>> answer)
{
    exchange(m_http, listRequest("webhooks/health"), context, answer,
             valueReader(&webhookHealthsFrom));
}

} // namespace parley::client
