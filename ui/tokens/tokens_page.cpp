#include "ui/tokens/tokens_page.h"

#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

#include "server/client/wire_error.h"
#include "ui/common/act_guard.h"
#include "ui/common/broker_link.h"
#include "ui/common/buttons.h"
#include "ui/common/empty_state.h"
#include "ui/common/labels.h"
#include "ui/common/navigator.h"
#include "ui/common/page_header.h"
#include "ui/common/poller.h"
#include "ui/common/tables.h"
#include "ui/common/undo_bar.h"
#include "ui/models/token_filter.h"
#include "ui/models/token_model.h"
#include "ui/models/text_format.h"
#include "ui/models/token_text.h"
#include "ui/tokens/issue_token_dialog.h"
#include "ui/tokens/permission_tester.h"
#include "ui/tokens/revoke_group_dialog.h"
#include "ui/tokens/rotate_dialog.h"
#include "ui/tokens/templates_view.h"
#include "ui/tokens/token_detail.h"

namespace parley::ui {

TokensPage::TokensPage(const PageContext &context, QWidget *parent) :
    Page(parent), m_context(context), m_model(new TokenModel(this)),
    m_shown(new TokenFilter(*m_model, this)), m_problem(problemLabel(this))
{
    auto *empty
        = new EmptyState(QStringLiteral("tokens"),
                         tr("No tokens yet. A token lets a program or a person publish to or "
                            "read the topics you choose, for as long as you say."),
                         tr("Issue the first token"), this);
    connect(empty, &EmptyState::actionTriggered, this, &TokensPage::openIssue);
    m_context.guard.watch(empty->action());
    m_switch = new EmptySwitch(makeList(), empty, this);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 16, 20, 16);
    layout->setSpacing(12);
    layout->addWidget(makeHeader());
    layout->addWidget(m_problem);
    layout->addWidget(makeViews(), 1);
    setFocusProxy(m_table);
    connect(&context.navigator, &Navigator::permissionTestRequested, this, [this] {
        Q_EMIT m_context.navigator.pageRequested(QStringLiteral("tokens"));
        openTester();
    });
    new Poller(this, std::chrono::seconds(5), [this] { refresh(); });
}

QWidget *TokensPage::makeHeader()
{
    auto *header
        = new PageHeader(tr("Tokens"), tr("Who may publish and read where, and until when"), this);
    m_tokenActs = new QWidget(header);
    m_templateActs = new QWidget(header);
    auto *issue = primaryButton(tr("Issue token"), m_tokenActs);
    auto *test = new QPushButton(tr("Test a permission…"), m_tokenActs);
    auto *add = primaryButton(tr("New template"), m_templateActs);
    issue->setShortcut(QKeySequence::New);
    add->setShortcut(QKeySequence::New); // only one of the two is there
    test->setShortcut(Qt::CTRL | Qt::Key_T);
    test->setToolTip(tr("May this token do that, and why (Ctrl+T)"));
    m_context.guard.watch(issue);
    m_context.guard.watch(add);
    for (auto *acts : {m_tokenActs, m_templateActs}) {
        auto *layout = new QHBoxLayout(acts);
        layout->setContentsMargins(0, 0, 0, 0);
        header->addAction(acts);
    }
    m_tokenActs->layout()->addWidget(test);
    m_tokenActs->layout()->addWidget(issue);
    m_templateActs->layout()->addWidget(add);
    m_templateActs->hide();
    connect(test, &QPushButton::clicked, this, &TokensPage::openTester);
    connect(issue, &QPushButton::clicked, this, &TokensPage::openIssue);
    connect(add, &QPushButton::clicked, this, [this] { m_templateView->openNew(); });
    return header;
}

