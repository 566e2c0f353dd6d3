#include "ui/tokens/issue_token_dialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QCompleter>
#include <QFormLayout>
#include <QFrame>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QStringListModel>

#include "server/client/wire_error.h"
#include "server/types/grant.h"
#include "ui/common/broker_link.h"
#include "ui/common/buttons.h"
#include "ui/common/labels.h"
#include "ui/models/text_format.h"
#include "ui/tokens/capability_preview.h"
#include "ui/tokens/grant_row.h"
#include "ui/tokens/issued_token_view.h"

namespace parley::ui {
namespace {

struct Lifetime {
    const char *text;
    qint64 seconds; // 0: until revoked
};
constexpr Lifetime kLifetimes[]
    = {{QT_TRANSLATE_NOOP("IssueTokenDialog", "for 1 hour"), 3600},
       {QT_TRANSLATE_NOOP("IssueTokenDialog", "for 24 hours"), 86'400},
       {QT_TRANSLATE_NOOP("IssueTokenDialog", "for 30 days"), 2'592'000},
       {QT_TRANSLATE_NOOP("IssueTokenDialog", "until revoked"), 0}};

QString lines(const QList<Capability> &capabilities, bool can)
{
    QStringList texts;
    for (const auto &capability : capabilities) {
        if (capability.can == can)
            texts.append((can ? QStringLiteral("✓ ") : QStringLiteral("✕ ")) + capability.text);
    }
    return texts.join(QLatin1Char('\n'));
}

} // namespace

IssueTokenDialog::IssueTokenDialog(const PageContext &context, QWidget *parent) :
    QDialog(parent), m_context(context), m_steps(new QStackedWidget(this)),
    m_topicNames(new QStringListModel(this)), m_completer(new QCompleter(m_topicNames, this)),
    m_problem(problemLabel(this)), m_issue(primaryButton(tr("Issue token"), this))
{
    setWindowTitle(tr("Issue a token"));
    setAttribute(Qt::WA_DeleteOnClose);
    m_completer->setCaseSensitivity(Qt::CaseInsensitive);
    m_completer->setFilterMode(Qt::MatchContains);
    auto *step = new QWidget(m_steps);
    auto *columns = new QHBoxLayout;
    columns->setSpacing(18);
    columns->addWidget(makeForm(), 3);
    columns->addWidget(makePreview(), 2);
    auto *cancel = new QPushButton(tr("Cancel"), step);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(m_issue);
    auto *inner = new QVBoxLayout(step);
    inner->addLayout(columns, 1);
    inner->addWidget(m_problem);
    inner->addLayout(buttons);
    m_steps->addWidget(step);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_steps);
    m_issue->setDefault(true);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_issue, &QPushButton::clicked, this, &IssueTokenDialog::issue);
    addGrant({});
    askForTopics();
    resize(fontMetrics().averageCharWidth() * 120, sizeHint().height());
}

QWidget *IssueTokenDialog::makeForm()
{
    auto *form = new QWidget(this);
    m_label = new QLineEdit(form);
    m_label->setPlaceholderText(tr("who or what it is for"));
    m_label->setMaxLength(64);
    m_publisher = new QLineEdit(form);
    m_publisher->setPlaceholderText(tr("name that its messages carry; may be empty"));
    m_publisher->setMaxLength(16);
    auto *fields = new QFormLayout;
    fields->addRow(tr("&For"), m_label);
    fields->addRow(tr("&Publishes as"), m_publisher);
    fields->addRow(tr("&Valid"), makeExpiry());
    auto *layout = new QVBoxLayout(form);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addLayout(fields);
    layout->addSpacing(8);
    layout->addWidget(headingLabel(tr("It may"), form, 2));
    layout->addWidget(makeGrants());
    layout->addStretch();
    connect(m_label, &QLineEdit::textChanged, this, &IssueTokenDialog::preview);
    return form;
}

QWidget *IssueTokenDialog::makeExpiry()
{
    m_expiry = new QComboBox(this);
    for (const auto &lifetime : kLifetimes)
        m_expiry->addItem(tr(lifetime.text), lifetime.seconds);
    connect(m_expiry, &QComboBox::currentIndexChanged, this, &IssueTokenDialog::preview);
    return m_expiry;
}

QWidget *IssueTokenDialog::makeGrants()
{
    auto *area = new QWidget(this);
    m_grantArea = new QWidget(area);
    m_grantLayout = new QVBoxLayout(m_grantArea);
    m_grantLayout->setContentsMargins(0, 0, 0, 0);
    auto *add = linkButton(tr("+ Add a grant"), m_grantArea);
    auto *layout = new QVBoxLayout(area);
    layout->setContentsMargins(0, 0, 0, 0);
    m_admin = new QCheckBox(tr("everything: administer this broker"), area);
    layout->addWidget(m_grantArea);
    layout->addWidget(add, 0, Qt::AlignLeft);
    layout->addWidget(m_admin);
    connect(add, &QPushButton::clicked, this, [this] { addGrant({}); });
    connect(m_admin, &QCheckBox::toggled, this, [this, add](bool admin) {
        m_grantArea->setDisabled(admin);
        add->setDisabled(admin);
        preview();
    });
    return area;
}

