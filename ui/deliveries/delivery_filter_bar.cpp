#include "ui/deliveries/delivery_filter_bar.h"

#include <algorithm>

#include <QButtonGroup>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QToolButton>

#include "ui/common/labels.h"
#include "ui/common/page_header.h"
#include "ui/common/tables.h"
#include "ui/models/delivery_filter.h"

namespace parley::ui {
namespace {

constexpr int kFilterNameLength = 28; // letters of a webhook's name in the box

} // namespace

DeliveryFilterBar::DeliveryFilterBar(QWidget *page) :
    QWidget(page), m_state(new QComboBox(this)), m_status(new QComboBox(this)),
    m_webhook(new QComboBox(this)), m_times(new QButtonGroup(this)),
    m_line(filterLine(tr("Find: words, topic:… by:… id:… or {\"kind\":[\"order\"]}"), page))
{
    addStates();
    addStatuses();
    m_webhook->setAccessibleName(tr("Webhook"));
    m_webhook->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_webhook->setMinimumContentsLength(14);
    m_webhook->addItem(tr("All webhooks"), QString());
    m_line->setAccessibleName(tr("Find deliveries"));
    m_line->setToolTip(tr("Words are looked for in bodies and answers. topic:orders, by:ana, "
                          "id:msg_…, reason:expired, outcome:tls_error, or an event pattern on the "
                          "payload. Return asks."));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_state);
    layout->addWidget(m_status);
    layout->addWidget(m_webhook);
    layout->addWidget(makeTimes());
    layout->addWidget(m_line, 1);
    connect(m_webhook, &QComboBox::activated, this, [this] { m_wanted.clear(); });
    for (auto *box : {m_state, m_status, m_webhook})
        connect(box, &QComboBox::activated, this, &DeliveryFilterBar::queryChanged);
    connect(m_line, &QLineEdit::returnPressed, this, &DeliveryFilterBar::queryChanged);
    connect(m_line, &QLineEdit::textChanged, this, [this](const QString &text) {
        if (text.isEmpty()) // the clear button
            Q_EMIT queryChanged();
    });
}

void DeliveryFilterBar::addStates()
{
    m_state->setAccessibleName(tr("State"));
    m_state->addItem(tr("All states"), QString());
    const auto add = [this](const char *sign, const QString &text, const char *states) {
        m_state->addItem(stateSign(QLatin1String(sign)) + QLatin1Char(' ') + text,
                         QString::fromLatin1(states));
    };
    add("dead", tr("Failed"), "dead");
    add("waiting", tr("Retrying"), "waiting");
    add("held", tr("Held"), "held");
    add("queued", tr("Queued or sending"), "queued,sending");
    add("delivered", tr("Delivered"), "delivered");
    add("canceled", tr("Canceled"), "canceled");
}

void DeliveryFilterBar::addStatuses()
{
    m_status->setAccessibleName(tr("Last answer"));
    m_status->addItem(tr("Any answer"), QString());
    for (const char *status : {"2xx", "3xx", "4xx", "5xx"})
        m_status->addItem(QString::fromLatin1(status), QString::fromLatin1(status));
    m_status->addItem(tr("No answer"), QStringLiteral("none"));
}

QWidget *DeliveryFilterBar::makeTimes()
{
    auto *times = new QWidget(this);
    auto *layout = new QHBoxLayout(times);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    m_times->setExclusive(false);
    for (const auto &[minutes, text, name] :
         {std::tuple(15, tr("15 m"), tr("Messages of the last 15 minutes")),
          std::tuple(60, tr("1 h"), tr("Messages of the last hour")),
          std::tuple(24 * 60, tr("24 h"), tr("Messages of the last 24 hours"))}) {
        auto *chip = new QToolButton(times);
        chip->setText(text);
        chip->setCheckable(true);
        chip->setAccessibleName(name);
        chip->setToolTip(name);
        m_times->addButton(chip, minutes);
        layout->addWidget(chip);
    }
    connect(m_times, &QButtonGroup::idClicked, this, [this](int chosen) {
        for (QAbstractButton *chip : m_times->buttons())
            if (m_times->id(chip) != chosen)
                chip->setChecked(false);
        Q_EMIT queryChanged();
    });
    return times;
}

Result<client::DeliveryQuery> DeliveryFilterBar::query() const
{
    client::DeliveryQuery query;
    query.state = m_state->currentData().toString();
    query.status = m_status->currentData().toString();
    query.webhookId = webhookId();
    if (m_times->checkedId() > 0)
        query.from = QDateTime::currentDateTimeUtc().addSecs(-60LL * m_times->checkedId());
    if (auto ok = readDeliveryLine(m_line->text(), query); !ok)
        return ok.error();
    return query;
}

bool DeliveryFilterBar::isEmpty() const
{
    return m_state->currentIndex() <= 0 && m_status->currentIndex() <= 0 && webhookId().isEmpty()
        && m_times->checkedId() < 0 && m_line->text().trimmed().isEmpty();
}

void DeliveryFilterBar::setWebhooks(const QList<client::WebhookInfo> &webhooks)
{
    const QSignalBlocker quiet(m_webhook);
    const auto chosen = webhookId();
    while (m_webhook->count() > 1)
        m_webhook->removeItem(1);
    for (const auto &webhook : webhooks) {
        const auto name = webhook.name.isEmpty() ? webhook.url : webhook.name;
        const auto shown
            = name.size() > kFilterNameLength ? name.left(kFilterNameLength) + QChar(0x2026) : name;
        m_webhook->addItem(shown, webhook.id);
        m_webhook->setItemData(m_webhook->count() - 1, plainToolTip(name), Qt::ToolTipRole);
    }
    select(m_webhook, chosen);
    m_wanted.clear();
    if (m_webhook->currentData().toString() != chosen) // it has gone, or the broker is another
        Q_EMIT queryChanged();
}

// One that was asked for before the names came is not in the box yet.
QString DeliveryFilterBar::webhookId() const
{
    return m_wanted.isEmpty() ? m_webhook->currentData().toString() : m_wanted;
}

void DeliveryFilterBar::select(QComboBox *box, const QString &data)
{
    box->setCurrentIndex(std::max(0, box->findData(data)));
}

void DeliveryFilterBar::setWebhook(const QString &id)
{
    select(m_webhook, id);
    m_wanted = m_webhook->currentData().toString() == id ? QString() : id;
}

void DeliveryFilterBar::setState(const QString &states)
{
    select(m_state, states);
}

FilterChoice DeliveryFilterBar::choice() const
{
    return {m_state->currentData().toString(), m_status->currentData().toString(), webhookId(),
            std::max(0, m_times->checkedId()), m_line->text().trimmed()};
}

void DeliveryFilterBar::choose(const FilterChoice &choice)
{
    select(m_state, choice.states);
    select(m_status, choice.status);
    setWebhook(choice.webhookId);
    for (QAbstractButton *chip : m_times->buttons())
        chip->setChecked(m_times->id(chip) == choice.minutes);
    const QSignalBlocker quiet(m_line);
    m_line->setText(choice.line);
    Q_EMIT queryChanged();
}

void DeliveryFilterBar::clear()
{
    m_wanted.clear();
    for (auto *box : {m_state, m_status, m_webhook})
        box->setCurrentIndex(0);
    for (QAbstractButton *chip : m_times->buttons())
        chip->setChecked(false);
    const QSignalBlocker quiet(m_line);
    m_line->clear();
    Q_EMIT queryChanged();
}

} // namespace parley::ui
