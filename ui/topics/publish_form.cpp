#include "ui/topics/publish_form.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPlainTextEdit>
#include <QPushButton>

#include "server/client/wire_error.h"
#include "ui/common/act_guard.h"
#include "ui/common/broker_link.h"
#include "ui/common/buttons.h"
#include "ui/common/clipboard.h"
#include "ui/common/curl_text.h"
#include "ui/common/labels.h"
#include "ui/common/theme.h"
#include "ui/models/text_format.h"

namespace parley::ui {

PublishForm::PublishForm(const PageContext &context, QWidget *parent) :
    QWidget(parent), m_context(context), m_text(new QPlainTextEdit(this)),
    m_format(new QComboBox(this)), m_reach(mutedLabel({}, this)), m_outcome(mutedLabel({}, this)),
    m_problem(problemLabel(this)), m_publish(primaryButton(tr("Publish"), this))
{
    m_text->setPlaceholderText(tr("Message to publish"));
    m_text->setAccessibleName(tr("Message to publish"));
    m_text->setFont(fixedFont(m_text->font()));
    m_text->setTabChangesFocus(true);
    m_text->setFixedHeight(fontMetrics().height() * 5);
    m_text->installEventFilter(this);
    m_format->addItems({tr("Text"), tr("JSON"), tr("Hex"), tr("Base64")});
    m_format->setAccessibleName(tr("Format of the message"));
    m_publish->setToolTip(tr("Publish (Ctrl+Enter)"));
    m_context.guard.watch(m_publish);
    auto *copy = new QPushButton(tr("Copy as curl"), this);
    auto *actions = new QHBoxLayout;
    actions->addWidget(m_format);
    actions->addWidget(m_outcome, 1);
    actions->addWidget(copy);
    actions->addWidget(m_publish);
    auto *heading = new QHBoxLayout;
    heading->addWidget(headingLabel(tr("Publish"), this, 2));
    heading->addSpacing(8);
    heading->addWidget(m_reach, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addLayout(heading);
    layout->addWidget(m_text);
    layout->addWidget(m_problem);
    layout->addLayout(actions);
    connect(m_text, &QPlainTextEdit::textChanged, this, &PublishForm::validate);
    connect(m_format, &QComboBox::currentIndexChanged, this, &PublishForm::validate);
    connect(m_publish, &QPushButton::clicked, this, &PublishForm::publish);
    connect(copy, &QPushButton::clicked, this, &PublishForm::copyAsCurl);
}

void PublishForm::setTopic(const client::TopicInfo &info)
{
    if (info.address != m_topic.address) {
        m_outcome->clear();
        showProblem(m_problem, {});
    }
    m_topic = info;
    m_reach->setText(
        tr("will reach %1, %2")
            .arg(pluralText(info.subscribers, tr("1 subscriber"), tr("%1 subscribers")),
                 pluralText(info.webhooks, tr("1 webhook"), tr("%1 webhooks"))));
}

bool PublishForm::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_text && event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        const bool isReturn = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
        if (isReturn && key->modifiers().testFlag(Qt::ControlModifier)) {
            publish();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

PayloadFormat PublishForm::format() const
{
    return static_cast<PayloadFormat>(m_format->currentIndex());
}

void PublishForm::validate()
{
    m_outcome->clear();
    const auto payload = typedPayload(m_text->toPlainText(), format());
    // An unfinished text is no mistake yet: nothing is red before there is something to look at.
    const bool quiet = payload || m_text->toPlainText().isEmpty();
    showProblem(m_problem, quiet ? QString() : client::sentence(payload.error()));
    m_publish->setEnabled(bool(payload));
}

void PublishForm::publish()
{
    const auto payload = typedPayload(m_text->toPlainText(), format());
    if (!payload) {
        showProblem(m_problem, client::sentence(payload.error()));
        return;
    }
    m_publish->setEnabled(false);
    m_context.link.admin().publish(
        m_topic.address, payload->bytes, payload->isText, this,
        [this](const Result<Position> &position) {
            m_publish->setEnabled(true);
            showProblem(m_problem, position ? QString() : client::sentence(position.error()));
            if (!position)
                return;
            m_outcome->setText(
                tr("published as %1:%2").arg(position->page).arg(position->sequence));
            Q_EMIT published();
        });
}

void PublishForm::copyAsCurl()
{
    const auto payload = typedPayload(m_text->toPlainText(), format());
    if (!payload) {
        showProblem(m_problem, client::sentence(payload.error()));
        return;
    }
    copyText(publishCurl(m_context.link.address().url, m_topic.address, payload->bytes,
                         payload->isText));
    m_outcome->setText(tr("copied; set PARLEY_TOKEN before you run it"));
}

} // namespace parley::ui
