#include "ui/audit/audit_page.h"

#include <utility>

#include <QDate>
#include <QFileDialog>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QVBoxLayout>

#include "server/client/wire_error.h"
#include "ui/audit/audit_detail.h"
#include "ui/audit/audit_export_strip.h"
#include "ui/audit/audit_filter_bar.h"
#include "ui/common/broker_link.h"
#include "ui/common/buttons.h"
#include "ui/common/empty_state.h"
#include "ui/common/labels.h"
#include "ui/common/page_header.h"
#include "ui/common/tables.h"
#include "ui/models/audit_model.h"

namespace parley::ui {
namespace {

constexpr int kDetailWidth = 48; // characters: an id with its brackets and a word before it

} // namespace

AuditPage::AuditPage(const PageContext &context, QWidget *parent) :
    Page(parent), m_context(context), m_model(new AuditModel(this)),
    m_shown(new QSortFilterProxyModel(this)), m_filters(new AuditFilterBar(this)),
    m_strip(new AuditExportStrip(this)), m_problem(problemLabel(this))
{
    m_shown->setSourceModel(m_model);
    m_shown->setFilterKeyColumn(-1);
    m_shown->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_switch = new EmptySwitch(
        makeList(), new EmptyState(QStringLiteral("audit"), {}, tr("Show all acts"), this), this);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 16, 20, 16);
    layout->setSpacing(12);
    layout->addWidget(makeHeader());
    layout->addWidget(m_filters);
    layout->addWidget(m_problem);
    layout->addWidget(m_strip);
    layout->addWidget(m_switch, 1);
    setFocusProxy(m_table);
    m_nameTimer.setSingleShot(true);
    m_nameTimer.setInterval(kBetweenNames);
    connectParts();
    showEmptiness();
    follow();
}

QWidget *AuditPage::makeHeader()
{
    auto *header = new PageHeader(tr("Audit"), tr("Who changed what, newest first"), this);
    m_export = new QPushButton(tr("Export…"), header);
    m_export->setShortcut(QKeySequence(QStringLiteral("Ctrl+E")));
    m_export->setToolTip(
        tr("All acts that the filters let through, as CSV or JSON lines (Ctrl+E)"));
    header->addAction(m_export);
    return header;
}

QWidget *AuditPage::makeList()
{
    auto *split = new QSplitter(this);
    auto *list = new QWidget(split);
    m_table = makeTable(m_shown, {9, 14, 16, -12, 15}, tr("Audit log"), list);
    m_older = linkButton(tr("Show older acts"), list);
    auto *inner = new QVBoxLayout(list);
    inner->setContentsMargins(0, 0, 0, 0);
    inner->addWidget(m_table, 1);
    inner->addWidget(m_older, 0, Qt::AlignLeft);
    m_detail = new AuditDetail(split);
    split->addWidget(list);
    split->addWidget(m_detail);
    m_detail->setMinimumWidth(fontMetrics().averageCharWidth() * kDetailWidth);
    split->setStretchFactor(0, 1);
    split->setStretchFactor(1, 0);
    split->setChildrenCollapsible(false);
    split->setHandleWidth(14);
    return split;
}

void AuditPage::connectParts()
{
    connect(m_older, &QPushButton::clicked, this, &AuditPage::askForOlder);
    connect(m_export, &QPushButton::clicked, this, &AuditPage::chooseFile);
    connect(m_strip, &AuditExportStrip::runningChanged, this,
            [this] { m_export->setEnabled(!m_strip->isRunning()); });
    connect(m_switch->emptyState(), &EmptyState::actionTriggered, m_filters,
            &AuditFilterBar::clear);
    connect(m_filters, &AuditFilterBar::queryChanged, this, &AuditPage::reload);
    connect(m_filters, &AuditFilterBar::textChanged, this, [this](const QString &text) {
        m_shown->setFilterFixedString(text);
        showEmptiness();
    });
    connect(m_detail, &AuditDetail::actorChosen, m_filters, &AuditFilterBar::setActor);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &AuditPage::showCurrent);
    connect(&m_nameTimer, &QTimer::timeout, this, [this] {
        if (std::exchange(m_wantsNames, false))
            askForNames();
    });
    connect(m_model, &QAbstractItemModel::rowsInserted, this, [this] {
        showEmptiness();
        askForNames(); // what is new may have one
    });
    connect(m_model, &QAbstractItemModel::modelReset, this, &AuditPage::showEmptiness);
    connect(&m_context.link, &BrokerLink::addressChanged, this, [this] {
        m_strip->cancel(); // the rest of it would be another broker's
        m_names.clear();
        m_filters->setActor({}, {});
        m_model->clear();
        follow();
    });
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
        showNames();
    });
    admin.webhooks(this, [this](const auto &webhooks) {
        for (const auto &webhook : webhooks ? *webhooks : QList<client::WebhookInfo>())
            showName(webhook.id, webhook.name);
        showNames();
    });
}

