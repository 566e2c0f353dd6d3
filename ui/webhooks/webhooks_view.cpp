#include "ui/webhooks/webhooks_view.h"

#include <QLineEdit>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QShortcut>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "server/client/wire_error.h"
#include "ui/common/act_guard.h"
#include "ui/common/broker_link.h"
#include "ui/common/empty_state.h"
#include "ui/common/labels.h"
#include "ui/common/page_header.h"
#include "ui/common/poller.h"
#include "ui/common/tables.h"
#include "ui/common/undo_bar.h"
#include "ui/models/webhook_model.h"
#include "ui/models/webhook_text.h"
#include "ui/webhooks/webhook_detail.h"
#include "ui/webhooks/webhook_dialog.h"

namespace parley::ui {

WebhooksView::WebhooksView(const PageContext &context, QWidget *parent) :
    QWidget(parent), m_context(context), m_model(new WebhookModel(this)),
    m_shown(new QSortFilterProxyModel(this)), m_problem(problemLabel(this))
{
    auto *split = new QSplitter(this);
    split->addWidget(makeList());
    split->addWidget(makeRight());
    split->setStretchFactor(0, 1); // both: what is over is shared, what is there is as asked for
    split->setStretchFactor(1, 1);
    split->setChildrenCollapsible(false);
    split->setHandleWidth(14);
    m_switch = makeSwitch(split);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_problem);
    layout->addWidget(m_switch, 1);
    setFocusProxy(m_table);
    connect(&context.link, &BrokerLink::addressChanged, this, [this] { m_model->setRows({}); });
    new Poller(this, std::chrono::seconds(3), [this] { refresh(); });
}

EmptySwitch *WebhooksView::makeSwitch(QWidget *content)
{
    auto *empty
        = new EmptyState(QStringLiteral("webhooks"),
                         tr("Nothing is called yet. A webhook sends each message of a topic to "
                            "your own program, or to a function that moderates and translates."),
                         tr("Make the first webhook"), this);
    connect(empty, &EmptyState::actionTriggered, this, [this] { openNew(); });
    m_context.guard.watch(empty->action());
    return new EmptySwitch(content, empty, this);
}

QWidget *WebhooksView::makeList()
{
    auto *list = new QWidget(this);
    auto *filter = filterLine(tr("Filter webhooks"), this);
    filterRows(*m_shown, *m_model, *filter);
    m_table = makeTable(m_shown, {-18, 10, 14, 7, 7}, tr("Webhooks"), list);
    auto *layout = new QVBoxLayout(list);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(filter);
    layout->addWidget(m_table, 1);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &WebhooksView::showCurrent);
    return list;
}

QWidget *WebhooksView::makeRight()
{
    m_right = new QStackedWidget(this);
    m_detail = new WebhookDetail(m_context, m_right);
    m_right->addWidget(new EmptyState(QStringLiteral("webhooks"),
                                      tr("Choose a webhook to change or test it."), {}, m_right));
    m_right->addWidget(m_detail);
    m_right->setMinimumWidth(fontMetrics().averageCharWidth() * 56); // figures side by side
    connect(m_detail, &WebhookDetail::changed, this, &WebhooksView::refresh);
    connect(m_detail, &WebhookDetail::deleteRequested, this, &WebhooksView::requestDelete);
    connect(m_table, &QTableView::activated, m_detail, &WebhookDetail::edit);
    // In the list only: in another one of this page the key must not mean the webhook.
    auto *remove
        = new QShortcut(QKeySequence::Delete, m_table, nullptr, nullptr, Qt::WidgetShortcut);
    connect(remove, &QShortcut::activated, m_detail, &WebhookDetail::requestDelete);
    return m_right;
}

void WebhooksView::refresh()
{
    if (!m_context.link.address().isValid())
        return;
    auto &admin = m_context.link.admin();
    admin.webhooks(this, [this](const auto &webhooks) { take(webhooks); });
    admin.webhookClient().healths(this, [this](const auto &healths) {
        if (healths) // else the list says what is wrong
            takeHealths(*healths);
    });
}

void WebhooksView::take(const Result<QList<client::WebhookInfo>> &webhooks)
{
    showProblem(m_problem, webhooks ? QString() : client::sentence(webhooks.error()));
    if (!webhooks)
        return;
    m_model->setWebhooks(*webhooks);
    m_switch->setEmpty(m_model->rowCount() == 0);
    const int wanted = m_model->indexOf(m_wanted);
    if (wanted >= 0)
        m_wanted.clear();
    chooseWanted(*m_table, *m_shown, wanted);
    showCurrent();
}

void WebhooksView::takeHealths(const QHash<QString, client::WebhookHealthInfo> &healths)
{
    m_model->setHealths(healths);
    showCurrent();
}

bool WebhooksView::hasData() const
{
    return m_model->rowCount() > 0;
}

void WebhooksView::showCurrent()
{
    const auto current = m_shown->mapToSource(m_table->currentIndex());
    m_right->setCurrentIndex(current.isValid() ? 1 : 0);
    if (!current.isValid())
        return;
    const auto &webhook = m_model->row(current.row());
    m_detail->setWebhook(webhook, m_model->health(webhook.id));
}

void WebhooksView::showWebhook(const QString &id)
{
    m_wanted = id;
    refresh();
}

void WebhooksView::openNew(const QString &url)
{
    if (m_context.guard.isReadOnly())
        return;
    client::WebhookInfo webhook;
    webhook.url = url;
    if (webhook.callsFunction())
        webhook.schedule = QStringLiteral("chat"); // a function here answers at once or not at all
    auto *dialog = new WebhookDialog(m_context, webhook, WebhookDialog::Use::New, this);
    connect(dialog, &WebhookDialog::webhookMade, this, &WebhooksView::showWebhook);
    dialog->open();
}

void WebhooksView::requestDelete(const client::WebhookInfo &webhook)
{
    m_context.guard.destroy(
        tr("The webhook goes away, with what it has not sent yet."), shownName(webhook),
        tr("Delete webhook"), [this, webhook] { deleteWithUndo(webhook); }, this);
}

void WebhooksView::deleteWithUndo(client::WebhookInfo webhook)
{
    const auto id = webhook.id;
    setHidden(id, true);
    m_context.undo.offer(
        tr("Webhook “%1” is deleted").arg(shownName(webhook)), [this, id] { deleteNow(id); },
        [this, id] { setHidden(id, false); });
}

void WebhooksView::deleteNow(const QString &id)
{
    m_context.link.admin().webhookClient().remove(id, this, [this, id](const auto &done) {
        setHidden(id, false);
        showProblem(m_problem, done ? QString() : client::sentence(done.error()));
        if (done)
            refresh(); // else it would wipe out why
    });
}

void WebhooksView::setHidden(const QString &id, bool hidden)
{
    m_model->setHidden(id, hidden);
    m_switch->setEmpty(m_model->rowCount() == 0);
    showCurrent();
}

} // namespace parley::ui
