#include "app/js/watchdog.h"

#include <utility>

#include <QJSEngine>

namespace parley::js {

Watchdog::Watchdog() : m_thread([this] { watch(); })
{
    std::unique_lock hold(m_lock);
    m_changed.wait(hold, [this] { return m_hasStarted; });
}

Watchdog::~Watchdog()
{
    {
        const std::lock_guard hold(m_lock);
        m_isOver = true;
    }
    m_changed.notify_one();
    m_thread.join();
}

void Watchdog::begin(QJSEngine &engine, std::chrono::milliseconds limit)
{
    {
        const std::lock_guard hold(m_lock);
        m_engine = &engine;
        m_deadline = std::chrono::steady_clock::now() + limit;
    }
    m_changed.notify_one();
}

bool Watchdog::end()
{
    const std::lock_guard hold(m_lock);
    m_deadline.reset();
    return std::exchange(m_engine, nullptr)->isInterrupted();
}

void Watchdog::watch()
{
    std::unique_lock hold(m_lock);
    m_hasStarted = true;
    m_changed.notify_one();
    while (!m_isOver) {
        if (!m_deadline) {
            m_changed.wait(hold);
            continue;
        }
        // Of a call that ended in time it hears here, and is not woken for it.
        m_changed.wait_until(hold, std::chrono::steady_clock::time_point(*m_deadline));
        if (m_deadline && std::chrono::steady_clock::now() >= *m_deadline) {
            m_engine->setInterrupted(true);
            m_deadline.reset();
        }
    }
}

} // namespace parley::js
