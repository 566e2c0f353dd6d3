#include "ui/deliveries/deliveries_page.h"

#include <QComboBox>
#include <QPushButton>
#include <QSplitter>
#include <QVBoxLayout>

#include "server/client/delivery_event.h"
#include "server/client/wire_error.h"
#include "ui/common/broker_link.h"
#include "ui/common/empty_state.h"
#include "ui/common/labels.h"
#include "ui/common/navigator.h"
#include "ui/common/page_header.h"
#include "ui/common/tables.h"
#include "ui/deliveries/delivery_detail.h"
#include "ui/models/delivery_model.h"

namespace parley::ui {

DeliveriesPage::DeliveriesPage(const PageContext &context, QWidget *parent) :
    Page(parent), m_context(context), m_model(new DeliveryModel(this)),
    m_state(new QComboBox(this)), m_webhook(new QComboBox(this)), m_problem(problemLabel(this))
{
    auto *header = new PageHeader(
        tr("Deliveries"), tr("Each message on its way to a webhook, with every attempt"), this);
    auto *empty
        = new EmptyState(QStringLiteral("deliveries"),
                         tr("Nothing was delivered yet. As soon as a message arrives on a topic "
                            "that has a webhook, its delivery is here."),
                         tr("Make a webhook"), this);
    connect(empty, &EmptyState::actionTriggered, &context.navigator,
            &Navigator::newWebhookRequested);
    m_switch = new EmptySwitch(makeSplit(), empty, this);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 16, 20, 16);
    layout->setSpacing(12);
    layout->addWidget(header);
    layout->addWidget(makeTools());
    layout->addWidget(m_problem);
    layout->addWidget(m_switch, 1);
    setFocusProxy(m_table);
    connect(&context.link, &BrokerLink::addressChanged, this, [this] {
        m_loaded = false;
        m_model->clear();
        follow();
        if (isVisible()) // a page that is not shown asks for nothing
            refresh();
    });
    connect(m_model, &QAbstractItemModel::rowsInserted, this, &DeliveriesPage::showEmptiness);
    connect(m_model, &QAbstractItemModel::modelReset, this, &DeliveriesPage::showEmptiness);
    connect(m_model, &QAbstractItemModel::dataChanged, this, &DeliveriesPage::showCurrent);
    follow();
}

QWidget *DeliveriesPage::makeTools()
{
    auto *tools = new QWidget(this);
    m_state->setAccessibleName(tr("State"));
    m_state->addItem(tr("All states"), QString());
    for (const char *state :
         {"queued", "sending", "waiting", "held", "delivered", "dead", "canceled"}) {
        const auto word = QString::fromLatin1(state);
        m_state->addItem(stateSign(word) + QLatin1Char(' ') + word, word);
    }
    m_webhook->setAccessibleName(tr("Webhook"));
    m_webhook->setMinimumWidth(fontMetrics().averageCharWidth() * 28);
    m_webhook->addItem(tr("All webhooks"), QString());
    m_older = new QPushButton(tr("Load older"), tools);
    m_older->setEnabled(false);
    auto *layout = new QHBoxLayout(tools);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_state);
    layout->addWidget(m_webhook);
    layout->addStretch();
    layout->addWidget(m_older);
    connect(m_state, &QComboBox::activated, this, &DeliveriesPage::reload);
    connect(m_webhook, &QComboBox::activated, this, &DeliveriesPage::reload);
    connect(m_older, &QPushButton::clicked, this, &DeliveriesPage::loadOlder);
    return tools;
}

QWidget *DeliveriesPage::makeSplit()
{
    auto *split = new QSplitter(this);
    m_table = makeTable(m_model, {11, 10, 13, -15, 4}, tr("Deliveries"), split);
    m_detail = new DeliveryDetail(m_context, split);
    split->addWidget(m_table);
    split->addWidget(m_detail);
    split->setStretchFactor(0, 1); // both: what is over is shared, what is there is as asked for
    split->setStretchFactor(1, 1);
    split->setChildrenCollapsible(false);
    split->setHandleWidth(14);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &DeliveriesPage::showCurrent);
    return split;
}

void DeliveriesPage::follow()
{
    delete m_events;
    m_events = m_context.link.socket().subscribe(
        {QStringLiteral("default"), QStringLiteral("$events/deliveries")}, client::Start::latest(),
        this);
    connect(m_events, &client::Subscription::itemArrived, this, &DeliveriesPage::takeEvent);
    connect(m_events, &client::Subscription::gapFound, this, [this] { reload(); });
}

