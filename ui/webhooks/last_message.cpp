#include "ui/webhooks/last_message.h"

#include <QCoreApplication>

namespace parley::ui {
namespace {

Error noMessage()
{
    return {ErrorCode::NotFound,
            QCoreApplication::translate("LastMessage", "There is no message that is still kept.")
                .toStdString()};
}

void fetchAt(client::AdminClient &admin, const client::TopicAddress &address, Position position,
             QObject *context, const client::AnswerTo<client::Item> &answer)
{
    if (position.sequence == 0)
        return answer(noMessage());
    const Position before{position.page, position.sequence - 1};
    admin.history(address, before, 1, context, [answer](const Result<client::HistoryPage> &page) {
        if (!page)
            answer(page.error());
        else if (page->items.isEmpty())
            answer(noMessage());
        else
            answer(page->items.constFirst());
    });
}

} // namespace

void fetchLastMessage(client::AdminClient &admin, const client::WebhookInfo &webhook,
                      QObject *context, const client::AnswerTo<client::Item> &answer)
{
    if (!webhook.isPrefix()) {
        admin.topic(
            webhook.address, context,
            [&admin, context, answer](const Result<client::TopicInfo> &topic) {
                if (!topic)
                    return answer(topic.error());
                fetchAt(admin, topic->address, {topic->page, topic->lastSequence}, context, answer);
            });
        return;
    }
    if (webhook.id.isEmpty()) // it has many topics, and has not been called for any
        return answer(noMessage());
    client::DeliveryQuery query;
    query.webhookId = webhook.id;
    query.limit = 1;
    admin.deliveries(query, context,
                     [&admin, context, answer](const Result<client::DeliveryPage> &page) {
                         if (!page)
                             return answer(page.error());
                         if (page->deliveries.isEmpty())
                             return answer(noMessage());
                         const auto &last = page->deliveries.constFirst();
                         fetchAt(admin, last.address, last.position, context, answer);
                     });
}

} // namespace parley::ui
