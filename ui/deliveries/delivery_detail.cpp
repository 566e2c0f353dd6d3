#include "ui/deliveries/delivery_detail.h"

#include <algorithm>

#include <QHeaderView>
#include <QPushButton>
#include <QTabWidget>
#include <QVBoxLayout>

#include "server/client/wire_error.h"
#include "ui/common/act_guard.h"
#include "ui/common/broker_link.h"
#include "ui/common/labels.h"
#include "ui/common/navigator.h"
#include "ui/common/tables.h"
#include "ui/common/undo_bar.h"
#include "ui/deliveries/attempt_view.h"
#include "ui/deliveries/curl_button.h"
#include "ui/deliveries/resend_dialog.h"
#include "ui/models/attempt_model.h"
#include "ui/models/delivery_text.h"
#include "ui/models/text_format.h"

namespace parley::ui {
namespace {

// A name in another direction turns nothing but itself.
QString isolated(const QString &name)
{
    return name.isEmpty() ? name : QChar(0x2068) + name + QChar(0x2069);
}

} // namespace

DeliveryDetail::DeliveryDetail(const PageContext &context, QWidget *parent) :
    QWidget(parent), m_context(context), m_attempts(new AttemptModel(this)),
    m_problem(problemLabel(this)), m_view(new AttemptView(this))
{
    m_table = makeTable(m_attempts, {2, 11, 10, 7, -8}, tr("Attempts"), this);
    showRows();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(10);
    layout->addWidget(makeHead());
    layout->addWidget(m_problem);
    layout->addWidget(m_table);
    layout->addWidget(m_view, 1);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &DeliveryDetail::showAttempt);
    connect(m_curl, &CurlButton::failed, this,
            [this](const QString &problem) { showProblem(m_problem, problem); });
    connect(m_view, &AttemptView::forgetRequested, this, &DeliveryDetail::forgetResponse);
}

QPushButton *DeliveryDetail::makeButton(const QString &text, const QString &tip,
                                        void (DeliveryDetail::*act)())
{
    auto *button = new QPushButton(text, this);
    button->setToolTip(tip);
    button->setAccessibleDescription(tip);
    connect(button, &QPushButton::clicked, this, act);
    return button;
}

QWidget *DeliveryDetail::makeHead()
{
    auto *head = new QWidget(this);
    m_title = headingLabel({}, head);
    m_title->setWordWrap(true);
    m_facts = mutedLabel({}, head);
    m_facts->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_retry = makeButton(tr("Retry now"),
                         tr("Send it now (R in the list, for all that are chosen there)"),
                         &DeliveryDetail::retry);
    m_cancel
        = makeButton(tr("Cancel"), tr("Give it up (X in the list, for all that are chosen there)"),
                     &DeliveryDetail::cancel);
    m_edit
        = makeButton(tr("Edit…"), tr("Edit the body and send it as a new delivery (E in the list)"),
                     &DeliveryDetail::editAndResend);
    m_curl = new CurlButton(m_context, this);
    m_open = makeButton(tr("Topic"), tr("Show the topic of the message (O in the list)"),
                        &DeliveryDetail::openTopic);
    for (auto *button : {m_retry, m_cancel, m_edit, m_view->forgetButton()})
        m_context.guard.watch(button);
    auto *line = new QHBoxLayout;
    line->setSpacing(6);
    for (auto *button :
         {static_cast<QAbstractButton *>(m_retry), static_cast<QAbstractButton *>(m_edit),
          static_cast<QAbstractButton *>(m_curl), static_cast<QAbstractButton *>(m_open),
          static_cast<QAbstractButton *>(m_cancel)})
        line->addWidget(button);
    line->addStretch();
    auto *layout = new QVBoxLayout(head);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_title);
    layout->addWidget(m_facts);
    layout->addLayout(line);
    return head;
}

void DeliveryDetail::setDelivery(const client::DeliveryInfo &delivery,
                                 const client::WebhookInfo &webhook, int inAll)
{
    const bool other = delivery.id != m_delivery.id;
    const bool moved
        = other || delivery.attempts != m_delivery.attempts || delivery.state != m_delivery.state;
    m_delivery = delivery;
    m_webhook = webhook;
    m_inAll = inAll;
    if (other) {
        m_attempts->setRows({});
        m_view->clear();
        m_body.clear();
        m_bodyIsKnown = false;
        showProblem(m_problem, {});
    }
    showHead();
    if (moved)
        ask();
}

void DeliveryDetail::showHead()
{
    m_title->setText(QStringLiteral("%1 %2").arg(
        stateSign(m_delivery.state),
        deliveryWords(m_delivery, m_inAll, QDateTime::currentDateTimeUtc())));
    QStringList facts{isolated(m_webhook.name.isEmpty() ? m_webhook.url : m_webhook.name),
                      QStringLiteral("%1 %2:%3")
                          .arg(m_delivery.address.topic)
                          .arg(m_delivery.position.page)
                          .arg(m_delivery.position.sequence),
                      m_delivery.id};
    if (!m_delivery.publisherId.isEmpty())
        facts.append(tr("by %1").arg(isolated(m_delivery.publisherId)));
    if (m_delivery.nextAttemptAt.isValid())
        facts.append(tr("next try %1").arg(dayAndClockText(m_delivery.nextAttemptAt)));
    if (!m_delivery.batchId.isEmpty() && m_delivery.batchId != m_delivery.id)
        facts.append(tr("sent together with %1").arg(m_delivery.batchId));
    facts.removeAll(QString());
    // The line runs as the window does, whatever letters it begins with.
    const QChar direction(layoutDirection() == Qt::RightToLeft ? 0x200f : 0x200e);
    m_facts->setText(direction + facts.join(QStringLiteral("  ·  ")));
    m_cancel->setEnabled(!m_delivery.isFinal());
    m_retry->setEnabled(m_delivery.state != QLatin1String("sending"));
    m_edit->setEnabled(m_bodyIsKnown);
    showCurl();
}