// Tokens | Templates
QWidget *TokensPage::makeViews()
{
    auto *views = new QWidget(this);
    auto *stack = new QStackedWidget(views);
    m_views = new QTabBar(views);
    m_views->setAccessibleName(tr("Tokens or templates"));
    m_views->setDrawBase(false);
    m_views->setExpanding(false);
    m_views->addTab(tr("Tokens"));
    m_views->addTab(tr("Templates"));
    m_templateView = new TemplatesView(m_context, stack);
    stack->addWidget(m_switch);
    stack->addWidget(m_templateView);
    auto *layout = new QVBoxLayout(views);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_views);
    layout->addWidget(stack, 1);
    connect(m_views, &QTabBar::currentChanged, this, [this, stack](int view) {
        stack->setCurrentIndex(view);
        m_tokenActs->setVisible(view == 0);
        m_templateActs->setVisible(view == 1);
        setFocusProxy(view == 0 ? static_cast<QWidget *>(m_table) : m_templateView);
    });
    connect(m_templateView, &TemplatesView::issueRequested, this, &TokensPage::openIssueFrom);
    return views;
}

QComboBox *TokensPage::choice(const QString &name, const QList<QPair<QString, QString>> &entries)
{
    auto *choice = new QComboBox(this);
    choice->setAccessibleName(name);
    choice->setToolTip(name);
    for (const auto &[text, value] : entries)
        choice->addItem(text, value);
    return choice;
}

QWidget *TokensPage::makeList()
{
    auto *list = new QWidget(this);
    m_filter = filterLine(tr("Filter tokens"), this);
    m_states = choice(tr("State"),
                      {{tr("active"), QStringLiteral("active")},
                       {tr("expired"), QStringLiteral("expired")},
                       {tr("revoked"), QStringLiteral("revoked")},
                       {tr("used"), QStringLiteral("used")},
                       {tr("any state"), {}}});
    auto *kinds = choice(tr("Kind"),
                         {{tr("any kind"), {}},
                          {kindText(QStringLiteral("key")), QStringLiteral("key")},
                          {kindText(QStringLiteral("disposable")), QStringLiteral("disposable")}});
    m_templates = choice(tr("Template"), {{tr("any template"), {}}});
    m_table = makeTable(m_shown, {19, 10, 9, -12, 11, 4, 10, 10, 17}, tr("Tokens"), list);
    m_detail = new TokenDetail(*m_model, m_context.guard, list);
    auto *tools = new QHBoxLayout;
    tools->addWidget(m_filter, 1);
    for (auto *widget : {m_states, kinds, m_templates})
        tools->addWidget(widget);
    auto *layout = new QVBoxLayout(list);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(10);
    layout->addLayout(tools);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_detail);
    connect(m_filter, &QLineEdit::textChanged, m_shown, &TokenFilter::setText);
    connect(m_states, &QComboBox::currentIndexChanged, this,
            [this] { m_shown->setState(m_states->currentData().toString()); });
    connect(kinds, &QComboBox::currentIndexChanged, this,
            [this, kinds] { m_shown->setKind(kinds->currentData().toString()); });
    connect(m_templates, &QComboBox::currentIndexChanged, this,
            [this] { m_shown->setTemplate(m_templates->currentData().toString()); });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &TokensPage::showCurrent);
    connect(m_detail, &TokenDetail::revokeRequested, this, &TokensPage::requestRevoke);
    connect(m_detail, &TokenDetail::rotateRequested, this, &TokensPage::openRotate);
    connect(m_detail, &TokenDetail::groupRequested, this, &TokensPage::openGroup);
    connect(m_detail, &TokenDetail::testRequested, this, &TokensPage::openTester);
    return list;
}

void TokensPage::refresh()
{
    if (m_context.link.address().isValid())
        m_context.link.admin().access().tokens({}, this, [this](const auto &page) { take(page); });
}

void TokensPage::take(const Result<client::TokenPage> &page)
{
    showProblem(m_problem, page ? QString() : client::sentence(page.error()));
    if (!page)
        return;
    m_loaded = true;
    m_tokens = page->tokens;
    showTokens();
}

bool TokensPage::hasData() const
{
    return !m_tokens.isEmpty();
}

