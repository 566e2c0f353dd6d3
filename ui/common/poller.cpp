#include "ui/common/poller.h"

#include <QEvent>
#include <QWidget>

namespace parley::ui {

Poller::Poller(QWidget *widget, std::chrono::milliseconds interval, std::function<void()> call) :
    QObject(widget), m_call(std::move(call))
{
    m_timer.setInterval(interval);
    connect(&m_timer, &QTimer::timeout, this, [this, widget] {
        if (!widget->window()->isMinimized())
            m_call();
    });
    widget->installEventFilter(this);
}

bool Poller::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Show && !event->spontaneous()) {
        m_timer.start();
        m_call();
    } else if (event->type() == QEvent::Hide && !event->spontaneous()) {
        m_timer.stop();
    }
    return QObject::eventFilter(watched, event);
}

} // namespace parley::ui
