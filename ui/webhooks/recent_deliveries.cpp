#include "ui/webhooks/recent_deliveries.h"

#include <algorithm>

#include <QTableView>
#include <QVBoxLayout>

#include "server/client/wire_error.h"
#include "ui/common/broker_link.h"
#include "ui/common/buttons.h"
#include "ui/common/labels.h"
#include "ui/common/navigator.h"
#include "ui/common/tables.h"
#include "ui/models/delivery_model.h"
#include "ui/models/delivery_text.h"

namespace parley::ui {

RecentDeliveries::RecentDeliveries(const PageContext &context, QWidget *parent) :
    QWidget(parent), m_context(context), m_model(new DeliveryModel(this)),
    m_note(mutedLabel(tr("Nothing was delivered yet."), this)), m_problem(problemLabel(this))
{
    m_table = makeTable(m_model, {8, -16, 1, 14, 6}, tr("Deliveries of this webhook"), this);
    m_table->setColumnHidden(DeliveryModel::Webhook, true);
    auto *all = linkButton(tr("All, with filters"), this);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 8, 0, 0);
    layout->setSpacing(6);
    layout->addWidget(m_problem);
    layout->addWidget(m_note);
    layout->addWidget(m_table, 1);
    layout->addWidget(all, 0, Qt::AlignLeft);
    connect(m_table, &QTableView::activated, this, &RecentDeliveries::open);
    connect(all, &QPushButton::clicked, this,
            [this] { Q_EMIT m_context.navigator.deliveriesRequested(m_webhookId); });
}

void RecentDeliveries::setWebhook(const client::WebhookInfo &webhook)
{
    if (webhook.id != m_webhookId) {
        m_webhookId = webhook.id;
        m_model->clear();
        m_note->hide();
        showProblem(m_problem, {});
        m_model->setAttemptsInAll({{webhook.id, attemptsInAll(webhook.schedule)}});
    }
    if (isVisible())
        ask();
}

void RecentDeliveries::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    ask();
}

void RecentDeliveries::ask()
{
    if (m_webhookId.isEmpty())
        return;
    client::DeliveryQuery query;
    query.webhookId = m_webhookId;
    query.limit = kMost;
    m_context.link.admin().deliveries(query, this, [this, asked = ++m_asked](const auto &page) {
        if (asked == m_asked)
            take(page);
    });
}

void RecentDeliveries::take(const Result<client::DeliveryPage> &page)
{
    showProblem(m_problem, page ? QString() : client::sentence(page.error()));
    if (!page)
        return;
    m_model->setNow(QDateTime::currentDateTimeUtc());
    // Oldest first: what is new comes to stand above what is there.
    std::for_each(page->deliveries.crbegin(), page->deliveries.crend(),
                  [this](const client::DeliveryInfo &delivery) { m_model->put(delivery); });
    m_note->setVisible(page->deliveries.isEmpty() && m_model->rowCount() == 0);
}

void RecentDeliveries::open(const QModelIndex &index)
{
    if (index.isValid())
        Q_EMIT m_context.navigator.deliveryRequested(m_webhookId, m_model->row(index.row()).id);
}

} // namespace parley::ui
