#include "ui/tokens/tokens_page.h"

#include <QCheckBox>
#include <QFrame>
#include <QLineEdit>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QVBoxLayout>

#include "server/client/wire_error.h"
#include "ui/common/broker_link.h"
#include "ui/common/buttons.h"
#include "ui/common/empty_state.h"
#include "ui/common/labels.h"
#include "ui/common/page_header.h"
#include "ui/common/poller.h"
#include "ui/common/tables.h"
#include "ui/common/undo_bar.h"
#include "ui/models/text_format.h"
#include "ui/models/token_model.h"
#include "ui/tokens/issue_token_dialog.h"

namespace parley::ui {

TokensPage::TokensPage(const PageContext &context, QWidget *parent) :
    Page(parent), m_context(context), m_model(new TokenModel(this)),
    m_shown(new QSortFilterProxyModel(this)), m_problem(problemLabel(this))
{
    auto *header
        = new PageHeader(tr("Tokens"), tr("Who may publish and read where, and until when"), this);
    auto *issue = primaryButton(tr("Issue token"), this);
    issue->setShortcut(QKeySequence::New);
    header->addAction(issue);
    connect(issue, &QPushButton::clicked, this, &TokensPage::openIssue);
    auto *empty = new EmptyState(QStringLiteral("tokens"),
                                 tr("No token was issued yet. A token lets a program or a person "
                                    "publish or read, on the topics you choose, until you say."),
                                 tr("Issue the first token"), this);
    connect(empty, &EmptyState::actionTriggered, this, &TokensPage::openIssue);
    m_switch = new EmptySwitch(makeList(), empty, this);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 16, 20, 16);
    layout->setSpacing(12);
    layout->addWidget(header);
    layout->addWidget(m_problem);
    layout->addWidget(m_switch, 1);
    setFocusProxy(m_table);
    new Poller(this, std::chrono::seconds(5), [this] { refresh(); });
}

QWidget *TokensPage::makeList()
{
    auto *list = new QWidget(this);
    m_filter = filterLine(tr("Filter tokens"), this);
    m_ended = new QCheckBox(tr("Show expired and revoked"), list);
    m_shown->setSourceModel(m_model);
    m_shown->setFilterKeyColumn(-1);
    m_shown->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_table = makeTable(m_shown, {24, 8, -20, 27, 12, 9}, tr("Tokens"), list);
    auto *tools = new QHBoxLayout;
    tools->addWidget(m_filter, 1);
    tools->addWidget(m_ended);
    auto *layout = new QVBoxLayout(list);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(10);
    layout->addLayout(tools);
    layout->addWidget(m_table, 1);
    layout->addWidget(makeDetail());
    connect(m_filter, &QLineEdit::textChanged, m_shown,
            &QSortFilterProxyModel::setFilterFixedString);
    connect(m_ended, &QCheckBox::toggled, this, &TokensPage::showTokens);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &TokensPage::showCurrent);
    return list;
}

QWidget *TokensPage::makeDetail()
{
    auto *card = new QFrame(this);
    card->setProperty("card", true);
    m_detailTitle = headingLabel({}, card, 2);
    m_detailText = mutedLabel({}, card);
    m_detailText->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_revoke = dangerButton(tr("Revoke"), card);
    m_revoke->setShortcut(QKeySequence::Delete);
    m_revoke->setToolTip(tr("Ends the token; connections that use it are closed (Del)"));
    auto *words = new QVBoxLayout;
    words->addWidget(m_detailTitle);
    words->addWidget(m_detailText);
    auto *layout = new QHBoxLayout(card);
    layout->setContentsMargins(14, 10, 14, 10);
    layout->addLayout(words, 1);
    layout->addWidget(m_revoke, 0, Qt::AlignTop);
    connect(m_revoke, &QPushButton::clicked, this, &TokensPage::revokeWithUndo);
    return card;
}

void TokensPage::refresh()
{
    if (m_context.link.address().isValid())
        m_context.link.admin().tokens(this, [this](const auto &tokens) { take(tokens); });
}

void TokensPage::take(const Result<QList<client::TokenInfo>> &tokens)
{
    showProblem(m_problem, tokens ? QString() : client::sentence(tokens.error()));
    if (!tokens)
        return;
    m_loaded = true;
    m_tokens = *tokens;
    showTokens();
}

bool TokensPage::hasData() const
{
    return !m_tokens.isEmpty();
}

void TokensPage::showTokens()
{
    QList<client::TokenInfo> shown;
    for (const auto &token : std::as_const(m_tokens)) {
        if (m_ended->isChecked() || token.state == QLatin1String("active"))
            shown.append(token);
    }
    m_model->setTokens(shown);
    m_switch->setEmpty(m_loaded && m_tokens.isEmpty());
    if (!m_table->currentIndex().isValid() && m_shown->rowCount() > 0)
        m_table->selectRow(0);
    showCurrent();
}

const client::TokenInfo *TokensPage::current() const
{
    const auto index = m_shown->mapToSource(m_table->currentIndex());
    return index.isValid() ? &m_model->row(index.row()) : nullptr;
}

void TokensPage::showCurrent()
{
    const auto *token = current();
    m_revoke->setEnabled(token != nullptr && token->state == QLatin1String("active"));
    m_detailTitle->setText(token ? token->label : tr("No token chosen"));
    if (token == nullptr) {
        m_detailText->clear();
        return;
    }
    const auto now = QDateTime::currentDateTimeUtc();
    const auto ends = token->validUntil.isValid()
        ? tr("ends %1").arg(expiryText(token->validUntil, now))
        : tr("valid until revoked");
    m_detailText->setText(tr("Can %1\n%2  ·  issued %3  ·  %4")
                              .arg(TokenModel::scopeText(*token), token->id,
                                   dayAndClockText(token->createdAt), ends));
}

void TokensPage::openIssue()
{
    auto *dialog = new IssueTokenDialog(m_context, this);
    connect(dialog, &IssueTokenDialog::tokenIssued, this, &TokensPage::refresh);
    dialog->open();
}

void TokensPage::revokeWithUndo()
{
    const auto *token = current();
    if (token == nullptr)
        return;
    const auto id = token->id;
    const auto label = token->label;
    m_model->setHidden(id, true);
    m_context.undo.offer(
        tr("Token “%1” is revoked").arg(label), [this, id] { revokeNow(id); },
        [this, id] { m_model->setHidden(id, false); });
}

void TokensPage::revokeNow(const QString &id)
{
    m_context.link.admin().revokeToken(id, this, [this, id](const auto &done) {
        m_model->setHidden(id, false);
        showProblem(m_problem, done ? QString() : client::sentence(done.error()));
        refresh();
    });
}

} // namespace parley::ui
