#include "ui/tokens/issue_token_dialog.h"

#include <QComboBox>
#include <QFormLayout>
#include <QFrame>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>

#include "server/client/wire_error.h"
#include "server/types/token.h"
#include "ui/common/broker_link.h"
#include "ui/common/buttons.h"
#include "ui/common/labels.h"
#include "ui/models/template_text.h"
#include "ui/models/text_format.h"
#include "ui/tokens/admin_areas_editor.h"
#include "ui/tokens/capability_preview.h"
#include "ui/tokens/expiry_field.h"
#include "ui/tokens/grant_list.h"
#include "ui/tokens/issued_token_view.h"
#include "ui/tokens/template_choice.h"
#include "ui/tokens/template_fields.h"
#include "ui/tokens/token_options.h"

namespace parley::ui {
namespace {

// Disposable tokens live a day at most, and slack for their renewal.
constexpr qint64 kLongestDisposable = std::chrono::seconds(Token::kMaxDisposable).count();

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

IssueTokenDialog::IssueTokenDialog(const PageContext &context, const QString &templateName,
                                   QWidget *parent) :
    QDialog(parent),
    m_context(context), m_steps(new QStackedWidget(this)), m_problem(problemLabel(this)),
    m_issue(primaryButton(tr("Issue token"), this))
{
    setWindowTitle(tr("Issue a token"));
    setAttribute(Qt::WA_DeleteOnClose);
    auto *step = new QWidget(m_steps);
    auto *columns = new QHBoxLayout;
    columns->setSpacing(18);
    columns->addWidget(makeForm(), 5);
    columns->addWidget(makePreview(), 3);
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
    preview();
    askForTopics();
    askForTemplates(templateName);
    resize(fontMetrics().averageCharWidth() * 140, sizeHint().height());
}

QWidget *IssueTokenDialog::makeForm()
{
    auto *form = new QWidget(this);
    m_label = new QLineEdit(form);
    m_label->setPlaceholderText(tr("who or what it is for"));
    m_label->setMaxLength(64);
    m_publisher = new QLineEdit(form);
    m_publisher->setPlaceholderText(tr("the name its messages carry; may be empty"));
    m_publisher->setMaxLength(int(Token::kMaxPublisherIdBytes));
    m_template = new QComboBox(form);
    m_template->addItem(tr("None: choose below what it may do"));
    m_variables = new TemplateFields(form);
    m_variables->hide();
    auto *fields = new QFormLayout;
    fields->addRow(tr("&Template"), m_template);
    fields->addRow(tr("&For"), m_label);
    fields->addRow(tr("&Publishes as"), m_publisher);
    m_kind = new QComboBox(form);
    m_kind->addItem(tr("API key"), QStringLiteral("key"));
    m_kind->addItem(tr("Disposable token: messages only, ends within a day"),
                    QStringLiteral("disposable"));
    m_expiry = new ExpiryField(form);
    fields->addRow(tr("&Kind"), m_kind);
    fields->addRow(tr("&Valid"), m_expiry);
    connect(m_expiry, &ExpiryField::changed, this, &IssueTokenDialog::preview);
    connect(m_template, &QComboBox::currentIndexChanged, this, &IssueTokenDialog::showTemplate);
    connect(m_variables, &TemplateFields::changed, this, &IssueTokenDialog::preview);
    connect(m_kind, &QComboBox::currentIndexChanged, this, [this] {
        m_admin->setVisible(!isDisposable());
        m_issues->setVisible(!isDisposable() && !m_templates.isEmpty());
        preview();
    });
    m_freely = makeGrants();
    auto *layout = new QVBoxLayout(form);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addLayout(fields);
    layout->addSpacing(8);
    layout->addWidget(m_variables);
    layout->addWidget(m_freely);
    layout->addStretch();
    connect(m_label, &QLineEdit::textChanged, this, &IssueTokenDialog::preview);
    return form;
}

QWidget *IssueTokenDialog::makeGrants()
{
    auto *area = new QWidget(this);
    m_grants = new GrantList(area);
    auto *layout = new QVBoxLayout(area);
    layout->setContentsMargins(0, 0, 0, 0);
    m_admin = new AdminAreasEditor(area);
    m_issues = new TemplateChoice(area);
    m_options = new TokenOptions(area);
    layout->addWidget(headingLabel(tr("It may"), area, 2));
    layout->addWidget(m_grants);
    layout->addWidget(m_admin);
    layout->addWidget(m_issues);
    layout->addWidget(m_options);
    connect(m_grants, &GrantList::changed, this, &IssueTokenDialog::preview);
    connect(m_admin, &AdminAreasEditor::changed, this, [this] {
        m_grants->setDisabled(m_admin->isEverything());
        m_issues->setDisabled(m_admin->isEverything());
        preview();
    });
    connect(m_issues, &TemplateChoice::changed, this, &IssueTokenDialog::preview);
    connect(m_options, &TokenOptions::changed, this, &IssueTokenDialog::preview);
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
        m_grants->setTopicNames(names);
        preview();
    });
}

