#pragma once

#include <QCoreApplication>
#include <QEvent>
#include <QWidget>

namespace parley::bench {

// Runs the event loop, asleep in between, until a widget has painted once more.
class NextPaint final : public QObject
{
public:
    explicit NextPaint(QWidget *widget) { widget->installEventFilter(this); }

    void wait()
    {
        m_painted = false;
        while (!m_painted)
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    }

    bool eventFilter(QObject *, QEvent *event) override
    {
        m_painted = m_painted || event->type() == QEvent::Paint;
        return false;
    }

private:
    bool m_painted = false;
};

} // namespace parley::bench
