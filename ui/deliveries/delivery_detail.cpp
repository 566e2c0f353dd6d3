#include "ui/deliveries/delivery_detail.h"

#include <algorithm>

#include <QHeaderView>
#include <QPushButton>
#include <QTabWidget>
#include <QVBoxLayout>

#include "server/client/wire_error.h"
#include "ui/common/broker_link.h"
#include "ui/common/buttons.h"
#include "ui/common/clipboard.h"
#include "ui/common/curl_text.h"
#include "ui/common/labels.h"
#include "ui/common/tables.h"
#include "ui/deliveries/attempt_view.h"
#include "ui/common/undo_bar.h"
#include "ui/models/attempt_model.h"
#include "ui/models/text_format.h"

namespace parley::ui {

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
}

QWidget *DeliveryDetail::makeHead()
{
    auto *head = new QWidget(this);
    m_title = headingLabel({}, head);
    m_facts = mutedLabel({}, head);
    m_facts->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_retry = new QPushButton(tr("Retry now"), head);
    m_cancel = new QPushButton(tr("Cancel"), head);
    m_retry->setProperty(kChanges, true);
    m_cancel->setProperty(kChanges, true);
    m_copy = new QPushButton(tr("Copy as curl"), head);
    m_copy->setShortcut(QKeySequence(QStringLiteral("Ctrl+Shift+C")));
    m_copy->setToolTip(tr("Without signatures and credentials (Ctrl+Shift+C)"));
    auto *line = new QHBoxLayout;
    line->setSpacing(8);
    line->addWidget(m_title, 1);
    line->addWidget(m_copy);
    line->addWidget(m_cancel);
    line->addWidget(m_retry);
    auto *layout = new QVBoxLayout(head);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addLayout(line);
    layout->addWidget(m_facts);
    connect(m_retry, &QPushButton::clicked, this, [this] { act(true); });
    connect(m_cancel, &QPushButton::clicked, this, [this] { act(false); });
    connect(m_copy, &QPushButton::clicked, this, &DeliveryDetail::copyAsCurl);
    return head;
}

void DeliveryDetail::setDelivery(const client::DeliveryInfo &delivery, const QString &webhookName,
                                 const QString &url)
{
    const bool other = delivery.id != m_delivery.id;
    const bool moved
        = other || delivery.attempts != m_delivery.attempts || delivery.state != m_delivery.state;
    m_delivery = delivery;
    m_webhookName = webhookName;
    m_url = url;
    if (other) {
        m_attempts->setRows({});
        m_view->clear();
        m_body.clear();
        showProblem(m_problem, {});
    }
    showHead();
    if (moved)
        ask();
}

void DeliveryDetail::showHead()
{
    m_title->setText(QStringLiteral("%1 %2").arg(stateSign(m_delivery.state), m_delivery.state));
    QStringList facts{m_webhookName,
                      QStringLiteral("%1 %2:%3")
                          .arg(m_delivery.address.topic)
                          .arg(m_delivery.position.page)
                          .arg(m_delivery.position.sequence),
                      m_delivery.id};
    if (!m_delivery.reason.isEmpty())
        facts.prepend(tr("because: %1").arg(m_delivery.reason));
    if (m_delivery.nextAttemptAt.isValid())
        facts.append(tr("next try %1").arg(clockText(m_delivery.nextAttemptAt)));
    m_facts->setText(facts.join(QStringLiteral("  ·  ")));
    m_cancel->setEnabled(!m_delivery.isFinal());
    m_retry->setEnabled(m_delivery.state != QLatin1String("sending"));
    m_copy->setEnabled(m_url.startsWith(QLatin1String("http")));
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
        m_view->setRequestBody(m_body);
    });
}

void DeliveryDetail::takeAttempts(const QList<client::AttemptInfo> &attempts)
{
    const auto current = m_table->currentIndex().row();
    const bool wasLast = current < 0 || current == m_attempts->rowCount() - 1;
    m_attempts->setRows(attempts);
    showRows();
    if (wasLast && m_attempts->rowCount() > 0)
        m_table->selectRow(m_attempts->rowCount() - 1);
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
    m_view->setAttempt(m_attempts->row(current.row()));
    m_view->setRequestBody(m_body);
}

void DeliveryDetail::act(bool retry)
{
    auto &admin = m_context.link.admin();
    const auto answer = [this](const auto &done) {
        showProblem(m_problem, done ? QString() : client::sentence(done.error()));
    };
    if (retry)
        admin.retryDelivery(m_delivery.id, this, answer);
    else
        m_context.undo.doNow(tr("The delivery is cancelled."), [this, answer, id = m_delivery.id] {
            m_context.link.admin().cancelDelivery(id, this, answer);
        });
}

void DeliveryDetail::copyAsCurl()
{
    const auto current = m_table->currentIndex();
    const auto head = current.isValid() ? m_attempts->row(current.row()).requestHead : QString();
    copyText(requestCurl(m_url, head, m_body));
}

} // namespace parley::ui