void IssueTokenDialog::askForTemplates(const QString &chosen)
{
    m_context.link.admin().access().templates(this, [this, chosen](const auto &templates) {
        for (const auto &info : templates ? *templates : QList<client::TemplateInfo>()) {
            m_templates.append(info);
            m_template->addItem(info.shownTitle());
            if (info.name == chosen)
                m_template->setCurrentIndex(m_template->count() - 1);
        }
        m_template->setEnabled(!m_templates.isEmpty());
        m_issues->setTemplates(m_templates);
        m_issues->setVisible(!isDisposable() && !m_templates.isEmpty());
    });
}

const client::TemplateInfo *IssueTokenDialog::chosenTemplate() const
{
    const int chosen = m_template->currentIndex() - 1; // before them stands "none"
    return chosen >= 0 && chosen < m_templates.size() ? &m_templates.at(chosen) : nullptr;
}

void IssueTokenDialog::showTemplate()
{
    const auto *chosen = chosenTemplate();
    if (chosen != nullptr)
        m_variables->setTemplate(*chosen);
    m_expiry->setTemplateSpan(chosen ? chosen->validForSeconds : 0);
    m_variables->setVisible(chosen != nullptr);
    m_freely->setVisible(chosen == nullptr);
    for (QWidget *field : {static_cast<QWidget *>(m_label), static_cast<QWidget *>(m_publisher),
                           static_cast<QWidget *>(m_kind)})
        field->setEnabled(chosen == nullptr); // the template says these
    preview();
}

bool IssueTokenDialog::isDisposable() const
{
    return m_kind->currentData().toString() == QLatin1String("disposable");
}

// Why \p wanted cannot be issued as it is; "": it can.
QString IssueTokenDialog::problemOf(const client::TokenRequest &wanted) const
{
    if (const auto *chosen = chosenTemplate()) {
        if (!m_variables->isComplete())
            return tr("Give each variable of the template a value");
        const auto longest = chosen->maxValidForSeconds;
        return !wanted.validForSeconds || *wanted.validForSeconds > longest
            ? tr("Tokens of this template live for at most %1").arg(lengthText(longest))
            : QString();
    }
    // The one grant that the form begins with may stay empty where there is something else.
    const bool bare
        = m_grants->isUntouched() && (!wanted.areas.isEmpty() || !wanted.templates.isEmpty());
    const bool does = wanted.admin || bare || (m_grants->isComplete() && !wanted.grants.isEmpty());
    if (wanted.label.isEmpty() || !does)
        return tr("Say who it is for and what it may do");
    const auto seconds = wanted.validForSeconds;
    if (seconds && *seconds < 1)
        return tr("That moment has passed");
    if (isDisposable() && (!seconds || *seconds > kLongestDisposable))
        return tr("A disposable token ends within 25 hours");
    const bool manages
        = std::any_of(wanted.grants.cbegin(), wanted.grants.cend(),
                      [](const auto &grant) { return grant.role == QLatin1String("manage"); });
    return isDisposable() && manages ? tr("A disposable token cannot manage topics") : QString();
}

client::TokenRequest IssueTokenDialog::request() const
{
    client::TokenRequest request;
    if (const auto *chosen = chosenTemplate()) {
        request = client::expanded(*chosen, m_variables->values());
        request.validForSeconds = m_expiry->seconds();
        return request;
    }
    request.label = m_label->text().trimmed();
    request.publisherId = m_publisher->text().trimmed();
    request.kind = m_kind->currentData().toString();
    request.admin = !isDisposable() && m_admin->isEverything();
    if (!isDisposable()) {
        request.areas = m_admin->areas();
        request.templates = request.admin ? QStringList() : m_issues->chosen();
    }
    request.validForSeconds = m_expiry->seconds();
    m_options->addTo(request);
    request.grants = m_grants->completeGrants();
    return request;
}

void IssueTokenDialog::preview()
{
    if (m_can == nullptr)
        return; // the form is still being put together
    const auto wanted = request();
    const auto lines = capabilities(wanted, m_topics);
    const auto can = ui::lines(lines, true);
    m_can->setText(can.isEmpty() ? tr("Nothing yet. Add a grant or choose a template.") : can);
    m_cannot->setText(ui::lines(lines, false));
    const auto now = QDateTime::currentDateTimeUtc();
    m_ends->setText(wanted.validForSeconds
                        ? tr("Ends %1").arg(expiryText(now.addSecs(*wanted.validForSeconds), now))
                        : tr("Valid until somebody revokes it"));
    m_options->setRefreshAllowed(!isDisposable() && wanted.validForSeconds.has_value());
    const auto problem = problemOf(wanted);
    m_issue->setEnabled(problem.isEmpty());
    m_issue->setToolTip(problem);
    showProblem(m_problem, wanted.label.isEmpty() || wanted.grants.isEmpty() ? QString() : problem);
}

void IssueTokenDialog::issue()
{
    m_issue->setEnabled(false);
    const auto answered = [this](const Result<client::IssuedToken> &issued) {
        m_issue->setEnabled(true);
        showProblem(m_problem, issued ? QString() : client::sentence(issued.error()));
        if (issued)
            showSecret(*issued);
    };
    auto &access = m_context.link.admin().access();
    if (const auto *chosen = chosenTemplate())
        access.issueFromTemplate(*chosen, m_variables->values(), m_expiry->seconds().value_or(0),
                                 this, answered);
    else
        access.issueToken(request(), this, answered);
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
