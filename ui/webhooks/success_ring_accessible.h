#pragma once

#include <QAccessibleWidget>
#include <QHash>

namespace parley::ui {

class SuccessRing;

// SuccessRing for screen readers: a list with an item for each hour, made when it is asked for.
// Every index is checked; a foreign one gives null. Thread: GUI.
class SuccessRingAccessible final : public QAccessibleWidget
{
public:
    explicit SuccessRingAccessible(SuccessRing *ring);
    ~SuccessRingAccessible() override;

    static void install(); // registers the factory; once is enough, more often does no harm

    int childCount() const override;
    QAccessibleInterface *child(int index) const override;
    QAccessibleInterface *childAt(int x, int y) const override;
    int indexOfChild(const QAccessibleInterface *child) const override;

private:
    SuccessRing *ring() const;

    mutable QHash<int, QAccessible::Id> m_hours; // by their place; no more than a ring has
};

} // namespace parley::ui
