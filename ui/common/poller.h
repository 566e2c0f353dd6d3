#pragma once

#include <chrono>
#include <functional>

#include <QObject>
#include <QTimer>

namespace parley::ui {

// Calls at an interval, but only while its widget is on screen, and once at each time it comes
// there (rules C17, C18). Thread: GUI.
class Poller final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Poller)

public:
    Poller(QWidget *widget, std::chrono::milliseconds interval, std::function<void()> call);
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QTimer m_timer;
    std::function<void()> m_call;
};

} // namespace parley::ui
