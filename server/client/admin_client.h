#pragma once

#include <functional>

#include <QList>
#include <QObject>

#include "server/client/access_client.h"
#include "server/client/attempt_info.h"
#include "server/client/delivery_client.h"
#include "server/client/delivery_info.h"
#include "server/client/function_client.h"
#include "server/client/functions_info.h"
#include "server/client/http_client.h"
#include "server/client/item.h"
#include "server/client/room_client.h"
#include "server/client/status_info.h"
#include "server/client/subscriber_info.h"
#include "server/client/token_info.h"
#include "server/client/topic_info.h"
#include "server/client/webhook_client.h"
#include "server/client/webhook_info.h"

namespace parley::client {

struct HistoryPage {
    QList<Item> items{}; // oldest first
    std::optional<Position> next{}; // to ask after for more; nullopt at the end
};

// The HTTP routes of server/protocol/README.md, one method each. Every answer is called once, on
// this thread, unless its context object is gone by then; arguments that cannot stand in a path
// are answered with InvalidArgument without a request. Thread: GUI.
class AdminClient final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AdminClient)

public:
    template <typename T>
    using Answer = AnswerTo<T>;

    explicit AdminClient(QObject *parent = nullptr);

    void setAddress(const BrokerAddress &address) { m_http.setAddress(address); }
    const BrokerAddress &address() const { return m_http.address(); }
    FunctionClient &code() { return m_code; } // functions that people write, the inspector
    AccessClient &access() { return m_access; } // tokens in full, templates, permissions, audit
    WebhookClient &webhookClient() { return m_webhooks; } // all about one, and how they do
    RoomClient &rooms() { return m_rooms; }
    DeliveryClient &deliveryActs() { return m_deliveryActs; } // resend, replay, export
    void setPatience(std::chrono::milliseconds patience) { m_http.setPatience(patience); }

    void status(QObject *context, Answer<StatusInfo> answer);

    void topics(QObject *context, Answer<QList<TopicInfo>> answer);
    void topic(const TopicAddress &address, QObject *context, Answer<TopicInfo> answer);
    void makeTopic(const TopicAddress &address, const QString &durability, QObject *context,
                   Answer<TopicInfo> answer);
    void deleteTopic(const TopicAddress &address, QObject *context, Answer<Nothing> answer);
    void subscribers(const TopicAddress &address, QObject *context,
                     Answer<QList<SubscriberInfo>> answer);
    //! \param after page 0: from the oldest. \param limit 1 to 1000.
    void history(const TopicAddress &address, Position after, int limit, QObject *context,
                 Answer<HistoryPage> answer);
    void publish(const TopicAddress &address, const QByteArray &payload, bool isText,
                 QObject *context, Answer<Position> answer);

    //! Newest first, at most AccessClient::kMaxListed.
    void webhooks(QObject *context, Answer<QList<WebhookInfo>> answer);

    void deliveries(const DeliveryQuery &query, QObject *context, Answer<DeliveryPage> answer);
    void delivery(const QString &id, QObject *context, Answer<DeliveryInfo> answer);
    void attempts(const QString &deliveryId, QObject *context, Answer<QList<AttemptInfo>> answer);
    void retryDelivery(const QString &id, QObject *context, Answer<Nothing> answer);
    void cancelDelivery(const QString &id, QObject *context, Answer<Nothing> answer);

    void functions(QObject *context, Answer<FunctionsInfo> answer);

private:
    HttpClient m_http;
    AccessClient m_access{m_http};
    FunctionClient m_code{m_http};
    WebhookClient m_webhooks{m_http};
    DeliveryClient m_deliveryActs{m_http};
    RoomClient m_rooms{m_http};
};

} // namespace parley::client
