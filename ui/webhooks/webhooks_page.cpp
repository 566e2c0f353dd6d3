#include "ui/webhooks/webhooks_page.h"

#include <QLineEdit>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "server/client/wire_error.h"
#include "ui/common/act_guard.h"
#include "ui/common/broker_link.h"
#include "ui/common/buttons.h"
#include "ui/common/empty_state.h"
#include "ui/common/labels.h"
#include "ui/common/page_header.h"
#include "ui/common/poller.h"
#include "ui/common/tables.h"
#include "ui/common/undo_bar.h"
#include "ui/models/webhook_model.h"
#include "ui/webhooks/new_webhook_dialog.h"
#include "ui/webhooks/webhook_detail.h"

namespace parley::ui {

WebhooksPage::WebhooksPage(const PageContext &context, QWidget *parent) :
    Page(parent), m_context(context), m_model(new WebhookModel(this)),
    m_shown(new QSortFilterProxyModel(this)), m_problem(problemLabel(this)),
    m_right(new QStackedWidget(this)), m_detail(new WebhookDetail(context, m_right))
{
    auto *header = new PageHeader(tr("Webhooks"), tr("What each message of a topic calls"), this);
    auto *add = primaryButton(tr("New webhook"), this);
    add->setShortcut(QKeySequence::New);
    context.guard.watch(add);
    header->addAction(add);
    connect(add, &QPushButton::clicked, this, &WebhooksPage::openNew);
    m_right->addWidget(new EmptyState(QStringLiteral("webhooks"),
                                      tr("Choose a webhook to change or test it."), {}, m_right));
    m_right->addWidget(m_detail);
    m_right->setMinimumWidth(fontMetrics().averageCharWidth() * 50); // a form needs room to type
    auto *split = new QSplitter(this);
    split->addWidget(makeList());
    split->addWidget(m_right);
    split->setStretchFactor(0, 1); // both: what is over is shared, what is there is as asked for
    split->setStretchFactor(1, 1);
    split->setChildrenCollapsible(false);
    split->setHandleWidth(14);
    auto *empty
        = new EmptyState(QStringLiteral("webhooks"),
                         tr("Nothing is called yet. A webhook sends each message of a topic to "
                            "your own program, or to a function that moderates and translates."),
                         tr("Make the first webhook"), this);
    connect(empty, &EmptyState::actionTriggered, this, &WebhooksPage::openNew);
    m_switch = new EmptySwitch(split, empty, this);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 16, 20, 16);
    layout->setSpacing(12);
    layout->addWidget(header);
    layout->addWidget(m_problem);
    layout->addWidget(m_switch, 1);
    setFocusProxy(m_table);
    connect(m_detail, &WebhookDetail::changed, this, &WebhooksPage::refresh);
    connect(m_detail, &WebhookDetail::deleteRequested, this, &WebhooksPage::requestDelete);
    new Poller(this, std::chrono::seconds(3), [this] { refresh(); });
}

QWidget *WebhooksPage::makeList()
{
    auto *list = new QWidget(this);
    auto *filter = filterLine(tr("Filter webhooks"), this);
    m_shown->setSourceModel(m_model);
    m_shown->setFilterKeyColumn(-1);
    m_shown->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_table = makeTable(m_shown, {-14, 10, 14, 13, 8}, tr("Webhooks"), list);
    auto *layout = new QVBoxLayout(list);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(filter);
    layout->addWidget(m_table, 1);
    connect(filter, &QLineEdit::textChanged, m_shown, &QSortFilterProxyModel::setFilterFixedString);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &WebhooksPage::showCurrent);
    return list;
}

void WebhooksPage::refresh()
{
    if (m_context.link.address().isValid())
        m_context.link.admin().webhooks(this, [this](const auto &webhooks) { take(webhooks); });
}

void WebhooksPage::take(const Result<QList<client::WebhookInfo>> &webhooks)
{
    showProblem(m_problem, webhooks ? QString() : client::sentence(webhooks.error()));
    if (!webhooks)
        return;
    m_model->setWebhooks(*webhooks);
    m_switch->setEmpty(m_model->rowCount() == 0);
    const int wanted = m_model->indexOf(m_wanted);
    if (wanted >= 0) {
        m_wanted.clear();
        m_table->selectRow(m_shown->mapFromSource(m_model->index(wanted, 0)).row());
    } else if (!m_table->currentIndex().isValid() && m_shown->rowCount() > 0) {
        m_table->selectRow(0);
    }
    showCurrent();
}

bool WebhooksPage::hasData() const
{
    return m_model->rowCount() > 0;
}

void WebhooksPage::showCurrent()
{
    const auto current = m_shown->mapToSource(m_table->currentIndex());
    m_right->setCurrentIndex(current.isValid() ? 1 : 0);
    if (current.isValid())
        m_detail->setWebhook(m_model->row(current.row()));
}

void WebhooksPage::showWebhook(const QString &id)
{
    m_wanted = id;
    refresh();
}

void WebhooksPage::openNew()
{
    if (m_context.guard.isReadOnly())
        return;
    auto *dialog = new NewWebhookDialog(m_context, this);
    connect(dialog, &NewWebhookDialog::webhookMade, this, &WebhooksPage::showWebhook);
    dialog->open();
}

void WebhooksPage::requestDelete(const client::WebhookInfo &webhook)
{
    m_context.guard.destroy(
        tr("The webhook goes away, with what it has not sent yet."), webhook.name,
        tr("Delete webhook"), [this, webhook] { deleteWithUndo(webhook); }, this);
}

void WebhooksPage::deleteWithUndo(client::WebhookInfo webhook)
{
    const auto id = webhook.id;
    m_model->setHidden(id, true);
    m_switch->setEmpty(m_model->rowCount() == 0);
    m_context.undo.offer(
        tr("Webhook “%1” is deleted").arg(webhook.name), [this, id] { deleteNow(id); },
        [this, id] {
            m_model->setHidden(id, false);
            m_switch->setEmpty(false);
        });
}

void WebhooksPage::deleteNow(const QString &id)
{
    m_context.link.admin().deleteWebhook(id, this, [this, id](const auto &done) {
        m_model->setHidden(id, false);
        showProblem(m_problem, done ? QString() : client::sentence(done.error()));
        refresh();
    });
}

} // namespace parley::ui