void DeliveriesPage::refresh()
{
    if (!m_context.link.address().isValid())
        return;
    m_context.link.admin().webhooks(this, [this](const auto &webhooks) {
        if (webhooks)
            takeWebhooks(*webhooks);
    });
    if (!m_loaded)
        reload();
}

void DeliveriesPage::reload()
{
    client::DeliveryQuery query;
    query.state = m_state->currentData().toString();
    query.webhookId = m_webhook->currentData().toString();
    m_context.link.admin().deliveries(query, this, [this](const auto &page) { take(page, false); });
}

void DeliveriesPage::loadOlder()
{
    client::DeliveryQuery query;
    query.state = m_state->currentData().toString();
    query.webhookId = m_webhook->currentData().toString();
    query.before = m_next;
    m_older->setEnabled(false);
    m_context.link.admin().deliveries(query, this, [this](const auto &page) { take(page, true); });
}

void DeliveriesPage::take(const Result<client::DeliveryPage> &page, bool older)
{
    showProblem(m_problem, page ? QString() : client::sentence(page.error()));
    if (!page)
        return;
    if (!older)
        m_model->clear();
    m_loaded = true;
    m_next = page->next;
    m_older->setEnabled(!m_next.isEmpty());
    m_model->appendOlder(page->deliveries);
    if (!m_table->currentIndex().isValid() && m_model->rowCount() > 0)
        m_table->selectRow(0);
    showEmptiness();
    showCurrent();
}

void DeliveriesPage::takeWebhooks(const QList<client::WebhookInfo> &webhooks)
{
    QHash<QString, QString> names;
    m_webhooks.clear();
    const auto chosen = m_webhook->currentData().toString();
    while (m_webhook->count() > 1)
        m_webhook->removeItem(1);
    for (const auto &webhook : webhooks) {
        const auto name = webhook.name.isEmpty() ? webhook.url : webhook.name;
        m_webhooks.insert(webhook.id, webhook);
        names.insert(webhook.id, name);
        m_webhook->addItem(name, webhook.id);
    }
    m_webhook->setCurrentIndex(std::max(0, m_webhook->findData(chosen)));
    m_model->setWebhookNames(names);
    showCurrent();
}

bool DeliveriesPage::matches(const client::DeliveryInfo &delivery) const
{
    const auto state = m_state->currentData().toString();
    const auto webhook = m_webhook->currentData().toString();
    // One that is shown is updated even when it no longer matches: nothing vanishes while it is
    // read.
    return m_model->indexOf(delivery.id) >= 0
        || ((state.isEmpty() || delivery.state == state)
            && (webhook.isEmpty() || delivery.webhookId == webhook));
}

bool DeliveriesPage::hasData() const
{
    constexpr int kSeveral = 3;
    return m_model->rowCount() >= kSeveral && m_detail->hasAttempts();
}

void DeliveriesPage::takeEvent(const client::Item &item)
{
    const auto event = client::deliveryEventFrom(item);
    if (!event || !event->delivery || !m_loaded || !matches(*event->delivery))
        return;
    m_model->put(*event->delivery);
}

void DeliveriesPage::showCurrent()
{
    const auto current = m_table->currentIndex();
    if (!current.isValid())
        return;
    const auto &delivery = m_model->row(current.row());
    m_detail->setDelivery(delivery, m_model->webhookName(delivery.webhookId),
                          m_webhooks.value(delivery.webhookId).url);
}

void DeliveriesPage::showEmptiness()
{
    const bool filtered = m_state->currentIndex() > 0 || m_webhook->currentIndex() > 0;
    m_switch->setEmpty(m_loaded && m_model->rowCount() == 0 && !filtered);
    if (!m_table->currentIndex().isValid() && m_model->rowCount() > 0)
        m_table->selectRow(0);
}

void DeliveriesPage::showWebhook(const QString &webhookId)
{
    m_state->setCurrentIndex(webhookId.isEmpty() ? m_state->findData(QStringLiteral("dead")) : 0);
    m_webhook->setCurrentIndex(std::max(0, m_webhook->findData(webhookId)));
    reload();
}

} // namespace parley::ui