void TokensPage::showTokens()
{
    m_model->setTokens(m_tokens);
    m_templateView->setTokens(m_tokens);
    for (const auto &token : std::as_const(m_tokens)) {
        if (!token.templateName.isEmpty() && m_templates->findData(token.templateName) < 0)
            m_templates->addItem(token.templateName, token.templateName);
    }
    m_switch->setEmpty(m_loaded && m_tokens.isEmpty());
    if (!m_table->currentIndex().isValid() && m_shown->rowCount() > 0)
        chooseRow(*m_table, 0);
    showCurrent();
}

const client::TokenInfo *TokensPage::current() const
{
    const auto index = m_shown->mapToSource(m_table->currentIndex());
    return index.isValid() ? &m_model->row(index.row()) : nullptr;
}

void TokensPage::showCurrent()
{
    m_detail->setToken(current());
}

void TokensPage::openRotate()
{
    const auto *token = current();
    if (token == nullptr)
        return;
    auto *dialog = new RotateDialog(m_context, *token, this);
    connect(dialog, &RotateDialog::tokenRotated, this, &TokensPage::refresh);
    dialog->open();
}

void TokensPage::openGroup()
{
    const auto *token = current();
    if (token == nullptr)
        return;
    auto *dialog = new RevokeGroupDialog(m_context, *token, this);
    connect(dialog, &RevokeGroupDialog::groupChosen, this, &TokensPage::revokeGroupWithUndo);
    dialog->open();
}

void TokensPage::openTester()
{
    const auto *token = current();
    (new PermissionTester(m_context, token ? *token : client::TokenInfo(), this))->open();
}

void TokensPage::openIssueFrom(const QString &templateName)
{
    if (m_context.guard.isReadOnly())
        return;
    auto *dialog = new IssueTokenDialog(m_context, templateName, this);
    connect(dialog, &IssueTokenDialog::tokenIssued, this, &TokensPage::refresh);
    dialog->open();
}

void TokensPage::requestRevoke()
{
    const auto *token = current();
    if (token == nullptr)
        return;
    const auto name = token->label.isEmpty() ? token->id : token->label;
    m_context.guard.destroy(
        tr("The token ends, and every connection that uses it."), name, tr("Revoke token"),
        [this, id = token->id, name] { revokeWithUndo(id, name); }, this);
}

void TokensPage::revokeWithUndo(const QString &id, const QString &label)
{
    setHidden({id}, true);
    m_context.undo.offer(
        tr("Token “%1” is revoked").arg(label), [this, id] { revokeNow(id); },
        [this, id] { setHidden({id}, false); });
}

void TokensPage::revokeNow(const QString &id)
{
    m_context.link.admin().access().revokeToken(id, this, [this, id](const auto &done) {
        setHidden({id}, false);
        showProblem(m_problem, done ? QString() : client::sentence(done.error()));
        if (done)
            refresh(); // else it would wipe out why
    });
}

void TokensPage::revokeGroupWithUndo(const client::TokenGroup &group, const QString &name,
                                     const QStringList &ids)
{
    setHidden(ids, true);
    m_context.undo.offer(
        pluralText(std::uint64_t(ids.size()), tr("1 token of “%1” is revoked").arg(name),
                   tr("%2 tokens of “%1” are revoked").arg(name, QStringLiteral("%1"))),
        [this, group, ids] { revokeGroupNow(group, ids); }, [this, ids] { setHidden(ids, false); });
}

void TokensPage::revokeGroupNow(const client::TokenGroup &group, const QStringList &ids)
{
    m_context.link.admin().access().revokeGroup(group, this, [this, ids](const auto &revoked) {
        setHidden(ids, false);
        showProblem(m_problem, revoked ? QString() : client::sentence(revoked.error()));
        if (revoked)
            refresh(); // else it would wipe out why
    });
}

void TokensPage::setHidden(const QStringList &ids, bool hidden)
{
    m_model->setAllHidden(ids, hidden);
    showCurrent();
}

} // namespace parley::ui