void DeliveryDetail::ask()
{
    auto &admin = m_context.link.admin();
    const auto id = m_delivery.id;
    admin.attempts(id, this, [this, id](const auto &attempts) {
        if (id != m_delivery.id)
            return; // another one was chosen meanwhile
        showProblem(m_problem, attempts ? QString() : client::sentence(attempts.error()));
        if (attempts)
            takeAttempts(*attempts);
    });
    admin.delivery(id, this, [this, id](const auto &delivery) {
        if (!delivery || id != m_delivery.id)
            return;
        m_body = delivery->body;
        m_bodyIsKnown = delivery->bodyIsKnown;
        m_view->setRequestBody(m_body);
        showHead();
    });
}

void DeliveryDetail::takeAttempts(const QList<client::AttemptInfo> &attempts)
{
    auto rows = attempts;
    for (auto &attempt : rows)
        if (m_forgotten == std::pair(m_delivery.id, attempt.number)) {
            attempt.responseHead.clear();
            attempt.responseBody.clear();
        }
    const auto current = m_table->currentIndex().row();
    const bool wasLast = current < 0 || current == m_attempts->rowCount() - 1;
    m_attempts->setRows(rows);
    showRows();
    if (wasLast && m_attempts->rowCount() > 0)
        chooseRow(*m_table, m_attempts->rowCount() - 1);
    showAttempt();
}

// Room for each attempt up to some, and never for just half of one.
void DeliveryDetail::showRows()
{
    constexpr int kMostRows = 5; // then it scrolls
    const int rows = std::clamp(m_attempts->rowCount(), 1, kMostRows);
    const int head = m_table->horizontalHeader()->sizeHint().height();
    m_table->setFixedHeight(head + rows * m_table->verticalHeader()->defaultSectionSize()
                            + 2 * m_table->frameWidth() + 2);
}

bool DeliveryDetail::hasAttempts() const
{
    return m_attempts->rowCount() > 0;
}

void DeliveryDetail::showAttempt()
{
    const auto current = m_table->currentIndex();
    if (!current.isValid())
        return;
    QList<client::AttemptInfo> all;
    for (int row = 0; row < m_attempts->rowCount(); ++row)
        all.append(m_attempts->row(row));
    const auto &attempt = m_attempts->row(current.row());
    m_view->setAttempt(attempt);
    m_view->setAttempts(all, attempt.number);
    m_view->setRequestBody(m_body);
    showCurl();
}

// Gone from here at once; from the broker when it cannot be taken back any more.
void DeliveryDetail::forgetResponse()
{
    const auto current = m_table->currentIndex();
    if (!current.isValid() || m_context.guard.isReadOnly())
        return;
    const QString id = m_delivery.id;
    const auto number = m_attempts->row(current.row()).number;
    m_forgotten = {id, number};
    takeAttempts(m_attempts->rows());
    m_context.undo.offer(
        tr("Answer of attempt %1 forgotten").arg(number),
        [this, id, number] {
            m_context.link.admin().deliveryActs().forgetResponse(id, number, this, shown());
        },
        [this] {
            m_forgotten = {};
            ask();
        });
}

std::function<void(const Result<client::Nothing> &)> DeliveryDetail::shown()
{
    return [this](const Result<client::Nothing> &done) {
        showProblem(m_problem, done ? QString() : client::sentence(done.error()));
    };
}

void DeliveryDetail::retry()
{
    if (m_retry->isEnabled() && !m_delivery.id.isEmpty() && !m_context.guard.isReadOnly())
        m_context.link.admin().retryDelivery(m_delivery.id, this, shown());
}

void DeliveryDetail::cancel()
{
    if (m_cancel->isEnabled() && !m_delivery.id.isEmpty() && !m_context.guard.isReadOnly())
        m_context.link.admin().cancelDelivery(m_delivery.id, this, shown());
}

void DeliveryDetail::editAndResend()
{
    if (!m_bodyIsKnown || m_context.guard.isReadOnly())
        return;
    auto *dialog = new ResendDialog(m_context, m_delivery.id, m_body, this);
    connect(dialog, &ResendDialog::resent, this, &DeliveryDetail::resent);
    dialog->open();
}

void DeliveryDetail::copyAsCurl()
{
    m_curl->copy();
}

void DeliveryDetail::showCurl()
{
    const auto current = m_table->currentIndex();
    const auto head = current.isValid() ? m_attempts->row(current.row()).requestHead : QString();
    m_curl->setRequest({m_delivery, m_bodyIsKnown ? m_webhook.url : QString(), head, m_body});
}

void DeliveryDetail::openTopic()
{
    if (!m_delivery.id.isEmpty())
        Q_EMIT m_context.navigator.topicRequested(m_delivery.address);
}

} // namespace parley::ui
