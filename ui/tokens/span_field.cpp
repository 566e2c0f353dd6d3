#include "ui/tokens/span_field.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QSpinBox>

namespace parley::ui {
namespace {

constexpr int kMost = 99'999'999; // of any unit; the broker says when that is too long

} // namespace

SpanField::SpanField(const QString &name, QWidget *parent) :
    QWidget(parent), m_number(new QSpinBox(this)), m_unit(new QComboBox(this))
{
    m_number->setRange(1, kMost);
    m_number->setAccessibleName(name);
    m_number->setButtonSymbols(QSpinBox::NoButtons); // one types it; the arrow keys count too
    m_unit->addItem(tr("days"), qint64(86'400));
    m_unit->addItem(tr("hours"), qint64(3600));
    m_unit->addItem(tr("minutes"), qint64(60));
    m_unit->addItem(tr("seconds"), qint64(1));
    m_unit->setAccessibleName(tr("%1: unit").arg(name));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_number);
    layout->addWidget(m_unit);
    layout->addStretch();
    setFocusProxy(m_number);
    connect(m_number, &QSpinBox::valueChanged, this, &SpanField::changed);
    connect(m_unit, &QComboBox::currentIndexChanged, this, &SpanField::changed);
}

qint64 SpanField::seconds() const
{
    return m_number->value() * m_unit->currentData().toLongLong();
}

void SpanField::setSeconds(qint64 seconds)
{
    int unit = 0; // from the largest
    while (unit + 1 < m_unit->count() && seconds % m_unit->itemData(unit).toLongLong() != 0)
        ++unit;
    m_unit->setCurrentIndex(unit);
    m_number->setValue(int(seconds / m_unit->itemData(unit).toLongLong()));
}

} // namespace parley::ui
