#include "ui/webhooks/success_ring_accessible.h"

#include "ui/webhooks/success_ring.h"

namespace parley::ui {
namespace {

// One hour. It may outlive it: then it is invalid and says nothing.
class RingHourAccessible final : public PaintedPart<SuccessRing>
{
public:
    RingHourAccessible(SuccessRing *ring, int index) : PaintedPart(ring), m_index(index) {}

    bool isValid() const override { return view() && m_index < view()->hourCount(); }
    QAccessible::Role role() const override { return QAccessible::ListItem; }

    QString text(QAccessible::Text kind) const override
    {
        return isValid() && kind == QAccessible::Name ? view()->hourText(m_index) : QString();
    }
    QRect rect() const override
    {
        return isValid() ? view()->hourRect(m_index).translated(view()->mapToGlobal(QPoint(0, 0)))
                         : QRect();
    }
    QAccessible::State state() const override
    {
        QAccessible::State state;
        state.invalid = !isValid();
        state.readOnly = true;
        return state;
    }

private:
    int m_index;
};

} // namespace

SuccessRingAccessible::SuccessRingAccessible(SuccessRing *ring) :
    QAccessibleWidget(ring, QAccessible::List)
{
}

void SuccessRingAccessible::install()
{
    installAccessible<SuccessRing, SuccessRingAccessible>();
}

SuccessRing *SuccessRingAccessible::ring() const
{
    return static_cast<SuccessRing *>(widget());
}

int SuccessRingAccessible::childCount() const
{
    return ring()->hourCount();
}

QAccessibleInterface *SuccessRingAccessible::child(int index) const
{
    if (index < 0 || index >= childCount())
        return nullptr;
    return m_hours.at(index, [&] { return new RingHourAccessible(ring(), index); });
}

QAccessibleInterface *SuccessRingAccessible::childAt(int x, int y) const
{
    return child(ring()->hourAt(ring()->mapFromGlobal(QPoint(x, y))));
}

int SuccessRingAccessible::indexOfChild(const QAccessibleInterface *child) const
{
    return m_hours.keyOf(child).value_or(-1);
}

} // namespace parley::ui
