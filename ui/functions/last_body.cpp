#include "ui/functions/last_body.h"

#include <QCoreApplication>

namespace parley::ui {
namespace {

Error noBody(const char *sentence)
{
    return {ErrorCode::NotFound, QCoreApplication::translate("LastBody", sentence).toStdString()};
}

void fetchDelivery(client::AdminClient &admin, const QString &webhook, QObject *context,
                   const client::AnswerTo<QByteArray> &answer)
{
    client::DeliveryQuery query;
    query.webhookId = webhook;
    query.limit = 1;
    admin.deliveries(query, context, [&admin, context, answer](const auto &page) {
        if (!page)
            return answer(page.error());
        if (page->deliveries.isEmpty())
            return answer(noBody("Nothing was delivered to it yet."));
        admin.delivery(page->deliveries.constFirst().id, context, [answer](const auto &delivery) {
            if (delivery)
                answer(delivery->body);
            else
                answer(delivery.error());
        });
    });
}

} // namespace

void fetchLastBody(client::AdminClient &admin, const QString &function, QObject *context,
                   const client::AnswerTo<QByteArray> &answer)
{
    admin.webhooks(context, [&admin, function, context, answer](const auto &webhooks) {
        if (!webhooks)
            return answer(webhooks.error());
        for (const auto &webhook : *webhooks)
            if (!function.isEmpty() && webhook.functionName() == function)
                return fetchDelivery(admin, webhook.id, context, answer);
        answer(noBody("No webhook calls this function yet, so there is no message."));
    });
}

} // namespace parley::ui
