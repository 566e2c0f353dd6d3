#pragma once

#include <QAccessibleWidget>

#include "ui/views/painted_parts.h"

namespace parley::ui {

class SuccessRing;

// SuccessRing for screen readers: a list with an item for each hour, made when it is asked for.
// Every index is checked; a foreign one gives null. Thread: GUI.
class SuccessRingAccessible final : public QAccessibleWidget
{
public:
    explicit SuccessRingAccessible(SuccessRing *ring);

    static void install(); // registers the factory; once is enough, more often does no harm

    int childCount() const override;
    QAccessibleInterface *child(int index) const override;
    QAccessibleInterface *childAt(int x, int y) const override;
    int indexOfChild(const QAccessibleInterface *child) const override;

private:
    SuccessRing *ring() const;

    static constexpr qsizetype kMaxHours = 4096; // a ring has 24
    mutable PaintedParts<int> m_hours{kMaxHours}; // by their place
};

} // namespace parley::ui
