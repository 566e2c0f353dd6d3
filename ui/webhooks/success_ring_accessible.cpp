#include "ui/webhooks/success_ring_accessible.h"

#include <QPointer>
#include <QWindow>

#include "ui/webhooks/success_ring.h"

namespace parley::ui {
namespace {

QAccessibleInterface *successRingFactory(const QString &className, QObject *object)
{
    auto *ring = className == QLatin1String(SuccessRing::staticMetaObject.className())
        ? qobject_cast<SuccessRing *>(object)
        : nullptr;
    return ring ? new SuccessRingAccessible(ring) : nullptr;
}

// One hour. It may outlive it: then it is invalid and says nothing.
class RingHourAccessible final : public QAccessibleInterface
{
public:
    RingHourAccessible(SuccessRing *ring, int index) : m_ring(ring), m_index(index) {}

    bool isValid() const override { return m_ring && m_index < m_ring->hourCount(); }
    QObject *object() const override { return nullptr; }
    QWindow *window() const override { return m_ring ? m_ring->window()->windowHandle() : nullptr; }
    QAccessibleInterface *parent() const override
    {
        return QAccessible::queryAccessibleInterface(m_ring);
    }
    QAccessibleInterface *child(int) const override { return nullptr; }
    QAccessibleInterface *childAt(int, int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface *) const override { return -1; }
    void setText(QAccessible::Text, const QString &) override {}
    QAccessible::Role role() const override { return QAccessible::ListItem; }

    QString text(QAccessible::Text kind) const override
    {
        return isValid() && kind == QAccessible::Name ? m_ring->hourText(m_index) : QString();
    }
    QRect rect() const override
    {
        return isValid() ? m_ring->hourRect(m_index).translated(m_ring->mapToGlobal(QPoint(0, 0)))
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
    QPointer<SuccessRing> m_ring;
    int m_index;
};

} // namespace

SuccessRingAccessible::SuccessRingAccessible(SuccessRing *ring) :
    QAccessibleWidget(ring, QAccessible::List)
{
}

SuccessRingAccessible::~SuccessRingAccessible()
{
    for (const auto id : std::as_const(m_hours))
        QAccessible::deleteAccessibleInterface(id);
}

void SuccessRingAccessible::install()
{
    static const bool installed = [] {
        QAccessible::installFactory(successRingFactory);
        return true;
    }();
    Q_UNUSED(installed)
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
    if (const auto known = m_hours.constFind(index); known != m_hours.cend())
        return QAccessible::accessibleInterface(*known);
    auto *hour = new RingHourAccessible(ring(), index);
    m_hours.insert(index, QAccessible::registerAccessibleInterface(hour));
    return hour;
}

QAccessibleInterface *SuccessRingAccessible::childAt(int x, int y) const
{
    return child(ring()->hourAt(ring()->mapFromGlobal(QPoint(x, y))));
}

int SuccessRingAccessible::indexOfChild(const QAccessibleInterface *child) const
{
    for (auto known = m_hours.cbegin(); known != m_hours.cend(); ++known)
        if (QAccessible::accessibleInterface(*known) == child)
            return known.key();
    return -1;
}

} // namespace parley::ui
