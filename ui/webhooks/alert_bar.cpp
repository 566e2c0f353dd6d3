#include "ui/webhooks/alert_bar.h"

#include <QAccessible>
#include <QFrame>
#include <QHBoxLayout>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QPushButton>

#include "server/client/socket_client.h"
#include "ui/common/broker_link.h"
#include "ui/common/buttons.h"
#include "ui/common/labels.h"
#include "ui/common/navigator.h"

namespace parley::ui {
namespace {

constexpr qsizetype kLongestName = 60; // of a name that people gave; the rest is on its page

QString nameOf(const QJsonObject &webhook)
{
    const QString name = webhook[QLatin1String("name")].toString();
    return (name.isEmpty() ? webhook[QLatin1String("url")].toString() : name).left(kLongestName);
}

} // namespace

AlertBar::AlertBar(BrokerLink &link, Navigator &navigator, QWidget *parent) :
    QWidget(parent), m_link(link), m_navigator(navigator)
{
    auto *card = new QFrame(this);
    card->setProperty("card", true);
    card->setProperty("banner", QStringLiteral("bad"));
    m_label = label({}, card);
    m_label->setProperty("problem", true);
    m_label->setWordWrap(true);
    auto *look = new QPushButton(tr("Look at it"), card);
    auto *away = linkButton(tr("Put away"), card);
    auto *inner = new QHBoxLayout(card);
    inner->setContentsMargins(14, 6, 8, 6);
    inner->addWidget(m_label, 1);
    inner->addWidget(look);
    inner->addWidget(away);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(20, 8, 20, 0);
    layout->addWidget(card);
    connect(look, &QPushButton::clicked, this, &AlertBar::look);
    connect(away, &QPushButton::clicked, this, &AlertBar::putAway);
    connect(&m_link, &BrokerLink::addressChanged, this, [this] {
        putAway(); // it was about another broker
        follow();
    });
    hide();
    follow();
}

QString AlertBar::text() const
{
    return isHidden() ? QString() : m_label->text();
}

void AlertBar::follow()
{
    delete m_events;
    m_events = nullptr;
    if (!m_link.address().isValid())
        return;
    m_events
        = m_link.socket().subscribe({QStringLiteral("default"), QStringLiteral("$events/webhooks")},
                                    client::Start::latest(), this);
    connect(m_events, &client::Subscription::itemArrived, this, &AlertBar::take);
}

void AlertBar::take(const client::Item &item)
{
    const QJsonObject event = QJsonDocument::fromJson(item.payload).object();
    const QJsonObject webhook = event[QLatin1String("webhook")].toObject();
    const QString id = webhook[QLatin1String("id")].toString();
    if (event[QLatin1String("kind")] == QLatin1String("alert"))
        tell(id,
             tr("Webhook “%1”: the last %2 attempts failed. The cause: %3")
                 .arg(nameOf(webhook),
                      QString::number(event[QLatin1String("consecutiveFailures")].toInt()),
                      event[QLatin1String("cause")].toString().left(200)));
    else if (webhook[QLatin1String("state")] == QLatin1String("disabled"))
        tell(id,
             tr("Webhook “%1” is disabled: %2")
                 .arg(nameOf(webhook), webhook[QLatin1String("stateReason")].toString()));
}

void AlertBar::tell(const QString &webhookId, const QString &text)
{
    if (!isHidden() && webhookId != m_webhookId)
        ++m_others;
    m_webhookId = webhookId;
    m_label->setText(m_others == 0 ? text : tr("%1 (and %2 more alerts)").arg(text).arg(m_others));
    show();
    QAccessibleEvent alert(m_label, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void AlertBar::look()
{
    const QString id = m_webhookId;
    putAway();
    Q_EMIT m_navigator.webhookRequested(id);
}

void AlertBar::putAway()
{
    m_others = 0;
    m_webhookId.clear();
    hide();
}

} // namespace parley::ui