void AuditPage::showNames()
{
    m_model->setNames(m_names);
    showCurrent();
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

QString AuditPage::nameOf(const QString &id) const
{
    return m_names.value(id, id);
}

// The filters changed, or live acts begin: what is shown begins with the newest again.
void AuditPage::reload()
{
    m_query = m_filters->query();
    m_model->clear();
    m_older->hide();
    askForOlder();
}

void AuditPage::askForOlder()
{
    m_older->setEnabled(false);
    m_context.link.admin().access().audit(
        m_query, this, [this, asked = ++m_asked](const auto &page) {
            if (asked != m_asked)
                return; // the filters changed meanwhile
            m_older->setEnabled(true);
            showProblem(m_problem, page ? QString() : client::sentence(page.error()));
            if (page)
                takeOlder(*page);
        });
}

// A page may have nothing of what is rare and yet more behind it.
void AuditPage::takeOlder(const client::AuditPage &page)
{
    m_model->appendOlder(page.entries);
    m_query.before = page.next;
    m_older->setVisible(page.next != 0 && m_model->rowCount() < AuditModel::kMaxRows);
    if (page.entries.isEmpty() && page.next != 0)
        return askForOlder();
    showEmptiness();
    if (!m_table->currentIndex().isValid() && m_shown->rowCount() > 0)
        chooseRow(*m_table, 0);
}

void AuditPage::showEmptiness()
{
    const bool isFiltered = !m_filters->isEmpty();
    m_switch->emptyState()->setSentence(
        isFiltered ? tr("No act is like that.")
                   : tr("Nothing was changed yet. Making a topic, issuing a token and the like are "
                        "noted here, and what was refused."));
    m_switch->emptyState()->setActionVisible(isFiltered);
    m_switch->setEmpty(m_shown->rowCount() == 0);
}

void AuditPage::showCurrent()
{
    const auto index = m_shown->mapToSource(m_table->currentIndex());
    if (!index.isValid())
        return m_detail->clear();
    const auto &act = m_model->row(index.row());
    m_detail->setAct(act, nameOf(act.actor), nameOf(act.object));
}

void AuditPage::follow()
{
    delete m_events;
    m_events = m_context.link.socket().subscribe(
        {QStringLiteral("default"), QStringLiteral("$events/audit")}, client::Start::latest(),
        this);
    m_older->hide();
    connect(m_events, &client::Subscription::activated, this, [this] {
        showProblem(m_problem, {});
        reload(); // what happens from now on comes live, so that nothing is missed between
    });
    connect(m_events, &client::Subscription::refused, this,
            [this](const QString &reason) { showProblem(m_problem, reason); });
    connect(m_events, &client::Subscription::itemArrived, this, [this](const client::Item &item) {
        const auto act = client::auditInfoFrom(item);
        if (act && m_query.takes(*act))
            m_model->put(*act);
    });
}

void AuditPage::chooseFile()
{
    auto *dialog = new QFileDialog(this, tr("Export the audit"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    const QString csv = tr("Table for spreadsheets (*.csv)");
    dialog->setNameFilters({csv, tr("JSON lines (*.jsonl)")});
    dialog->setDefaultSuffix(QStringLiteral("csv"));
    dialog->selectFile(
        QStringLiteral("parley-audit-%1.csv").arg(QDate::currentDate().toString(Qt::ISODate)));
    connect(dialog, &QFileDialog::filterSelected, dialog, [dialog, csv](const QString &filter) {
        dialog->setDefaultSuffix(filter == csv ? QStringLiteral("csv") : QStringLiteral("jsonl"));
    });
    connect(dialog, &QFileDialog::fileSelected, this, &AuditPage::exportTo);
    dialog->open();
}

void AuditPage::exportTo(const QString &file)
{
    const auto filter = [this, text = m_filters->text()](const client::AuditInfo &act) {
        return m_model->hasText(act, text);
    };
    m_strip->start(m_context.link.admin().access(), m_filters->query(), filter, file);
}

} // namespace parley::ui
