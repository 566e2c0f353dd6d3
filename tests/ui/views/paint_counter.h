#pragma once

#include <QEvent>
#include <QWidget>

namespace parley::ui {

// Counts the paints of a widget while it lives.
class PaintCounter final : public QObject
{
public:
    explicit PaintCounter(QWidget *widget) { widget->installEventFilter(this); }

    int count() const { return m_count; }
    void reset() { m_count = 0; }

    bool eventFilter(QObject *, QEvent *event) override
    {
        m_count += event->type() == QEvent::Paint ? 1 : 0;
        return false;
    }

private:
    int m_count = 0;
};

} // namespace parley::ui
