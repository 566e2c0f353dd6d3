#include "ui/topics/new_topic_dialog.h"

#include <QButtonGroup>
#include <QFormLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QVBoxLayout>

#include "server/client/wire_error.h"
#include "server/types/durability.h"
#include "server/types/namespace_name.h"
#include "server/types/topic_name.h"
#include "ui/common/broker_link.h"
#include "ui/common/buttons.h"
#include "ui/common/labels.h"

namespace parley::ui {
namespace {

constexpr Durability kChoices[] = {Durability::Memory, Durability::Relaxed, Durability::Durable};

QString sentenceOn(Durability durability)
{
    switch (durability) {
    case Durability::Memory:
        return NewTopicDialog::tr(
            "Fastest. Kept in memory only; empty again when the broker restarts.");
    case Durability::Relaxed:
        return NewTopicDialog::tr(
            "Written to disk a moment later; a crash can lose the last moments.");
    case Durability::Durable:
        return NewTopicDialog::tr("Safe. Confirmed and delivered only once it is on disk.");
    }
    return {};
}

QString word(Durability durability)
{
    const auto name = wireName(durability);
    return QString::fromLatin1(name.data(), qsizetype(name.size()));
}

} // namespace

NewTopicDialog::NewTopicDialog(const PageContext &context, QWidget *parent) :
    QDialog(parent), m_context(context), m_name(new QLineEdit(this)),
    m_nameSpace(new QLineEdit(QStringLiteral("default"), this)),
    m_durability(new QButtonGroup(this)), m_problem(problemLabel(this)),
    m_make(primaryButton(tr("Make topic"), this))
{
    setWindowTitle(tr("New topic"));
    setAttribute(Qt::WA_DeleteOnClose);
    m_name->setPlaceholderText(tr("such as weather or home/kitchen/light"));
    m_name->setMinimumWidth(fontMetrics().averageCharWidth() * 52);
    auto *form = new QFormLayout;
    form->addRow(tr("&Name"), m_name);
    form->addRow(tr("Name&space"), m_nameSpace);
    auto *cancel = new QPushButton(tr("Cancel"), this);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(m_make);
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(12);
    layout->addLayout(form);
    layout->addWidget(makeChoices());
    layout->addWidget(m_problem);
    layout->addLayout(buttons);
    m_make->setDefault(true);
    connect(m_name, &QLineEdit::textChanged, this, &NewTopicDialog::validate);
    connect(m_nameSpace, &QLineEdit::textChanged, this, &NewTopicDialog::validate);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_make, &QPushButton::clicked, this, &NewTopicDialog::make);
    validate();
}

QWidget *NewTopicDialog::makeChoices()
{
    auto *choices = new QWidget(this);
    auto *layout = new QVBoxLayout(choices);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    for (const auto durability : kChoices) {
        auto *button = new QRadioButton(word(durability), choices);
        button->setChecked(durability == Durability::Memory);
        button->setAccessibleDescription(sentenceOn(durability));
        m_durability->addButton(button, static_cast<int>(durability));
        auto *sentence = mutedLabel(sentenceOn(durability), choices);
        sentence->setContentsMargins(24, 0, 0, 6);
        layout->addWidget(button);
        layout->addWidget(sentence);
    }
    return choices;
}

void NewTopicDialog::validate()
{
    const auto name = TopicName::parse(m_name->text().toStdString());
    const auto nameSpace = NamespaceName::parse(m_nameSpace->text().toStdString());
    m_make->setEnabled(name && nameSpace);
    QString problem;
    if (!nameSpace)
        problem = client::sentence(nameSpace.error());
    if (!name && !m_name->text().isEmpty())
        problem = client::sentence(name.error());
    showProblem(m_problem, problem);
}

void NewTopicDialog::make()
{
    const client::TopicAddress address{m_nameSpace->text(), m_name->text()};
    const auto durability = word(static_cast<Durability>(m_durability->checkedId()));
    m_make->setEnabled(false);
    m_context.link.admin().makeTopic(address, durability, this,
                                     [this, address](const Result<client::TopicInfo> &made) {
                                         m_make->setEnabled(true);
                                         if (!made) {
                                             showProblem(m_problem, client::sentence(made.error()));
                                             return;
                                         }
                                         Q_EMIT topicMade(address);
                                         accept();
                                     });
}

} // namespace parley::ui
