#include "ui/webhooks/delivery_section.h"

#include <QComboBox>
#include <QLineEdit>
#include <QSpinBox>

#include "server/types/delivery_settings.h"
#include "ui/common/labels.h"
#include "ui/models/retry_text.h"

namespace parley::ui {
namespace {

// Of the choice of orders: by the topic, and by a place in the message.
const QString kByTopic = QStringLiteral("key:topic");
const QString kByPlace = QStringLiteral("key:place");

QString orderChoice(const client::WebhookInfo &webhook)
{
    if (webhook.ordering != QLatin1String("key"))
        return webhook.ordering;
    return webhook.orderingKey == QLatin1String("topic") ? kByTopic : kByPlace;
}

QString aboutSchedule(const QString &schedule)
{
    if (schedule == QLatin1String("chat"))
        return DeliverySection::tr("For chat, where old lines help nobody.");
    if (schedule == QLatin1String("momento"))
        return DeliverySection::tr("As Momento did it.");
    return {};
}

} // namespace

DeliverySection::DeliverySection(QWidget *parent) : FormSection(parent)
{
    addRetries();
    addOrder();
    addPace();
    setFocusProxy(m_schedule);
}

void DeliverySection::addRetries()
{
    m_schedule = choice({{tr("Standard: over three days"), QStringLiteral("standard")},
                         {tr("Chat: over minutes"), QStringLiteral("chat")},
                         {tr("Momento: once"), QStringLiteral("momento")},
                         {tr("My own"), QStringLiteral("custom")}});
    m_delays = line(QStringLiteral("1s, 10s, 5m, 2h"));
    m_deadline = number(0, int(DeliverySettings::kMaxDeadline.count()), tr(" s"));
    m_deadline->setFixedWidth(fontMetrics().averageCharWidth() * 34); // for its words
    m_clientErrors
        = choice({{tr("is tried again, as other failures"), QStringLiteral("retry")},
                  {tr("ends it, except 408, 409, 425 and 429"), QStringLiteral("final")}});
    addRow(tr("&Retries"), m_schedule);
    addField(tr("&Wait"), m_delays, WebhookField::Delays);
    m_scheduleHint = addHint();
    addRow(tr("An attempt &may take"), m_deadline);
    addRow(tr("An answer &4xx"), m_clientErrors);
}

void DeliverySection::addOrder()
{
    m_ordering = choice({{tr("None: as fast as it goes"), QStringLiteral("none")},
                         {tr("One after the other"), QStringLiteral("endpoint")},
                         {tr("One after the other for each topic"), kByTopic},
                         {tr("… for each value in the message"), kByPlace}});
    m_pointer = line(QStringLiteral("/customer/id"));
    m_whenDead = choice({{tr("those behind it go on"), QStringLiteral("skip")},
                         {tr("those behind it wait for a person"), QStringLiteral("stall")}});
    m_batch = number(1, int(DeliverySettings::kMaxBatchMessages), QString());
    m_batchWait = number(1, int(DeliverySettings::kMaxBatchTime.count()), tr(" ms"));
    addRow(tr("&Order"), m_ordering);
    addField(tr("&Place of the value"), m_pointer, WebhookField::OrderingKey);
    addRow(tr("When one is &given up"), m_whenDead);
    addField(tr("Messages in one re&quest"), m_batch, WebhookField::Batch);
    addRow(tr("Collected for at m&ost"), m_batchWait);
}

void DeliverySection::addPace()
{
    m_concurrency = number(1, int(DeliverySettings::kMaxConcurrency), QString());
    m_perSecond = number(0, int(DeliverySettings::kMaxPerSecond), QString());
    m_perSecond->setSpecialValueText(tr("no limit"));
    addRow(tr("Requests at the same t&ime"), m_concurrency);
    addRow(tr("Requests in a &second"), m_perSecond);
}

void DeliverySection::setDraft(const WebhookDraft &draft)
{
    const auto &webhook = draft.webhook;
    const auto choose = [](QComboBox *box, const QString &value) {
        box->setCurrentIndex(std::max(0, box->findData(value)));
    };
    choose(m_schedule, webhook.schedule);
    m_delays->setText(draft.delays);
    m_deadline->setValue(webhook.deadlineSeconds);
    choose(m_clientErrors, webhook.clientErrors);
    choose(m_ordering, orderChoice(webhook));
    m_pointer->setText(orderChoice(webhook) == kByPlace ? webhook.orderingKey : QString());
    choose(m_whenDead, webhook.whenDead);
    m_batch->setValue(webhook.batchMessages);
    m_batchWait->setValue(webhook.batchMilliseconds);
    m_concurrency->setValue(webhook.concurrency);
    m_perSecond->setValue(webhook.perSecond);
}

void DeliverySection::addTo(WebhookDraft &draft) const
{
    auto &webhook = draft.webhook;
    const auto order = m_ordering->currentData().toString();
    webhook.schedule = m_schedule->currentData().toString();
    draft.delays = m_delays->text();
    webhook.deadlineSeconds = m_deadline->value();
    webhook.clientErrors = m_clientErrors->currentData().toString();
    webhook.ordering = order.section(QLatin1Char(':'), 0, 0);
    webhook.orderingKey = order == kByPlace ? m_pointer->text().trimmed() : QStringLiteral("topic");
    webhook.whenDead = m_whenDead->currentData().toString();
    webhook.batchMessages = m_batch->value();
    webhook.batchMilliseconds = m_batchWait->value();
    webhook.concurrency = m_concurrency->value();
    webhook.perSecond = m_perSecond->value();
}

void DeliverySection::showDraft(const WebhookDraft &draft)
{
    const auto &webhook = draft.webhook;
    const bool isOwn = webhook.schedule == QLatin1String("custom");
    const bool isOrdered = webhook.ordering != QLatin1String("none");
    const auto typed = delaysFrom(draft.delays);
    setRowVisible(m_delays, isOwn);
    m_deadline->setSpecialValueText(
        tr("%1, as the schedule has it").arg(wholeSpanText(presetDeadline(webhook.schedule))));
    auto hint = attemptsText(isOwn ? typed.seconds : presetDelays(webhook.schedule));
    if (const auto about = aboutSchedule(webhook.schedule); !about.isEmpty())
        hint += QLatin1Char(' ') + about;
    m_scheduleHint->setText(hint);
    m_scheduleHint->setVisible(!isOwn || typed.problem.isEmpty());
    setRowVisible(m_pointer,
                  orderChoice(webhook) == kByPlace
                      || m_ordering->currentData().toString() == kByPlace);
    setRowVisible(m_whenDead, isOrdered);
    // Without an order there are no batches; one that is left over must be seen to be mended.
    setRowVisible(m_batch, isOrdered || webhook.batchMessages > 1);
    setRowVisible(m_batchWait, webhook.batchMessages > 1);
    setRowVisible(m_concurrency, webhook.ordering != QLatin1String("endpoint"));
}

} // namespace parley::ui
