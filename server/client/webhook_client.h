#pragma once

#include <QHash>
#include <QObject>

#include "server/client/attempt_info.h"
#include "server/client/http_exchange.h"
#include "server/client/webhook_health_info.h"
#include "server/client/webhook_info.h"

namespace parley::client {

// The routes of AdminClient that are about one webhook, and the health of all. Answers as there.
// Thread: GUI.
class WebhookClient final
{
    Q_DISABLE_COPY_MOVE(WebhookClient)

public:
    template <typename T>
    using Answer = AnswerTo<T>;

    explicit WebhookClient(HttpClient &http) : m_http(http) {} // borrowed; outlives this

    void get(const QString &id, QObject *context, Answer<WebhookInfo> answer);
    void create(const WebhookInfo &webhook, QObject *context, Answer<CreatedWebhook> answer);
    //! What differs between the two is changed; the id is that of \p after.
    void change(const WebhookInfo &before, const WebhookInfo &after, QObject *context,
                Answer<WebhookInfo> answer);
    //! \param state "active" or "paused".
    void setState(const QString &id, const QString &state, QObject *context,
                  Answer<WebhookInfo> answer);
    void remove(const QString &id, QObject *context, Answer<Nothing> answer);

    //! \param overlapSeconds for which the old secret signs too, 0 to 604800.
    void rotate(const QString &id, qint64 overlapSeconds, QObject *context,
                Answer<CreatedWebhook> answer);
    //! The momento-signature has one secret: the old one ends at once.
    void rotateMomento(const QString &id, QObject *context, Answer<CreatedWebhook> answer);
    //! Ends all signing secrets but the newest.
    void expireSecrets(const QString &id, QObject *context, Answer<WebhookInfo> answer);

    //! The attempt, once it has ended. An empty text is a message like any other.
    void test(const QString &id, const QString &text, QObject *context, Answer<AttemptInfo> answer);

    void health(const QString &id, QObject *context, Answer<WebhookHealthInfo> answer);
    void healths(QObject *context, Answer<QHash<QString, WebhookHealthInfo>> answer); // by id

private:
    HttpClient &m_http;
};

} // namespace parley::client
