#include "ui/audit/audit_page.h"

#include <utility>

#include <QLineEdit>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QVBoxLayout>

#include "server/client/audit_info.h"
#include "server/client/wire_error.h"
#include "ui/common/broker_link.h"
#include "ui/common/buttons.h"
#include "ui/common/empty_state.h"
#include "ui/common/labels.h"
#include "ui/common/page_header.h"
#include "ui/common/tables.h"
#include "ui/models/audit_model.h"

namespace parley::ui {

AuditPage::AuditPage(const PageContext &context, QWidget *parent) :
    Page(parent), m_context(context), m_model(new AuditModel(this)),
    m_shown(new QSortFilterProxyModel(this)), m_problem(problemLabel(this))
{
    auto *filter = filterLine(tr("Filter acts"), this);
    m_shown->setSourceModel(m_model);
    m_shown->setFilterKeyColumn(-1);
    m_shown->setFilterCaseSensitivity(Qt::CaseInsensitive);
    auto *list = new QWidget(this);
    auto *table = makeTable(m_shown, {13, 15, 16, 18, 16, -20}, tr("Audit log"), list);
    auto *inner = new QVBoxLayout(list);
    inner->setContentsMargins(0, 0, 0, 0);
    inner->addWidget(filter);
    inner->addWidget(table, 1);
    m_older = linkButton(tr("Show older acts"), list);
    inner->addWidget(m_older, 0, Qt::AlignLeft);
    connect(m_older, &QPushButton::clicked, this, &AuditPage::askForOlder);
    m_switch = new EmptySwitch(
        list,
        new EmptyState(QStringLiteral("audit"),
                       tr("Nothing was changed yet. Making a topic, issuing a token and the "
                          "like are noted here, and what was refused."),
                       {}, this),
        this);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 16, 20, 16);
    layout->setSpacing(12);
    layout->addWidget(new PageHeader(tr("Audit"), tr("Who changed what, newest first"), this));
    layout->addWidget(m_problem);
    layout->addWidget(m_switch, 1);
    m_switch->setEmpty(true);
    setFocusProxy(table);
    connect(filter, &QLineEdit::textChanged, m_shown, &QSortFilterProxyModel::setFilterFixedString);
    m_nameTimer.setSingleShot(true);
    m_nameTimer.setInterval(kBetweenNames);
    connect(&m_nameTimer, &QTimer::timeout, this, [this] {
        if (std::exchange(m_wantsNames, false))
            askForNames();
    });
    connect(m_model, &QAbstractItemModel::rowsInserted, this, [this, table] {
        m_switch->setEmpty(false);
        askForNames(); // what is new may have one
        if (!table->currentIndex().isValid())
            table->selectRow(0);
    });
    connect(&context.link, &BrokerLink::addressChanged, this, [this] {
        m_model->clear();
        m_switch->setEmpty(true);
        follow();
    });
    follow();
}

bool AuditPage::hasData() const
{
    return m_model->rowCount() > 0;
}

// Events speak of ids; people know labels.
void AuditPage::refresh()
{
    if (!isVisible() || !m_context.link.address().isValid())
        return;
    auto &admin = m_context.link.admin();
    admin.access().tokens({}, this, [this](const auto &page) {
        for (const auto &token : page ? page->tokens : QList<client::TokenInfo>())
            showName(token.id, token.label);
        m_model->setNames(m_names);
    });
    admin.webhooks(this, [this](const auto &webhooks) {
        for (const auto &webhook : webhooks ? *webhooks : QList<client::WebhookInfo>())
            showName(webhook.id, webhook.name);
        m_model->setNames(m_names);
    });
}

void AuditPage::askForNames()
{
    if (m_nameTimer.isActive()) {
        m_wantsNames = true;
        return;
    }
    m_nameTimer.start();
    refresh();
}

// Names stay after what they named is gone; the log goes on speaking of it.
void AuditPage::showName(const QString &id, const QString &name)
{
    if (!name.isEmpty() && m_names.size() < AuditModel::kMaxRows)
        m_names.insert(id, name);
}

void AuditPage::askForOlder()
{
    client::AuditQuery query;
    query.before = m_next;
    m_older->setEnabled(false);
    m_context.link.admin().access().audit(query, this, [this](const auto &page) {
        m_older->setEnabled(true);
        showProblem(m_problem, page ? QString() : client::sentence(page.error()));
        if (!page)
            return;
        m_model->appendOlder(page->entries);
        m_next = page->next;
        m_older->setVisible(m_next != 0 && m_model->rowCount() < AuditModel::kMaxRows);
    });
}

void AuditPage::follow()
{
    delete m_events;
    m_events = m_context.link.socket().subscribe(
        {QStringLiteral("default"), QStringLiteral("$events/audit")}, client::Start::latest(),
        this);
    m_next = 0;
    m_older->hide();
    connect(m_events, &client::Subscription::activated, this, [this] {
        showProblem(m_problem, {});
        m_next = 0;
        askForOlder(); // what happens from now on comes live, so that nothing is missed between
    });
    connect(m_events, &client::Subscription::refused, this,
            [this](const QString &reason) { showProblem(m_problem, reason); });
    connect(m_events, &client::Subscription::itemArrived, this, [this](const client::Item &item) {
        if (const auto act = client::auditInfoFrom(item))
            m_model->put(*act);
    });
}

} // namespace parley::ui
