#include "ui/webhooks/topic_section.h"

#include <QComboBox>
#include <QLineEdit>
#include <QPlainTextEdit>

#include "server/client/message_filter.h"
#include "ui/common/labels.h"
#include "ui/common/theme.h"
#include "ui/models/text_format.h"

namespace parley::ui {

TopicSection::TopicSection(QWidget *parent) : FormSection(parent)
{
    m_nameSpace = line(QStringLiteral("default"));
    m_match = choice({{tr("One topic"), QStringLiteral("name")},
                      {tr("All topics that begin with"), QStringLiteral("prefix")}});
    m_topic = new QComboBox(content());
    m_topic->setEditable(true);
    m_topic->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_topic->setInsertPolicy(QComboBox::NoInsert);
    m_filter = new QPlainTextEdit(content());
    m_filter->setFont(fixedFont(font()));
    m_filter->setTabChangesFocus(true);
    m_filter->setPlaceholderText(QStringLiteral("{\"kind\": [\"order\", \"refund\"],\n"
                                                " \"total\": [{\"numeric\": [\">=\", 100]}],\n"
                                                " \"city\": [{\"prefix\": \"Os\"}]}"));
    m_filter->setMinimumHeight(fontMetrics().height() * 8);
    addField(tr("Name&space"), m_nameSpace, WebhookField::NameSpace);
    addRow(tr("&Messages of"), m_match);
    addField(tr("&Topic"), m_topic, WebhookField::Topic);
    m_fixed = addHint();
    m_fixed->setText(tr("A webhook stays with its topics. For others, make another webhook."));
    addField(tr("&Filter"), m_filter, WebhookField::Filter);
    m_verdict = addHint();
    auto *about = addHint();
    about->setText(
        tr("A pattern as Amazon EventBridge has them, on the message's JSON: all members "
           "must match, any entry of a list may. Entries are values, or prefix, suffix, "
           "equals-ignore-case, anything-but, exists and numeric. Empty: all messages."));
    connect(m_topic, &QComboBox::editTextChanged, this, &FormSection::edited);
    connect(m_filter, &QPlainTextEdit::textChanged, this, &FormSection::edited);
    setFocusProxy(m_topic);
}

void TopicSection::setTopics(const QList<client::TopicAddress> &topics)
{
    m_topics = topics;
    showTopics(m_nameSpace->text().trimmed());
}

void TopicSection::showTopics(const QString &nameSpace)
{
    m_shownOf = nameSpace;
    const auto typed = m_topic->currentText();
    const QSignalBlocker quiet(m_topic); // the text stays
    m_topic->clear();
    for (const auto &address : std::as_const(m_topics))
        if (address.nameSpace == nameSpace)
            m_topic->addItem(address.topic);
    m_topic->setEditText(typed);
}

void TopicSection::setLastMessage(const std::optional<client::Item> &message)
{
    m_last = message;
}

void TopicSection::setDraft(const WebhookDraft &draft)
{
    m_match->setCurrentIndex(draft.webhook.isPrefix() ? 1 : 0);
    m_topic->setEditText(draft.webhook.address.topic);
    m_nameSpace->setText(draft.webhook.address.nameSpace);
    m_nameSpace->setEnabled(draft.isNew);
    m_match->setEnabled(draft.isNew);
    m_topic->setEnabled(draft.isNew);
    m_fixed->setVisible(!draft.isNew);
    m_filter->setPlainText(draft.filter);
}

void TopicSection::addTo(WebhookDraft &draft) const
{
    draft.webhook.address.nameSpace = m_nameSpace->text().trimmed();
    draft.webhook.match = m_match->currentData().toString();
    draft.webhook.address.topic = m_topic->currentText().trimmed();
    draft.filter = m_filter->toPlainText();
}

void TopicSection::showDraft(const WebhookDraft &draft)
{
    if (draft.webhook.address.nameSpace != m_shownOf)
        showTopics(draft.webhook.address.nameSpace);
    QString verdict;
    const auto filter = client::messageFilterFrom(draft.filter);
    if (m_last && filter && !filter->isEmpty()) {
        const bool sent = client::filterLetsThrough(*filter, m_last->payload).value_or(false);
        const auto preview = previewText(m_last->payload, m_last->isText, 60);
        verdict = sent ? tr("✓ The last message would be sent: %1").arg(preview)
                       : tr("✕ The last message would be left out: %1").arg(preview);
    }
    m_verdict->setText(verdict);
    m_verdict->setVisible(!verdict.isEmpty());
}

} // namespace parley::ui
