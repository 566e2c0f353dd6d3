#include "ui/deliveries/delivery_tail.h"

#include <utility>

#include <QPushButton>
#include <QScrollBar>
#include <QTableView>

#include "ui/common/buttons.h"
#include "ui/models/delivery_model.h"
#include "ui/models/text_format.h"

namespace parley::ui {

DeliveryTail::DeliveryTail(DeliveryModel &model, QTableView &table) :
    QObject(&table), m_model(model), m_table(table),
    m_pill(primaryButton(QString(), table.parentWidget()))
{
    m_pill->hide();
    m_pill->setToolTip(tr("To the top of the list"));
    connect(m_pill, &QPushButton::clicked, this, &DeliveryTail::release);
    connect(table.verticalScrollBar(), &QScrollBar::valueChanged, this, [this](int value) {
        if (value == 0 && !m_paused && !m_waiting.isEmpty())
            release();
    });
}

bool DeliveryTail::isHeld() const
{
    return m_paused || m_table.verticalScrollBar()->value() > 0;
}

void DeliveryTail::take(const client::DeliveryInfo &delivery)
{
    if (m_model.indexOf(delivery.id) >= 0 || !isHeld()) {
        m_model.put(delivery);
        return;
    }
    if (const auto known = m_places.constFind(delivery.id); known != m_places.cend()) {
        m_waiting[*known] = delivery;
        return;
    }
    ++m_count;
    if (m_waiting.size() < kMaxWaiting) {
        m_places.insert(delivery.id, m_waiting.size());
        m_waiting.append(delivery);
    }
    showPill();
}

void DeliveryTail::showPill()
{
    m_pill->setText(pluralText(m_count, tr("▲ 1 new"), tr("▲ %1 new")));
    m_pill->setVisible(m_count > 0);
}

void DeliveryTail::release()
{
    const auto waiting = std::exchange(m_waiting, {});
    const bool isWhole = m_count <= quint64(waiting.size());
    clear();
    if (!isWhole) { // the newest are not among them
        m_table.scrollToTop();
        return overflowed();
    }
    for (const auto &delivery : waiting)
        m_model.put(delivery);
    m_table.scrollToTop();
}

void DeliveryTail::setPaused(bool paused)
{
    m_paused = paused;
    if (!paused)
        release();
}

void DeliveryTail::clear()
{
    m_waiting.clear();
    m_places.clear();
    m_count = 0;
    showPill();
}

} // namespace parley::ui
