#include "ui/tokens/template_dialog.h"

#include <QFrame>
#include <QPushButton>
#include <QVBoxLayout>

#include "server/client/wire_error.h"
#include "ui/common/broker_link.h"
#include "ui/common/buttons.h"
#include "ui/common/labels.h"
#include "ui/models/template_text.h"
#include "ui/models/text_format.h"
#include "ui/models/token_text.h"
#include "ui/tokens/template_form.h"

namespace parley::ui {
namespace {

// What its tokens are, apart from what they may do; one fact a line.
QString exampleFacts(const client::TemplateInfo &info, const client::TokenRequest &example)
{
    QStringList facts;
    const auto add = [&facts](bool known, const QString &text) {
        if (known)
            facts.append(text);
    };
    add(!example.label.isEmpty(), TemplateDialog::tr("Called “%1”").arg(example.label));
    add(!example.publisherId.isEmpty(),
        TemplateDialog::tr("Publishes as %1").arg(example.publisherId));
    add(!example.room.isEmpty(), TemplateDialog::tr("Belongs to room %1").arg(example.room));
    facts.append(TemplateDialog::tr("Valid for %1").arg(lifetimeText(info)));
    add(info.oneUse, TemplateDialog::tr("Can be used once"));
    add(info.maxConnections > 0,
        pluralText(info.maxConnections, TemplateDialog::tr("At most 1 connection"),
                   TemplateDialog::tr("At most %1 connections")));
    return facts.join(QLatin1Char('\n'));
}

} // namespace

TemplateDialog::TemplateDialog(const PageContext &context, const client::TemplateInfo &info,
                               Use use, const QStringList &taken, QWidget *parent) :
    QDialog(parent),
    m_context(context), m_form(new TemplateForm(taken, this)), m_problem(problemLabel(this)),
    m_save(primaryButton(tr("Save template"), this))
{
    const bool isNew = use == Use::New;
    setWindowTitle(isNew ? tr("New token template") : tr("Template “%1”").arg(info.shownTitle()));
    setAttribute(Qt::WA_DeleteOnClose);
    auto *columns = new QHBoxLayout;
    columns->setSpacing(18);
    columns->addWidget(m_form, 7);
    columns->addWidget(makePreview(), 3);
    auto *cancel = new QPushButton(tr("Cancel"), this);
    cancel->setAutoDefault(false);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(
        mutedLabel(isNew ? QString() : tr("Tokens that were issued from it stay as they are."),
                   this),
        1);
    buttons->addWidget(cancel);
    buttons->addWidget(m_save);
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(12);
    layout->addLayout(columns, 1);
    layout->addWidget(m_problem);
    layout->addLayout(buttons);
    m_save->setDefault(true);
    connect(m_form, &TemplateForm::changed, this, &TemplateDialog::preview);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_save, &QPushButton::clicked, this, &TemplateDialog::save);
    m_form->setTemplate(info, isNew);
    m_form->setFocus(Qt::OtherFocusReason);
    askForTopics();
    resize(fontMetrics().averageCharWidth() * 150, fontMetrics().height() * 40);
}

QWidget *TemplateDialog::makePreview()
{
    auto *card = new QFrame(this);
    card->setProperty("card", true);
    m_example = mutedLabel({}, card);
    m_can = label({}, card);
    m_can->setWordWrap(true);
    m_facts = mutedLabel({}, card);
    auto *layout = new QVBoxLayout(card);
    layout->setContentsMargins(14, 12, 14, 12);
    layout->addWidget(headingLabel(tr("Its tokens can"), card, 2));
    layout->addWidget(m_example);
    layout->addWidget(m_can);
    layout->addSpacing(6);
    layout->addWidget(m_facts);
    layout->addStretch();
    return card;
}

void TemplateDialog::preview()
{
    static constexpr int kMostLines = 20; // the card has no more room; the form lists them all
    const auto info = m_form->info();
    const auto values = exampleValues(info);
    const auto example = client::expanded(info, values);
    QStringList lines;
    for (const auto &grant : example.grants) {
        if (lines.size() == kMostLines)
            break;
        const bool isNamed
            = grant.selector == client::GrantInfo::Selector::All || !grant.topic.isEmpty();
        if (isNamed)
            lines.append(QStringLiteral("✓ ") + grantText(grant));
    }
    if (example.grants.size() > kMostLines)
        lines.append(tr("and %1 more").arg(example.grants.size() - kMostLines));
    const auto with = valuesText(info, values);
    m_example->setText(with.isEmpty() ? QString() : with + QLatin1Char(':'));
    m_example->setVisible(!with.isEmpty());
    m_can->setText(lines.isEmpty() ? tr("Nothing yet. Name a topic under “Its tokens may”.")
                                   : lines.join(QLatin1Char('\n')));
    m_facts->setText(exampleFacts(info, example));
    showProblem(m_problem, {}); // what the broker said was about what stood here before
}

void TemplateDialog::askForTopics()
{
    m_context.link.admin().topics(this, [this](const auto &topics) {
        QStringList names;
        for (const auto &info : topics ? *topics : QList<client::TopicInfo>())
            names.append(info.address.topic);
        names.removeDuplicates();
        m_form->setTopicNames(names);
    });
}

void TemplateDialog::save()
{
    if (!m_form->isFinished())
        return;
    m_save->setEnabled(false);
    const auto info = m_form->info();
    m_context.link.admin().access().putTemplate(
        info, this, [this, name = info.name](const auto &stored) {
            m_save->setEnabled(true);
            if (!stored) {
                if (!m_form->showRefusal(stored.error()))
                    showProblem(m_problem, client::sentence(stored.error()));
                return;
            }
            Q_EMIT templateSaved(name);
            accept();
        });
}

} // namespace parley::ui
