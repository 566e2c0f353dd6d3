#include "ui/tokens/template_form.h"

#include <algorithm>

#include <QComboBox>
#include <QFormLayout>
#include <QLineEdit>

#include "server/client/wire_error.h"
#include "server/types/namespace_name.h"
#include "server/types/token_template.h"
#include "server/types/topic_name.h"
#include "ui/common/labels.h"
#include "ui/models/template_text.h"
#include "ui/tokens/grant_list.h"
#include "ui/tokens/grant_row.h"
#include "ui/tokens/span_field.h"
#include "ui/tokens/token_options.h"
#include "ui/tokens/variable_list.h"

namespace parley::ui {
namespace {

const QString kKey = QStringLiteral("key");
const QString kDisposable = QStringLiteral("disposable");
constexpr qint64 kLongestDisposable = std::chrono::seconds(Token::kMaxDisposable).count();

QString tooLong(const QString &text, std::size_t maxBytes)
{
    return text.toUtf8().size() > qsizetype(maxBytes)
        ? TemplateForm::tr("Too long: at most %1 bytes. Many letters take 2 or more.").arg(maxBytes)
        : QString();
}

QString noVariable(const QString &hole)
{
    return TemplateForm::tr("No variable fills %1 here.").arg(hole);
}

// \param grant of \p info, filled in with examples.
QString filledProblem(const client::GrantInfo &grant, const client::TemplateInfo &info)
{
    for (const auto &text : {grant.topic, grant.nameSpace}) {
        if (const auto hole = openHole(text); !hole.isEmpty())
            return noVariable(hole);
    }
    if (info.kind == kDisposable && client::roleGives(grant.role, QStringLiteral("manage")))
        return TemplateForm::tr("A disposable token cannot manage topics.");
    return grantProblem(grant);
}

// \param room filled in: "namespace/name".
QString roomProblem(const QString &room)
{
    const auto slash = room.indexOf(QLatin1Char('/'));
    if (slash < 0)
        return TemplateForm::tr("A room is written as namespace/name.");
    const auto nameSpace = NamespaceName::parse(room.left(slash).toStdString());
    if (!nameSpace)
        return client::sentence(nameSpace.error());
    const auto name = TopicName::parse(room.mid(slash + 1).toStdString());
    return name ? QString() : client::sentence(name.error());
}

} // namespace

TemplateForm::TemplateForm(const QStringList &taken, QWidget *parent) :
    QScrollArea(parent), m_taken(taken)
{
    auto *content = new QWidget(this);
    content->setLayout(makeFields());
    content->setAutoFillBackground(false);
    setWidget(content);
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setAutoFillBackground(false);
    setFocusPolicy(Qt::NoFocus); // its fields have it
    setFocusProxy(m_name);
}

QLineEdit *TemplateForm::line(const QString &hint)
{
    auto *line = new QLineEdit(this);
    line->setPlaceholderText(hint);
    line->setMaxLength(1024); // the broker's bounds are in bytes and said under the field
    connect(line, &QLineEdit::textChanged, this, &TemplateForm::check);
    return line;
}

void TemplateForm::addField(QFormLayout *form, const QString &name, QWidget *field, Field what)
{
    auto *problem = problemLabel(this);
    auto *both = new QVBoxLayout;
    both->setSpacing(2);
    both->addWidget(field);
    both->addWidget(problem);
    auto *words = label(name, this);
    words->setBuddy(field);
    if (what == Variables || what == Grants) { // rows of many parts need the whole width
        form->addRow(words);
        form->addRow(both);
    } else {
        form->addRow(words, both);
    }
    m_fields[what] = field;
    m_problems[what] = problem;
}

QFormLayout *TemplateForm::makeFields()
{
    auto *form = new QFormLayout;
    form->setContentsMargins(0, 0, 8, 0);
    m_name = line(tr("such as chat-member; applications issue by it"));
    m_title = line(tr("such as Chat member; may be empty"));
    m_description = line(tr("what its tokens are for; may be empty"));
    m_variables = new VariableList(this);
    m_grants = new GrantList(this);
    m_kind = new QComboBox(this);
    m_kind->addItem(tr("Disposable tokens: messages only, end within a day"), kDisposable);
    m_kind->addItem(tr("API keys"), kKey);
    m_label = line(tr("such as {user} in {room}"));
    m_publisher = line(tr("such as {user}; may be empty"));
    m_room = line(tr("such as default/{room}; may be empty"));
    m_usual = new SpanField(tr("Valid for"), this);
    m_longest = new SpanField(tr("At most"), this);
    m_options = new TokenOptions(this);
    m_options->setRefreshOffered(false);
    addField(form, tr("&Name"), m_name, Name);
    addField(form, tr("&Title"), m_title, Title);
    addField(form, tr("&Description"), m_description, Description);
    addField(form, tr("&Variables"), m_variables, Variables);
    addField(form, tr("&Its tokens may"), m_grants, Grants);
    form->addRow(tr("&Kind"), m_kind);
    addField(form, tr("&Label"), m_label, Label);
    addField(form, tr("&Publishes as"), m_publisher, Publisher);
    addField(form, tr("&Room"), m_room, Room);
    form->addRow(tr("Valid &for"), m_usual);
    addField(form, tr("At &most"), m_longest, Life);
    form->addRow({}, m_options);
    connect(m_variables, &VariableList::changed, this, &TemplateForm::check);
    connect(m_grants, &GrantList::changed, this, &TemplateForm::check);
    connect(m_kind, &QComboBox::currentIndexChanged, this, &TemplateForm::check);
    connect(m_usual, &SpanField::changed, this, &TemplateForm::check);
    connect(m_longest, &SpanField::changed, this, &TemplateForm::check);
    connect(m_options, &TokenOptions::changed, this, &TemplateForm::check);
    return form;
}

void TemplateForm::setTemplate(const client::TemplateInfo &info, bool isNew)
{
    m_isNew = isNew;
    m_name->setReadOnly(!isNew);
    m_name->setText(info.name);
    m_title->setText(info.title);
    m_description->setText(info.description);
    m_variables->setVariables(info.variables);
    m_grants->setGrants(info.grants);
    m_kind->setCurrentIndex(m_kind->findData(info.kind));
    m_label->setText(info.label);
    m_publisher->setText(info.publisherId);
    m_room->setText(info.room);
    m_usual->setSeconds(info.validForSeconds);
    m_longest->setSeconds(info.maxValidForSeconds);
    m_options->setFrom(client::expanded(info, {}));
    check();
}

client::TemplateInfo TemplateForm::info() const
{
    client::TokenRequest options;
    m_options->addTo(options);
    client::TemplateInfo info;
    info.name = m_name->text().trimmed();
    info.title = m_title->text().trimmed();
    info.description = m_description->text().trimmed();
    info.variables = m_variables->variables();
    if (!m_grants->isUntouched())
        info.grants = m_grants->grants();
    info.kind = m_kind->currentData().toString();
    info.label = m_label->text().trimmed();
    info.publisherId = m_publisher->text().trimmed();
    info.room = m_room->text().trimmed();
    info.validForSeconds = m_usual->seconds();
    info.maxValidForSeconds = m_longest->seconds();
    info.oneUse = options.oneUse;
    info.maxConnections = options.maxConnections;
    info.publishPerSecond = options.publishPerSecond;
    info.requestsPerSecond = options.requestsPerSecond;
    info.allowedOrigins = options.allowedOrigins;
    return info;
}

void TemplateForm::setTopicNames(const QStringList &names)
{
    m_grants->setTopicNames(names);
}

bool TemplateForm::isFinished()
{
    m_saysAll = true;
    check();
    const auto wrong = std::find_if(std::begin(m_wrong), std::end(m_wrong),
                                    [](const QString &problem) { return !problem.isEmpty(); });
    if (wrong == std::end(m_wrong))
        return true;
    const auto field = wrong - std::begin(m_wrong);
    m_fields[std::size_t(field)]->setFocus(Qt::OtherFocusReason);
    ensureWidgetVisible(m_problems[std::size_t(field)]);
    return false;
}

bool TemplateForm::showRefusal(const Error &error)
{
    static const std::pair<const char *, Field> kMembers[]
        = {{"title ", Title},         {"description ", Description}, {"variables ", Variables},
           {"label ", Label},         {"publisherId ", Publisher},   {"room ", Room},
           {"validForSeconds ", Life}};
    for (const auto &[member, field] : kMembers) {
        if (!QString::fromStdString(error.message).startsWith(QLatin1String(member)))
            continue;
        showProblem(m_problems[field], client::sentence(error));
        m_fields[field]->setFocus(Qt::OtherFocusReason);
        ensureWidgetVisible(m_problems[field]);
        return true;
    }
    return false;
}

void TemplateForm::say(Field field, const QString &problem, bool isMissing)
{
    m_wrong[field] = problem;
    showProblem(m_problems[field], isMissing && !m_saysAll ? QString() : problem);
}

void TemplateForm::check()
{
    if (m_options == nullptr || m_problems[Life] == nullptr)
        return; // the form is still being put together
    const auto written = info();
    checkWords(written);
    checkFilled(written);
    say(Life, lifeProblem(written));
    Q_EMIT changed();
}

void TemplateForm::checkWords(const client::TemplateInfo &info)
{
    if (m_isNew && m_taken.contains(info.name))
        say(Name, tr("There is a template of this name already."));
    else if (!TokenTemplate::isName(info.name.toStdString()))
        say(Name, tr("1 to 64 characters of a-z, 0-9 and -."), info.name.isEmpty());
    else
        say(Name, {});
    say(Title, tooLong(info.title, Token::kMaxLabelBytes));
    say(Description, tooLong(info.description, TokenTemplate::kMaxDescriptionBytes));
    say(Variables, m_variables->problem(), true);
}

void TemplateForm::checkFilled(const client::TemplateInfo &info)
{
    const auto example = client::expanded(info, exampleValues(info));
    QString problem;
    bool isMissing = false;
    for (qsizetype i = 0; i < example.grants.size() && problem.isEmpty(); ++i) {
        problem = filledProblem(example.grants.at(i), info);
        isMissing = example.grants.at(i).topic.isEmpty();
        if (!problem.isEmpty() && example.grants.size() > 1)
            problem = tr("Grant %1: %2").arg(i + 1).arg(problem);
    }
    if (example.grants.isEmpty()) {
        problem = tr("Choose what its tokens may do.");
        isMissing = true;
    }
    say(Grants, problem, isMissing);
    checkPattern(Label, example.label, Token::kMaxLabelBytes);
    checkPattern(Publisher, example.publisherId, Token::kMaxPublisherIdBytes);
    checkPattern(Room, example.room, Token::kMaxLabelBytes);
    if (m_wrong[Room].isEmpty() && !example.room.isEmpty())
        say(Room, roomProblem(example.room));
}

void TemplateForm::checkPattern(Field field, const QString &filled, std::size_t maxBytes)
{
    const auto hole = openHole(filled);
    say(field, hole.isEmpty() ? tooLong(filled, maxBytes) : noVariable(hole));
}

QString TemplateForm::lifeProblem(const client::TemplateInfo &info) const
{
    if (info.kind == kDisposable && info.maxValidForSeconds > kLongestDisposable)
        return tr("A disposable token lives for at most 25 hours.");
    return info.validForSeconds > info.maxValidForSeconds
        ? tr("Shorter than what its tokens live for when nothing is said.")
        : QString();
}

} // namespace parley::ui