QWidget *IssueTokenDialog::makePreview()
{
    auto *card = new QFrame(this);
    card->setProperty("card", true);
    m_can = label({}, card);
    m_cannot = mutedLabel({}, card);
    m_ends = mutedLabel({}, card);
    m_can->setWordWrap(true);
    auto *words = new QWidget(card);
    auto *inner = new QVBoxLayout(words);
    inner->setContentsMargins(0, 0, 0, 0);
    inner->addWidget(headingLabel(tr("Can"), card, 2));
    inner->addWidget(m_can);
    inner->addSpacing(6);
    inner->addWidget(headingLabel(tr("Cannot"), card, 2));
    inner->addWidget(m_cannot);
    inner->addStretch();
    auto *area = new QScrollArea(card); // many topics with long names
    area->setWidget(words);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setMinimumHeight(fontMetrics().height() * 14);
    area->viewport()->setAutoFillBackground(false);
    words->setAutoFillBackground(false);
    auto *layout = new QVBoxLayout(card);
    layout->setContentsMargins(14, 12, 6, 12);
    layout->addWidget(area, 1);
    layout->addWidget(m_ends);
    return card;
}

void IssueTokenDialog::addGrant(const client::GrantInfo &grant)
{
    if (m_grants.size() >= qsizetype(Scope::kMaxGrants))
        return;
    auto *row = new GrantRow(m_completer, m_grantArea);
    row->setGrant(grant);
    m_grants.append(row);
    m_grantLayout->addWidget(row);
    connect(row, &GrantRow::changed, this, &IssueTokenDialog::preview);
    connect(row, &GrantRow::removeRequested, this, [this, row] {
        m_grants.removeAll(row);
        row->deleteLater();
        preview();
    });
    preview();
}

void IssueTokenDialog::askForTopics()
{
    m_context.link.admin().topics(this, [this](const auto &topics) {
        QStringList names;
        for (const auto &info : topics ? *topics : QList<client::TopicInfo>()) {
            if (info.address.nameSpace != QLatin1String("default"))
                continue; // the grants of this dialog are for that one
            m_topics.append(info.address);
            names.append(info.address.topic);
        }
        m_topicNames->setStringList(names);
        preview();
    });
}

client::TokenRequest IssueTokenDialog::request() const
{
    client::TokenRequest request;
    request.label = m_label->text().trimmed();
    request.publisherId = m_publisher->text().trimmed();
    request.admin = m_admin->isChecked();
    if (const auto seconds = m_expiry->currentData().toLongLong(); seconds > 0)
        request.validForSeconds = seconds;
    for (const auto *row : m_grants) {
        if (row->isComplete())
            request.grants.append(row->grant());
    }
    return request;
}

void IssueTokenDialog::preview()
{
    if (m_can == nullptr)
        return; // the form is still being put together
    const auto wanted = request();
    const auto lines = capabilities(wanted, m_topics);
    const auto can = ui::lines(lines, true);
    m_can->setText(can.isEmpty() ? tr("nothing yet: choose what it may do") : can);
    m_cannot->setText(ui::lines(lines, false));
    const auto now = QDateTime::currentDateTimeUtc();
    m_ends->setText(wanted.validForSeconds
                        ? tr("Ends %1").arg(expiryText(now.addSecs(*wanted.validForSeconds), now))
                        : tr("Valid until somebody revokes it"));
    const bool all = std::all_of(m_grants.cbegin(), m_grants.cend(),
                                 [](const auto *row) { return row->isComplete(); });
    m_issue->setEnabled(!wanted.label.isEmpty()
                        && (wanted.admin || (all && !wanted.grants.isEmpty())));
    m_issue->setToolTip(m_issue->isEnabled() ? QString()
                                             : tr("Say whom it is for and what it may do"));
}

void IssueTokenDialog::issue()
{
    m_issue->setEnabled(false);
    m_context.link.admin().issueToken(request(), this, [this](const auto &issued) {
        m_issue->setEnabled(true);
        showProblem(m_problem, issued ? QString() : client::sentence(issued.error()));
        if (issued)
            showSecret(*issued);
    });
}

void IssueTokenDialog::showSecret(const client::IssuedToken &issued)
{
    auto *view = new IssuedTokenView(issued, m_context.link.address().url, m_steps);
    m_steps->addWidget(view);
    m_steps->setCurrentWidget(view);
    connect(view, &IssuedTokenView::done, this, &QDialog::accept);
    Q_EMIT tokenIssued();
}

} // namespace parley::ui
