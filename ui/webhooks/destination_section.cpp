#include "ui/webhooks/destination_section.h"

#include <QComboBox>
#include <QLineEdit>

#include "ui/common/labels.h"
#include "ui/models/webhook_target.h"

namespace parley::ui {
namespace {

QString reachHint(const QString &level)
{
    if (level == QLatin1String("local"))
        return DestinationSection::tr("It may call programs on the broker's own computer.");
    if (level == QLatin1String("lan"))
        return DestinationSection::tr("It may call computers of the broker's own network.");
    return DestinationSection::tr("It calls public addresses only, whatever a name points to.");
}

} // namespace

DestinationSection::DestinationSection(QWidget *parent) : FormSection(parent)
{
    m_kind
        = choice({{tr("An address: your own program"), QString::number(int(TargetKind::Address))},
                  {tr("A function that runs here"), QString::number(int(TargetKind::Function))},
                  {tr("AWS Lambda"), QString::number(int(TargetKind::Lambda))}});
    m_target = new QComboBox(content());
    m_target->setEditable(true);
    m_target->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_target->setInsertPolicy(QComboBox::NoInsert);
    m_name = line(tr("what it is for; may be empty"));
    m_level = choice({{tr("Public addresses"), QStringLiteral("public")},
                      {tr("My network"), QStringLiteral("lan")},
                      {tr("This computer"), QStringLiteral("local")}});
    addRow(tr("&Kind"), m_kind);
    addField(tr("&Calls"), m_target, WebhookField::Target);
    m_hint = addHint();
    addField(tr("&Name"), m_name, WebhookField::Name);
    addRow(tr("R&each"), m_level);
    m_levelHint = addHint();
    connect(m_target, &QComboBox::editTextChanged, this, &FormSection::edited);
    connect(m_kind, &QComboBox::currentIndexChanged, this, &DestinationSection::showKind);
    setFocusProxy(m_target);
    showKind();
}

void DestinationSection::setFunctionNames(const QStringList &names)
{
    m_functionNames = names;
    showKind();
}

void DestinationSection::showKind()
{
    const auto kind = TargetKind(m_kind->currentData().toInt());
    const auto typed = m_target->currentText();
    const int cursor = m_target->lineEdit()->cursorPosition();
    const QSignalBlocker quiet(m_target); // the text stays
    m_target->clear();
    if (kind == TargetKind::Function)
        m_target->addItems(m_functionNames);
    m_target->setEditText(typed);
    m_target->lineEdit()->setCursorPosition(cursor);
    m_target->lineEdit()->setPlaceholderText(
        kind == TargetKind::Address ? QStringLiteral("https://example.org/hook")
            : kind == TargetKind::Function
            ? tr("choose a function")
            : QStringLiteral("arn:aws:lambda:REGION:ACCOUNT:function:NAME"));
}

QString DestinationSection::url() const
{
    const auto typed = m_target->currentText().trimmed();
    return TargetKind(m_kind->currentData().toInt()) == TargetKind::Function
        ? QStringLiteral("function:") + typed
        : typed;
}

void DestinationSection::setDraft(const WebhookDraft &draft)
{
    const auto kind = targetKindOf(draft.webhook.url);
    m_kind->setCurrentIndex(m_kind->findData(QString::number(int(kind))));
    m_target->setEditText(kind == TargetKind::Function ? draft.webhook.functionName()
                                                       : draft.webhook.url);
    m_target->lineEdit()->setCursorPosition(0); // the beginning of a long one tells most
    m_name->setText(draft.webhook.name);
    m_level->setCurrentIndex(std::max(0, m_level->findData(draft.webhook.level)));
}

void DestinationSection::addTo(WebhookDraft &draft) const
{
    draft.webhook.url = url();
    draft.webhook.name = m_name->text().trimmed();
    draft.webhook.level = m_level->currentData().toString();
    draft.functionNames = m_functionNames;
}

void DestinationSection::showDraft(const WebhookDraft &draft)
{
    const auto kind = TargetKind(m_kind->currentData().toInt());
    const bool sendsSecrets = draft.webhook.authentication.kind != QLatin1String("none");
    const auto hint = kind == TargetKind::Function
        ? tr("It runs in the broker: nothing leaves this computer.")
        : kind == TargetKind::Lambda
        ? tr("Invoked directly, signed with the access key under Security.")
        : webhookUrlHint(draft.webhook.url, sendsSecrets);
    m_hint->setText(hint);
    m_hint->setVisible(!hint.isEmpty());
    setRowVisible(m_level, kind == TargetKind::Address);
    m_levelHint->setText(reachHint(draft.webhook.level));
    m_levelHint->setVisible(kind == TargetKind::Address);
}

} // namespace parley::ui
